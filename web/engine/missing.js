// What can still change an answer, most informative first: the questionnaire.

import { CERTAIN, PRESUMED, answered, factLiterals, literals, outcomes } from "./decide.js";
import * as number from "./number.js";
import { addDays } from "./dates.js";
import { makeSet } from "./values.js";

/** One answer for each way a fact can come out as far as the law asks, in keeping with what is known of it. */
export function options(law, fact, known) {
  const def = law.fact(law.facts[fact]);
  const tests = law.variablesOf[fact].map((v) => law.variables[v]);
  const candidates = {
    "yes-no": () => [true, false],
    word: () => def.words,
    text: () => texts(law, tests),
    country: () => texts(law, tests),
    set: () => sets(tests, known),
    number: () => amounts(law, def, known),
    date: () => days(law, tests),
  }[def.kind]();
  if (law.isTied(fact)) return candidates;
  // Answers that the law cannot tell apart count once.
  const seen = new Set();
  return candidates.filter((value) => {
    const key = factLiterals(law, fact, value).join(";");
    return !seen.has(key) && seen.add(key);
  });
}

function texts(law, tests) {
  const out = [];
  for (const test of tests) {
    if (test.kind === "is") out.push(test.word);
    if (test.kind === "in") out.push(...(law.threshold(test.ref)?.countries ?? []).slice(0, 1));
  }
  out.push("ZZ"); // A user-assigned code that stands for "any other".
  return out;
}

function sets(tests, known) {
  const have = known?.words ?? [];
  const words = tests.filter((test) => test.kind === "has").map((test) => test.word);
  const extras = [[], words, ...words.map((word) => [word])];
  return extras.map((extra) => makeSet([...have, ...extra], true));
}

