// Yes, no or open: every conclusion, duty, rule and doubt under what is known.
//
// Two readings of "unknown". Certain: every unknown fact may have any of its values. Presumed: an exceptional fact that
// nobody answered counts as not claimed, and what usually holds does hold, so that the criterion or the presumption decides.

import { holds, tieRows } from "./tests.js";

export const CERTAIN = 0;
export const PRESUMED = 1;

/** What is known: a value or null for each fact the law tests, and the ids of axioms that gave way. Never changed. */
export const known = (values, yielded = []) => ({ values, yielded, from: null, literals: [null, null], ties: null });

/** The same knowledge with one fact answered; what is worked out of the one before is used again. */
export function answered(of, fact, value) {
  const values = of.values.slice();
  values[fact] = value;
  return { ...known(values, of.yielded), from: { of, fact } };
}

/** What one value says of the tests of one fact, fractions left out: [[variable, 0 or 1]]. */
export function factLiterals(law, fact, value) {
  const list = [];
  for (const v of law.variablesOf[fact]) {
    const literal = holds(law, law.variables[v], value);
    if (literal >= 0) list.push([v, literal]);
  }
  return list;
}

/** Literals of all known facts: -1 open, 0, 1 by variable. */
export function literals(law, of, reading) {
  if (of.literals[reading] === null) {
    const list = of.from ? literals(law, of.from.of, reading).slice() : new Int8Array(law.variables.length).fill(-1);
    const facts = of.from ? [of.from.fact] : law.facts.keys();
    for (const fact of facts) putFact(law, list, fact, of.values[fact], reading);
    if (!of.from || law.appliesAxioms.has(of.from.fact)) putGuards(law, list, of, reading);
    of.literals[reading] = list;
  }
  return of.literals[reading];
}

/**
 * Applies the axioms that yield and have not given way. In the certain reading only those whose `if` certainly holds by what is
 * known: read backwards, what usually holds would pass for knowledge of what nobody answered.
 */
function putGuards(law, list, of, reading) {
  for (const v of law.guards) list[v] = -1;
  const ways = () => tieCases(law, of).map((row) => withLiterals(list, row));
  const fails = reading === PRESUMED ? [] : possible(law, law.soft, [ways()])[0];
  law.guards.forEach((v, i) => {
    list[v] = fails[i] || of.yielded.includes(law.variables[v].axiom) ? 0 : 1;
  });
}

function putFact(law, list, fact, value, reading) {
  for (const v of law.variablesOf[fact]) list[v] = -1;
  if (value !== null) {
    for (const [v, literal] of factLiterals(law, fact, value)) list[v] = literal;
  } else if (law.exceptional[fact]) {
    for (const v of law.variablesOf[fact]) {
      if (reading === PRESUMED) list[v] = 0;
      else if (law.variables[v].kind === "claim") list[v] = 1;
    }
  }
}

const interval = (value) => (value?.low === undefined ? null : value);

/** The ways in which tied numbers can come out under what is known: literals to add, one list per way. */
export function tieCases(law, of) {
  if (of.ties === null) of.ties = of.from && !law.isTied(of.from.fact) ? tieCases(law, of.from.of) : tied(law, of);
  return of.ties;
}

function tied(law, of) {
  let cases = [[]];
  for (const tie of law.ties) {
    const [first, second] = [interval(of.values[tie.first]), interval(of.values[tie.second])];
    if (first === null && second === null) continue; // The diagram's own constraint covers this.
    const rows = tieRows(law, tie, first, second);
    cases = cases.flatMap((chosen) => rows.map((row) => [...chosen, ...row]));
  }
  return cases;
}

/** A base with literals put over it. */
export function withLiterals(base, more) {
  const list = base.slice();
  for (const [v, literal] of more) list[v] = literal;
  return list;
}

/** One assignment for each way tied numbers can come out. */
export function assignments(law, of, reading) {
  const base = literals(law, of, reading);
  return tieCases(law, of).map((row) => withLiterals(base, row));
}

