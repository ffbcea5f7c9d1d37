// The law data (`gpai-law-data/1`) of one day, ready to be asked: which period applies, what each variable of its diagram
// tests, which facts are tested, which thresholds are in force.

import { Diagram } from "./diagram.js";
import { Licences } from "./licences.js";
import * as number from "./number.js";
import { tomorrow } from "./values.js";
import { parseDay } from "./dates.js";

const inForce = (entry, day) => !(entry.from > day) && !(entry.until < day);

/** What a variable of the diagram, or a test on a chart, says; null if the text is of no known form. */
export function parseTest(text) {
  const words = String(text).split(/\s+/).filter((word) => word !== "");
  const at = (word) => (word.startsWith("@") ? word.slice(1) : null);
  const [first, verb, third, of, other] = words;
  const found = (kind, fact, rest = {}) => ({ kind, facts: other === undefined ? [fact] : [fact, other], ...rest });
  if (words.length === 1) return first.includes(".") ? found("yes", first) : null;
  if (words.length === 2 && first === "claim") return found("claim", verb);
  if (words.length === 2 && first === "axiom") return { kind: "axiom", facts: [], axiom: verb };
  if (words.length === 3 && verb === "is" && third === "yes") return found("yes", first);
  if (words.length === 3 && verb === "is" && third === "no") return found("no", first);
  if (words.length === 3 && verb === "is") return found("is", first, { word: third });
  if (words.length === 3 && verb === "has") return found("has", first, { word: third });
  if (words.length === 3 && verb === "by" && third === "today") return found("today", first);
  const ref = third === undefined ? null : at(third);
  if (ref === null) return null;
  if (words.length === 3 && ["over", "before", "in"].includes(verb)) return found(verb, first, { ref });
  if (words.length === 5 && verb === "over" && of === "of") return found("part", first, { ref });
  return null;
}

export class Law {
  constructor(data, day) {
    if (data?.format !== "gpai-law-data/1") throw new Error("this is no law data of the format gpai-law-data/1");
    if (typeof day !== "string" || parseDay(day) === null) throw new RangeError(`\`${day}\` is no day such as 2026-11-25`);
    const period = data.periods.find((p) => p.from <= day && day <= p.until);
    if (!period) throw new RangeError(`the law data covers ${data.law.first} to ${data.law.last}, not ${day}`);
    this.data = data;
    this.day = day;
    this.tomorrow = tomorrow(day);
    this.period = period;
    this.defs = new Map(data.facts.map((fact) => [fact.name, fact]));
    this.countries = new Set(data.countries.split(" "));
    const words = (fact) => this.defs.get(fact)?.words ?? [];
    this.licences = new Licences(data.licences, { rights: words("openness.rights"), restrictions: words("openness.restrictions") });
    this.thresholds = data.thresholds.map((t) => ({ ...t, amount: t.value === undefined ? null : number.parse(t.value) }));
    this.rules = data.rules.filter((rule) => inForce(rule, day));
    this.diagram = new Diagram(period.nodes, period.variables.length);
    this.axioms = this.diagram.cone(period.axioms);
    this.placeFacts();
    this.placeDuties();
  }

  /** The positions of the facts that a diagram tests. */
  factsUnder(root) {
    const tested = new Set([...this.diagram.coneOf(root).nodes].map((node) => this.diagram.vars[node]));
    return [...this.facts.keys()].filter((fact) => this.variablesOf[fact].some((v) => tested.has(v)));
  }

  placeFacts() {
    this.variables = this.period.variables.map((text) => {
      const test = parseTest(text);
      if (test === null) throw new Error(`law data: \`${text}\` is no test`);
      return { ...test, threshold: this.threshold(test.ref) ?? null, day: this.dayOf(test.ref) };
    });
    const at = new Map();
    this.variables.forEach((variable, v) => {
      for (const fact of variable.facts) at.set(fact, [...(at.get(fact) ?? []), v]);
    });
    /** Facts that some condition tests, in the order of the vocabulary; their variables; whether they are exceptional. */
    this.facts = this.data.facts.map((fact) => fact.name).filter((name) => at.has(name));
    this.variablesOf = this.facts.map((name) => at.get(name));
    this.exceptional = this.facts.map((name) => this.defs.get(name).exceptional === true);
    this.controlled = this.facts.map((name) => this.defs.get(name).controlled === true);
    this.positions = new Map(this.facts.map((name, i) => [name, i]));
    /** Numbers tied by a fraction, with all thresholds on either. */
    const pairs = this.variables.filter((v) => v.kind === "part").map((v) => v.facts);
    const unique = [...new Map(pairs.map((pair) => [pair.join(" "), pair])).values()].sort();
    this.ties = unique.map(([first, second]) => ({
      first: this.position(first),
      second: this.position(second),
      variables: [...this.variables.keys()].filter((v) => {
        const { kind, facts } = this.variables[v];
        if (kind === "over") return facts[0] === first || facts[0] === second;
        return kind === "part" && facts[0] === first && facts[1] === second;
      }),
    }));
    this.guards = [...this.variables.keys()].filter((v) => this.variables[v].kind === "axiom");
    /** Where the `if` of each axiom that yields can fail, in the order of `guards`; the facts on which that rests. */
    this.soft = this.diagram.cone(this.guards.map((v) => this.period.soft[this.variables[v].axiom]));
    this.appliesAxioms = new Set(this.soft.roots.flatMap((root) => this.factsUnder(root)));
  }

  /** Every duty once, in its version of the day or else in any, sorted by id. */
  placeDuties() {
    const byId = new Map();
    for (const duty of this.data.duties) {
      const known = byId.get(duty.id);
      if (!known || (!inForce(known, this.day) && inForce(duty, this.day))) byId.set(duty.id, duty);
    }
    this.duties = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  fact(name) {
    return this.defs.get(name);
  }

  /** Position of a fact among those the law tests, or -1. */
  position(name) {
    return this.positions.get(name) ?? -1;
  }

  isTied(fact) {
    return this.ties.some((tie) => tie.first === fact || tie.second === fact);
  }

  /** A threshold by id on the day. */
  threshold(id) {
    return this.thresholds.find((t) => t.id === id && inForce(t, this.day));
  }

  /** A day of the law by id; days do not change with the day of asking. */
  dayOf(id) {
    return this.thresholds.find((t) => t.id === id && t.day !== undefined)?.day ?? null;
  }

  /** An undivided amount of the law by id, or null. */
  amount(id) {
    const threshold = this.threshold(id);
    return threshold?.amount != null && !threshold.divisor ? threshold.amount : null;
  }

  /** The nodes of a conclusion, step or duty: { yes, no, plain }, or null where it is not in force. */
  roots(kind, name) {
    const table = this.period[kind];
    if (!Object.hasOwn(table, name)) return null;
    const [yes, no, plain] = table[name];
    return { yes, no, plain };
  }
}