function amounts(law, def, known) {
  let points = [number.whole(1)];
  for (const { amount, divisor = 1, unit } of law.thresholds) {
    if (amount === null || unit !== def.unit) continue;
    // Just under, at or just over the line, and well over it.
    const share = Math.floor(100 / divisor);
    points.push(...[share, share + 1, 2 * share + 1].map((percent) => number.percent(amount, percent)));
  }
  if (known) points = [...points, known.low, known.high].filter((p) => known.low <= p && p <= known.high);
  const unique = [...new Set(points)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return unique.map(number.point);
}

function days(law, tests) {
  const found = new Set();
  for (const test of tests) {
    const after = test.kind === "before" ? law.dayOf(test.ref) : test.kind === "today" ? law.tomorrow : null;
    if (after === null) continue;
    found.add(after);
    const before = addDays(after, -1);
    if (before !== null) found.add(before);
  }
  return [...found].sort();
}

/** Whether something of a fact is unknown as far as the law asks. */
export function isUnknown(law, known, fact) {
  const value = known.values[fact];
  if (value === null) return true;
  const settled = value.low !== undefined && value.low === value.high && law.isTied(fact);
  return !settled && factLiterals(law, fact, value).length < law.variablesOf[fact].length;
}

/**
 * What each unknown fact would settle among some open questions, if it were answered alone; and, for the facts that
 * `assumed` takes for granted, what it settles once the rest of that is granted. Several facts may only settle together.
 *
 * `questions`: all questions (decide.js). `keys`: those that are open. A Map from fact to { total, alone, granted }: the sum
 * over questions, and by key, of the share of answers that settle it, in thousandths.
 */
export function gains(law, questions, known, assumed, keys) {
  const places = keys.map((key) => questions.index.get(key));
  const jobs = [];
  const states = [];
  const ask = (fact, base, granted) => {
    const values = options(law, fact, base.values[fact]);
    jobs.push({ fact, granted, start: states.length, count: values.length });
    for (const value of values) states.push(answered(base, fact, value));
  };
  for (let fact = 0; fact < law.facts.length; fact++) {
    if (!isUnknown(law, known, fact)) continue;
    ask(fact, known, false);
    if (assumed.values[fact] !== null && known.values[fact] === null) ask(fact, answered(assumed, fact, null), true);
  }
  const decided = questions.decide(states);
  const out = new Map();
  for (const { fact, granted, start, count } of jobs) {
    // An answer that what is known excludes does not count.
    const counted = decided.slice(start, start + count).filter((decisions) => decisions.allowed);
    const shares = new Map();
    let total = 0;
    places.forEach((place, k) => {
      const settled = counted.filter((decisions) => !decisions.isOpen(place)).length;
      if (settled === 0) return;
      const share = Math.floor((settled * 1000) / counted.length);
      shares.set(keys[k], share);
      total += share;
    });
    const gain = out.get(fact) ?? { total: 0, alone: new Map(), granted: new Map() };
    gain.total += total;
    gain[granted ? "granted" : "alone"] = shares;
    out.set(fact, gain);
  }
  return out;
}

/** What `missing` needs of one state of knowledge, worked out once: on which variables each question still depends. The cone
 * holds the plain roots of the questions named by `keys`. */
export class Dependence {
  constructor(law, known, keys, cone) {
    this.law = law;
    this.known = known;
    this.cone = cone;
    this.readings = [PRESUMED, CERTAIN].map((reading) => {
      const lists = law.diagram.openVariables(cone, literals(law, known, reading));
      const unknown = (v) => law.variables[v].kind !== "claim" && law.variables[v].kind !== "axiom" &&
        law.variables[v].facts.some((name) => isUnknown(law, known, law.position(name)));
      const candidates = [...new Set(lists.flat())].filter(unknown);
      return { lists: new Map(keys.map((key, i) => [key, lists[i]])), varying: canVary(law, known, reading, candidates) };
    });
  }

  /** Facts, not fully known and not exceptional, on which a question depends where nothing exceptional is claimed: a Map from
   * position to the tests on it. */
  plain(key) {
    this.plainLists ??= this.narrowed();
    const out = new Map();
    for (const v of this.plainLists.get(key)) {
      for (const name of this.law.variables[v].facts) {
        const fact = this.law.position(name);
        if (this.law.exceptional[fact] || !isUnknown(this.law, this.known, fact)) continue;
        out.set(fact, [...(out.get(fact) ?? []), v]);
      }
    }
    return out;
  }

  /** The tests each question depends on in the presumed reading; those that the axioms leave but one outcome have it. */
  narrowed() {
    const { law, known, cone } = this;
    const list = literals(law, known, PRESUMED).slice();
    const tried = new Set();
    for (;;) {
      const lists = law.diagram.openVariables(cone, list);
      const fresh = [...new Set(lists.flat())].filter((v) => !tried.has(v));
      const found = outcomes(law, known, PRESUMED, fresh);
      let changed = false;
      for (const v of fresh) {
        tried.add(v);
        const [no, yes] = found.get(v);
        if (no === yes) continue;
        list[v] = yes ? 1 : 0;
        changed = true;
      }
      if (!changed) return new Map([...this.readings[0].lists.keys()].map((key, i) => [key, lists[i]]));
    }
  }

  /** Positions of facts, not fully known, that a question still depends on. */
  facts(key) {
    const matter = new Set();
    for (const { lists, varying } of this.readings) {
      for (const v of lists.get(key)) {
        if (!varying.has(v)) continue;
        for (const name of this.law.variables[v].facts) {
          const fact = this.law.position(name);
          if (isUnknown(this.law, this.known, fact)) matter.add(fact);
        }
      }
    }
    return matter;
  }
}

/** Those of some tests of which both outcomes are still possible under the axioms. */
function canVary(law, known, reading, candidates) {
  const found = outcomes(law, known, reading, candidates);
  return new Set(candidates.filter((v) => found.get(v).every((can) => can)));
}

/** Facts that can still change an open question; those that settle most come first, exceptional ones last. */
export function missing(law, dependence, key, gained) {
  const alone = (fact) => gained.get(fact)?.alone.get(key) ?? 0;
  const granted = (fact) => gained.get(fact)?.granted.get(key) ?? 0;
  const total = (fact) => gained.get(fact)?.total ?? 0;
  const matter = dependence.facts(key);
  for (const fact of gained.keys()) if (alone(fact) > 0) matter.add(fact);
  return [...matter].sort(
    (a, b) =>
      Number(law.exceptional[a]) - Number(law.exceptional[b]) ||
      alone(b) + granted(b) - alone(a) - granted(a) ||
      total(b) - total(a) ||
      a - b,
  );
}