/** For each of many groups of assignments: which roots of a cone some assignment of the group lets become true. */
export function possible(law, cone, groups) {
  const count = cone.roots.length;
  const out = groups.map(() => new Uint8Array(count));
  let [places, part] = [[], []];
  const pass = () => {
    const reached = law.diagram.reach(cone, part);
    for (let bit = 0; bit < part.length; bit++) {
      const found = out[places[bit]];
      for (let r = 0; r < count; r++) found[r] |= (reached[r] >>> bit) & 1;
    }
    [places, part] = [[], []];
  };
  groups.forEach((group, g) => {
    for (const assignment of group) {
      places.push(g);
      part.push(assignment);
      if (part.length === 32) pass();
    }
  });
  if (part.length > 0) pass();
  return out;
}

/** For each of some variables, whether the axioms allow it to be no and to be yes: a Map to [no, yes]. */
export function outcomes(law, known, reading, variables) {
  const base = assignments(law, known, reading);
  const groups = variables.flatMap((v) =>
    [0, 1].map((value) => base.filter((list) => list[v] !== 1 - value).map((list) => withLiterals(list, [[v, value]]))),
  );
  // All groups of axioms must be kept by one and the same assignment, so each is asked by itself.
  const single = groups.flatMap((group, g) => group.map((assignment) => [g, assignment]));
  const kept = possible(law, law.axioms, single.map(([, assignment]) => [assignment]));
  const fits = new Set(single.filter((_, i) => kept[i].every((x) => x === 1)).map(([g]) => g));
  return new Map(variables.map((v, i) => [v, [fits.has(2 * i), fits.has(2 * i + 1)]]));
}

/** A list of questions, each with the nodes that answer it; `name` is free. */
export class Questions {
  constructor(law, list) {
    this.law = law;
    this.index = new Map(list.map(({ key }, i) => [key, i]));
    this.pairs = list.map(({ yes, no }) => [yes, no]);
    this.roots = [...new Set([...this.pairs.flat(), ...law.period.axioms])].filter((node) => node !== undefined);
    this.cone = law.diagram.cone(this.roots);
    const at = new Map(this.roots.map((root, i) => [root, i]));
    this.places = this.pairs.map((pair) => pair.map((node) => at.get(node)));
    this.axioms = law.period.axioms.map((node) => at.get(node));
  }

  /** Decides all questions under each of several states of knowledge. */
  decide(states) {
    const { law } = this;
    const groups = states.flatMap((of) => {
      const ties = tieCases(law, of);
      return [CERTAIN, PRESUMED].map((reading) => {
        const base = literals(law, of, reading);
        return ties.map((row) => withLiterals(base, row));
      });
    });
    const reached = possible(law, this.cone, groups);
    return states.map((_, i) => new Decisions(this, reached[2 * i], reached[2 * i + 1]));
  }
}

const OPEN = { status: "open", strength: null };

/** Every question's answer under one state of knowledge. */
export class Decisions {
  constructor(questions, certain, presumed) {
    this.questions = questions;
    this.certain = certain;
    this.presumed = presumed;
  }

  /** Whether the axioms allow what is known. */
  get allowed() {
    return this.questions.axioms.every((place) => this.presumed[place] === 1);
  }

  /** { status: "yes" | "no" | "open", strength: "certain" | "presumed" | null }. */
  of(key) {
    const i = this.questions.index.get(key);
    return i === undefined ? OPEN : this.at(i);
  }

  at(i) {
    const [yes, no] = this.questions.places[i];
    if (yes === undefined) {
      // Rules and doubts: only whether they certainly hold is ever asked.
      return this.presumed[no] ? OPEN : { status: "yes", strength: "presumed" };
    }
    for (const [strength, reached] of [["certain", this.certain], ["presumed", this.presumed]]) {
      if (reached[yes] && !reached[no]) return { status: "yes", strength };
      if (!reached[yes] && reached[no]) return { status: "no", strength };
    }
    return OPEN;
  }

  isOpen(i) {
    const [yes, no] = this.questions.places[i];
    return !this.settles(this.certain, yes, no) && !this.settles(this.presumed, yes, no);
  }

  settles(reached, yes, no) {
    return reached[yes] !== reached[no];
  }
}
