// The smallest set of known facts that already entails an answer, and what contradicts the axioms.
//
// A set of facts is enough when no completion consistent with it gives the other answer. Each completion that does is a
// list of facts of which at least one is needed; the smallest set that meets all lists is the reason. Exact.

import { CERTAIN, PRESUMED, assignments, factLiterals, known as makeKnown, literals, possible } from "./decide.js";

/** Rounds after which the search settles for a set that is minimal but perhaps not the smallest. */
const MAX_ROUNDS = 400;

/** The positions of the smallest set of known facts under which a node cannot become true, in order. */
export function smallest(law, known, against, reading, direct = []) {
  if (against === 0) return [];
  const full = literals(law, known, reading);
  const lists = [];
  let candidate = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const list = counterexample(law, known, candidate, against, reading, full);
    if (list === null) return candidate;
    if (list.length === 0) break;
    lists.push(list);
    candidate = smallestHitting(lists, new Set(direct));
  }
  return thinned(law, known, against, reading);
}

/** Only these facts known. */
function only(known, facts) {
  return makeKnown(known.values.map((value, i) => (facts.includes(i) ? value : null)), known.yielded);
}

/** Drops facts one by one while the rest still suffices: minimal, not always the smallest. */
function thinned(law, known, against, reading) {
  let facts = [...known.values.keys()].filter((i) => known.values[i] !== null);
  for (const fact of facts) {
    const rest = facts.filter((other) => other !== fact);
    if (!canHold(law, only(known, rest), against, reading)) facts = rest;
  }
  return facts;
}

function canHold(law, known, node, reading) {
  return possible(law, law.diagram.coneOf(node), [assignments(law, known, reading)])[0][0] === 1;
}

/**
 * A completion of the candidate that makes the node true, as the list of known facts it goes against: to rule it out, at
 * least one of them must join the candidate. As short a list as the diagram offers; null if there is no such completion.
 */
function counterexample(law, known, candidate, against, reading, full) {
  let best = null;
  for (const assignment of assignments(law, only(known, candidate), reading)) {
    const found = law.diagram.cheapest(against, [0, 1].map((value) => pricesOf(value, assignment, full)));
    if (found && (best === null || found.total < best.total)) best = found;
  }
  if (best === null) return null;
  const onPath = new Map(best.path);
  const list = [];
  known.values.forEach((value, fact) => {
    if (value === null || candidate.includes(fact)) return;
    // Two tied numbers may rule the completion out together although neither does alone.
    const disagrees = factLiterals(law, fact, value).some(([v, literal]) => onPath.get(v) === 1 - literal);
    if (disagrees || law.isTied(fact)) list.push(fact);
  });
  // A completion that goes against an axiom which only all that is known applies: what applies it is needed too.
  law.guards.forEach((v, i) => {
    if (onPath.get(v) !== 0 || full[v] !== 1) return;
    const facts = law.factsUnder(law.soft.roots[i]).filter((fact) => known.values[fact] !== null && !candidate.includes(fact));
    list.push(...facts.filter((fact) => !list.includes(fact)));
  });
  return list.sort((a, b) => a - b);
}

/** What taking a value costs: nothing where it is so or open, 1 where it goes against something known, -1 where it cannot be. */
function pricesOf(value, assignment, full) {
  const prices = new Int32Array(assignment.length);
  for (let v = 0; v < prices.length; v++) {
    if (assignment[v] >= 0) prices[v] = assignment[v] === value ? 0 : -1;
    else prices[v] = full[v] === 1 - value ? 1 : 0;
  }
  return prices;
}

/**
 * The smallest set with at least one member of each list. Among equals the one whose facts come first, those that are direct
 * before others and each in the order of the vocabulary, so that the answer does not hang on which lists were found, nor on the
 * order of the diagram. `direct` is a Set.
 */
function smallestHitting(given, direct) {
  const beyond = 1 + Math.max(-1, ...given.flat());
  const lists = given.map((list) => list.map((fact) => (direct.has(fact) ? fact : fact + beyond)).sort((a, b) => a - b));
  let size = 0;
  while (size <= lists.length && !hit(lists, size, new Set(), 0)) size++;
  if (size > lists.length) return [];
  const all = [...new Set(lists.flat())].sort((a, b) => a - b);
  const chosen = [];
  let from = 0;
  for (let left = size - 1; left >= 0; left--) {
    const fact = all.find((f) => f >= from && hit(lists, left, new Set([...chosen, f]), f + 1));
    if (fact === undefined) break;
    chosen.push(fact);
    from = fact + 1;
  }
  return chosen.map((rank) => (rank >= beyond ? rank - beyond : rank)).sort((a, b) => a - b);
}

/** Whether the lists not yet met can be met with so many more facts, none of which comes before `from`. */
function hit(lists, left, chosen, from) {
  // Branching on the shortest list not yet met keeps the search narrow.
  let shortest = null;
  for (const list of lists) {
    if (shortest !== null && list.length >= shortest.length) continue;
    if (!list.some((fact) => chosen.has(fact))) shortest = list;
  }
  if (shortest === null) return true;
  if (left === 0) return false;
  for (const fact of shortest) {
    if (fact < from) continue;
    const had = chosen.has(fact);
    chosen.add(fact);
    if (hit(lists, left - 1, chosen, from)) return true;
    if (!had) chosen.delete(fact);
  }
  return false;
}

/**
 * The axioms that explicit answers override, and the facts that contradict one another beyond that:
 * { known, groups }. The facts of the groups, one smallest group per contradiction, are treated as unknown in `known`.
 */
export function contradictions(law, of) {
  const axioms = law.period.axioms;
  const groups = [];
  let known = makeKnown(of.values.slice(), of.yielded.slice());
  // In the presumed reading every axiom that has not given way is applied.
  const kept = possible(law, law.axioms, [assignments(law, known, PRESUMED)])[0];
  axioms.forEach((node, i) => {
    if (kept[i]) return;
    while (!canHold(law, known, node, PRESUMED)) {
      // Axioms that yield give way first, one at a time, as few as possible.
      const guards = guardsOf(law, node).filter((axiom) => !known.yielded.includes(axiom));
      const yielding = (axiom) => makeKnown(known.values, [...known.yielded, axiom]);
      const guard = guards.find((axiom) => canHold(law, yielding(axiom), node, PRESUMED)) ?? guards[0];
      if (guard !== undefined) {
        known = yielding(guard);
        continue;
      }
      const clash = smallest(law, known, node, CERTAIN);
      if (clash.length === 0) break;
      groups.push(clash.map((fact) => law.facts[fact]));
      known = makeKnown(known.values.map((value, fact) => (clash.includes(fact) ? null : value)), known.yielded);
    }
  });
  return { known: makeKnown(known.values, known.yielded.slice().sort()), groups };
}

/** The axioms of a group that can give way, in the order of the diagram. */
function guardsOf(law, node) {
  const open = new Int8Array(law.variables.length).fill(-1);
  const [on] = law.diagram.openVariables(law.diagram.coneOf(node), open);
  return on.filter((v) => law.variables[v].kind === "axiom").map((v) => law.variables[v].axiom);
}
