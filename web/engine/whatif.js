// What would change an answer: the fewest changes to facts a person controls, and what else must then be true.

import { PRESUMED, factLiterals, known as makeKnown, literals } from "./decide.js";
import { isUnknown, options } from "./missing.js";
import { makeSet, same } from "./values.js";
import { contradictions } from "./why.js";

/** Price of changing a known fact; far above any number of conditions on unknown ones. */
const CHANGE = 100_000;
/** Price of a condition on an unknown fact that the person controls. */
const CONDITION = 1;
/** Price of a condition on an unknown fact that the person does not control. */
const CIRCUMSTANCE = 500;
/** How many different ways are shown. */
const MAX_WAYS = 3;

const is = ({ status }, want) => status === (want ? "yes" : "no");

/**
 * The smallest changes after which a question is decided as wanted: { already }, { impossible } or { ways }, the smallest
 * first, each a list of { fact, from, to, controlled, changes } with values as in values.js and facts by position.
 */
export function whatif(law, questions, known, key, roots, want) {
  const decide = (of) => questions.decide([of])[0].of(key);
  if (is(decide(known), want)) return { already: true };
  // One fact alone is the plainest way, and there may be several; what takes more is looked for beside them.
  const ways = singles(law, decide, known, want);
  const barred = [new Set(ways.flat().map((change) => change.fact))];
  while (barred.length > 0 && ways.length < MAX_WAYS) {
    const bar = barred.pop();
    const way = oneWay(law, decide, known, want ? roots.yes : roots.no, want, bar);
    if (!way) continue;
    const first = way.find((change) => change.changes) ?? way[0];
    if (first) barred.unshift(new Set([...bar, first.fact]));
    if (!ways.some((other) => sameWay(other, way))) ways.push(way);
  }
  const changed = (way) => way.filter((change) => change.changes).length;
  ways.sort((a, b) => changed(a) - changed(b) || a.length - b.length);
  return ways.length === 0 ? { impossible: true } : { ways };
}

/** Single facts, unknown or in a person's hands, that bring it about: those in a person's hands first, then the usual ones. */
function singles(law, decide, known, want) {
  const found = [];
  law.facts.forEach((name, fact) => {
    if (law.exceptional[fact]) return;
    const from = known.values[fact];
    const [unknown, controlled] = [isUnknown(law, known, fact), controls(law, known, fact)];
    // A set is changed word by word, which the search below does; an amount cannot be chosen.
    if (from?.words || !(unknown || controlled)) return;
    for (const to of options(law, fact, unknown ? from : null)) {
      if (from !== null && same(from, to)) continue;
      const way = [{ fact, from, to, controlled, changes: from !== null && !unknown }];
      if (!works(law, decide, known, way, want)) continue;
      const yes = law.data.presets.likely?.[name] ?? 50;
      found.push([Number(!controlled), 100 - (to === false ? 100 - yes : yes), fact, way]);
      break;
    }
  });
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return found.slice(0, MAX_WAYS).map((entry) => entry[3]);
}

/** Whether a person can bring a fact about. The terms of another's licence are not in the hands of who modified the model. */
function controls(law, known, fact) {
  const at = (name) => known.values[law.position(name)] ?? null;
  const modified = at("role.modifies_other") === true || at("modification.base_flop") !== null;
  return law.controlled[fact] && !(modified && ["openness.rights", "openness.restrictions"].includes(law.facts[fact]));
}

function sameWay(a, b) {
  return a.length === b.length && a.every((x, i) => x.fact === b[i].fact && x.changes === b[i].changes && same(x.to, b[i].to));
}

/** What is known after a way has been taken. */
function after(law, known, way) {
  const values = known.values.slice();
  for (const change of way) values[change.fact] = change.to;
  return contradictions(law, makeKnown(values)).known;
}

function oneWay(law, decide, known, root, want, barred) {
  const now = literals(law, known, PRESUMED);
  const factsOf = law.variables.map((variable) => variable.facts.map((name) => law.position(name)).sort((a, b) => a - b));
  const price = (v, value) => {
    const facts = factsOf[v];
    if (now[v] === value) return 0;
    // A fixed literal of an unanswered fact is a presumption or an axiom: not up for change.
    if (now[v] >= 0) {
      const free = (fact) => controls(law, known, fact) && known.values[fact] !== null && !barred.has(fact);
      return facts.length > 0 && facts.every(free) ? CHANGE : -1;
    }
    if (facts.some((fact) => barred.has(fact))) return -1;
    return facts.every((fact) => controls(law, known, fact)) ? CONDITION : CIRCUMSTANCE;
  };
  const prices = [0, 1].map((value) => Int32Array.from(factsOf, (_, v) => price(v, value)));
  const found = law.diagram.cheapest(root, prices);
  if (!found) return null;
  const wanted = new Map();
  for (const [v, value] of found.path) {
    if (now[v] === value) continue;
    for (const fact of factsOf[v]) {
      // A test left open is settled by what is unknown of its facts; a test to be overturned, by a change.
      if (now[v] < 0 && !isUnknown(law, known, fact)) continue;
      const entry = wanted.get(fact) ?? { changes: false, tests: [] };
      entry.changes ||= now[v] >= 0;
      entry.tests.push([v, value]);
      wanted.set(fact, entry);
    }
  }
  let way = [];
  for (const [fact, { changes, tests }] of [...wanted].sort((a, b) => a[0] - b[0])) {
    const from = known.values[fact];
    const to = valueFor(law, fact, from, changes, tests);
    if (to === null) return null;
    way.push({ fact, from, to, controlled: controls(law, known, fact), changes });
  }
  if (!works(law, decide, known, way, want)) return null;
  // Drop what the rest does not need.
  for (let i = 0; i < way.length; ) {
    const rest = way.filter((_, j) => j !== i);
    if (works(law, decide, known, rest, want)) way = rest;
    else i++;
  }
  return way.sort((a, b) => Number(b.changes) - Number(a.changes) || a.fact - b.fact);
}

function works(law, decide, known, way, want) {
  const next = after(law, known, way);
  return way.every(({ fact, to }) => next.values[fact] !== null && same(next.values[fact], to)) && is(decide(next), want);
}

/** A value of a fact with these outcomes of its tests, as close to the present one as possible; null if there is none. */
function valueFor(law, fact, from, changes, wanted) {
  if (wanted.every(([v]) => law.variables[v].kind === "has")) {
    const words = new Set(from?.words ?? []);
    for (const [v, value] of wanted) {
      if (value) words.add(law.variables[v].word);
      else words.delete(law.variables[v].word);
    }
    return makeSet([...words], true);
  }
  // Facts under a fraction are tried by their other tests; whether the fraction comes out right is checked after.
  const outcome = new Map(wanted);
  const fits = (value) => factLiterals(law, fact, value).every(([v, literal]) => outcome.get(v) !== 1 - literal);
  return options(law, fact, changes ? null : from).find(fits) ?? null;
}

