// The engine in the page: the compiled law of a day asked about answers. Gives exactly what the program gives.
//
//   const engine = new Engine(data, "2026-11-25");       // law data of the format gpai-law-data/1
//   engine.verdict(answers)                              // conclusions, duties, findings: at every key stroke
//   engine.questions(answers)                            // what is still open, the best question first
//   engine.assess(answers)                               // both, with reasons and what is missing, as gpai-assessment/1
//   engine.why(name, answers); engine.whatif(name, true, answers); engine.holds("market.eu", answers)
//
// Answers are a plain object from fact name to value (values.js). What does not fit is left out and named in `ignored`.

import { CERTAIN, PRESUMED, Questions, known as makeKnown, outcomes } from "./decide.js";
import { dueDates, fineCeiling } from "./due.js";
import { brackets, choices, interview } from "./interview.js";
import { Law, parseTest } from "./law.js";
import { deriveLicence } from "./licences.js";
import { Dependence, gains, missing } from "./missing.js";
import { nearLines } from "./near.js";
import * as number from "./number.js";
import { readAnswers, toAnswer } from "./values.js";
import { whatif } from "./whatif.js";
import { contradictions, smallest } from "./why.js";

/** The answers as one text, by which they are known again; null if they cannot be written. */
function written(answers) {
  try {
    return JSON.stringify(answers) ?? "";
  } catch {
    return null;
  }
}

export class Engine {
  constructor(data, day) {
    const law = new Law(data, day);
    this.law = law;
    this.day = day;
    const ask = (kind, prefix) =>
      Object.entries(law.period[kind]).map(([name, [yes, no, plain]]) => ({ key: prefix + name, name, yes, no, plain }));
    const fails = (kind, prefix) => Object.entries(law.period[kind]).map(([id, no]) => ({ key: prefix + id, no }));
    this.propositions = new Map(ask("propositions", "").map((q) => [q.key, q]));
    this.applies = new Map(ask("applies", "applies ").map((q) => [q.key, q]));
    this.exempt = new Map(ask("exempt", "exempt ").map((q) => [q.key, q]));
    const all = [...this.propositions.values(), ...this.applies.values(), ...this.exempt.values()];
    this.everything = new Questions(law, [...all, ...fails("rules", "rule "), ...fails("doubts", "doubt ")]);
    /** What questions are there to settle: conclusions and duties. */
    const conclusions = data.conclusions.map((c) => this.propositions.get(c.name));
    this.asked = [...conclusions, ...this.applies.values()];
    this.main = new Questions(law, this.asked);
    this.plain = law.diagram.cone(this.asked.map((q) => q.plain));
  }

  /** What is known of some answers, and what was worked out of it; kept for the answers given last. */
  state(answers) {
    const key = written(answers);
    if (key === null || this.last?.key !== key) this.last = { key, state: this.read(answers) };
    return this.last.state;
  }

  read(answers) {
    const { law } = this;
    const { values, ignored } = readAnswers(law, answers);
    const licence = deriveLicence(law, values);
    const all = law.facts.map((name) => values.get(name) ?? null);
    for (const { answered: name, then, bounds, plus } of law.data.implied) {
      const [answer, at] = [values.get(name), law.position(then ?? bounds)];
      if (answer === undefined || at < 0) continue;
      if (plus) {
        const more = values.get("role.modifies_other") === true ? values.get(plus) : undefined;
        if (all[at] === null && more?.high !== undefined && answer.high !== undefined) all[at] = number.interval(0n, null, answer.high + more.high);
        continue;
      }
      if (then) all[at] = true;
      else if (all[at] === null && answer.high !== undefined) all[at] = { low: 0n, best: null, high: answer.high };
    }
    const { known, groups } = contradictions(law, makeKnown(all));
    return { values, ignored, licence, known, groups, decided: new Map() };
  }

  decide(state, known) {
    if (!state.decided.has(known)) state.decided.set(known, this.everything.decide([known])[0]);
    return state.decided.get(known);
  }

  /** What is known, with the asker taken for a provider who develops the model and places it on the market. */
  assumed(state) {
    if (!state.assumed) {
      const { law } = this;
      const values = state.known.values.slice();
      const put = (list, over) => {
        for (const [fact, value] of Object.entries(list)) {
          const at = law.position(fact);
          if (at >= 0 && (over || values[at] === null)) values[at] = value;
        }
      };
      put(law.data.assumed.always, true);
      put(law.data.assumed.unknown, false);
      state.assumed = contradictions(law, makeKnown(values, state.known.yielded)).known;
    }
    return state.assumed;
  }

  /** Conclusions, duties and findings, without reasons and without what is missing. */
  verdict(answers) {
    return this.verdictOf(this.state(answers));
  }

  verdictOf(state) {
    const { law } = this;
    const { data } = law;
    const decisions = this.decide(state, state.known);
    const ifProvider = this.decide(state, this.assumed(state));
    const thresholdKnownOn = state.values.get("systemic.threshold_known_on") ?? null;
    const decide = (known) => this.decide(state, known);
    const due = dueDates(law, state.known, decide, thresholdKnownOn);
    const dueIfProvider = dueDates(law, this.assumed(state), decide, thresholdKnownOn);
    const conclusions = data.conclusions.map(({ name, cites = [] }) => {
      const { status, strength } = decisions.of(name);
      const rules = this.decidingRules(decisions, name, status);
      const from = [...new Set(rules.flatMap((id) => law.rules.find((rule) => rule.id === id).cites ?? []))];
      return { name, status, strength, rules, cites: from.length > 0 ? from : cites };
    });
    const duties = law.duties.map((duty) => {
      const status = this.dutyStatus(decisions, duty.id);
      return {
        id: duty.id,
        status,
        // Only whether it is owed: no also where it is open whether an exemption or something else is the reason.
        owed: decisions.of(`applies ${duty.id}`).status,
        if_provider: this.dutyStatus(ifProvider, duty.id),
        due: (status === "applies" ? due(duty) : null) ?? dueIfProvider(duty),
        cites: duty.cites ?? [],
      };
    });
    const ceiling = fineCeiling(law, state.values.get("provider.turnover_eur"));
    return {
      format: "gpai-assessment/1",
      as_of: this.day,
      law: { id: data.law.id, edition: data.law.edition },
      conclusions,
      duties,
      contradictions: [...state.groups, ...state.licence.disagree.map(({ fact }) => [fact])],
      yielded: state.known.yielded,
      near: nearLines(law, state.values),
      doubts: data.doubts.filter(({ id }) => decisions.of(`doubt ${id}`).status === "yes").map(({ id }) => id),
      derived: Object.fromEntries(state.licence.derived.map((name) => [name, toAnswer(state.values.get(name))])),
      licence: state.licence.licence?.id ?? null,
      ignored: state.ignored,
      exposure: { fine_ceiling_eur: ceiling && number.format(ceiling), finable_from: law.dayOf("fines-apply") },
    };
  }

  dutyStatus(decisions, id) {
    if (!this.applies.has(`applies ${id}`)) return "not-applicable"; // Not in force on this day.
    const applies = decisions.of(`applies ${id}`).status;
    if (applies === "yes") return "applies";
    const exempt = decisions.of(`exempt ${id}`).status;
    if (applies === "open" || exempt === "open") return "open";
    return exempt === "yes" ? "exempt" : "not-applicable";
  }

  /** Rules that certainly fire with the decided result; where none does (a plain no), those that failed to. */
  decidingRules(decisions, name, status) {
    const ids = (test) => this.law.rules.filter(test).map((rule) => rule.id).sort();
    const fires = (rule) => decisions.of(`rule ${rule.id}`).status === "yes";
    if (status === "open") return [];
    if (status === "yes") return ids((rule) => rule.concludes === name && fires(rule));
    const denying = ids((rule) => rule.denies === name && fires(rule));
    return denying.length > 0 ? denying : ids((rule) => rule.concludes === name);
  }

  /** What is still open: which questions, what each fact would settle, and what each question depends on. */
  open(state) {
    if (!state.open) {
      const decisions = this.decide(state, state.known);
      const questions = this.asked.filter(({ key }) => decisions.of(key).status === "open");
      const keys = questions.map(({ key }) => key);
      const gained = keys.length > 0 ? gains(this.law, this.main, state.known, this.assumed(state), keys) : new Map();
      // A presumed answer, too, depends on what may still displace it.
      state.open = { gained, dependence: new Dependence(this.law, state.known, this.asked.map((q) => q.key), this.plain) };
    }
    return state.open;
  }

  /** The questions that still matter, the next one first; `skip` names facts and presets that were left open. */
  interview(answers, skip) {
    return interview(this, this.state(answers), skip);
  }

  /** The choices of a preset that the answers allow. */
  choices(id, answers, skip) {
    return choices(this.law, this.state(answers).known, this.law.data.presets.list.find((p) => p.id === id), skip);
  }

  /** For an amount: the lines that still matter, as answers. */
  brackets(fact, answers) {
    return brackets(this, this.state(answers), fact);
  }

  missingFor(state, key) {
    const { gained, dependence } = this.open(state);
    return missing(this.law, dependence, key, gained).map((fact) => this.law.facts[fact]);
  }

  /** Open questions, best first; empty once every conclusion is settled: [{ fact, settles: [names] }]. */
  questions(answers) {
    return this.assessOf(this.state(answers), false).questions;
  }

  /** Everything, in the shape of gpai-assessment/1. */
  assess(answers) {
    return this.assessOf(this.state(answers), true);
  }

  assessOf(state, reasons) {
    const { law } = this;
    const got = this.verdictOf(state);
    const decisions = this.decide(state, state.known);
    for (const c of got.conclusions) {
      c.missing = c.status === "open" ? this.missingFor(state, c.name) : [];
      if (!reasons) continue;
      c.because = this.reason(state, c.name);
      const displaces = (fact) => law.exceptional[fact];
      c.displaced_by = c.strength === "presumed"
        ? missing(law, this.open(state).dependence, c.name, new Map()).filter(displaces).map((fact) => law.facts[fact])
        : [];
    }
    for (const d of got.duties) {
      d.missing = d.status === "open" ? this.missingFor(state, `applies ${d.id}`) : [];
      if (reasons) d.because = this.reason(state, `${d.status === "exempt" ? "exempt" : "applies"} ${d.id}`);
    }
    const settled = got.conclusions.every((c) => decisions.of(c.name).status !== "open");
    got.questions = settled ? [] : this.order(state, got);
    return got;
  }

  order(state, { conclusions, duties }) {
    const { law } = this;
    const settles = new Map();
    const concludes = new Set();
    const wait = (name, list, isConclusion) => {
      for (const fact of list.map((of) => law.position(of))) {
        settles.set(fact, [...(settles.get(fact) ?? []), name]);
        if (isConclusion) concludes.add(fact);
      }
    };
    for (const c of conclusions) wait(c.name, c.missing, true);
    for (const d of duties) wait(d.id, d.missing, false);
    const total = (fact) => state.open?.gained.get(fact)?.total ?? 0;
    // What only a duty waits for comes after what a conclusion waits for: with the conclusion the duty may fall away.
    const order = (a, b) =>
      Number(law.exceptional[a]) - Number(law.exceptional[b]) ||
      Number(concludes.has(b)) - Number(concludes.has(a)) ||
      total(b) - total(a) ||
      a - b;
    return [...settles.keys()].sort(order).map((fact) => ({ fact: law.facts[fact], settles: settles.get(fact) }));
  }

  /** The smallest set of known facts that entails the decision of a question; empty if the law alone does. */
  reason(state, key) {
    const { law } = this;
    const roots = this.roots(key);
    const { status, strength } = this.decide(state, state.known).of(key);
    if (!roots || status === "open") return [];
    const against = status === "yes" ? roots.no : roots.yes;
    const direct = law.factsUnder(roots.plain);
    const facts = smallest(law, state.known, against, strength === "certain" ? CERTAIN : PRESUMED, direct);
    return facts.map((fact) => law.facts[fact]);
  }

  roots(key) {
    return this.propositions.get(key) ?? this.applies.get(key) ?? this.exempt.get(key) ?? null;
  }

  /** The question of a conclusion, step or duty by the name a person uses. */
  keyOf(name) {
    return this.propositions.has(name) ? name : `applies ${name}`;
  }

  /** Names of the facts of the smallest reason for a conclusion or duty; empty where it is open or the law alone decides. */
  why(name, answers) {
    const state = this.state(answers);
    const status = this.dutyStatus(this.decide(state, state.known), name);
    return this.reason(state, status === "exempt" ? `exempt ${name}` : this.keyOf(name));
  }

  /** What would make a conclusion or duty as wanted: { already } | { impossible } | { ways: [[change]] }. */
  whatif(name, want, answers) {
    const { law } = this;
    const key = this.keyOf(name);
    const roots = this.roots(key);
    if (!roots) return { impossible: true };
    const found = whatif(law, this.everything, this.state(answers).known, key, roots, want);
    if (!found.ways) return found;
    const change = ({ fact, from, to, controlled, changes }) =>
      ({ fact: law.facts[fact], from: from === null ? null : toAnswer(from), to: toAnswer(to), controlled, changes });
    return { ways: found.ways.map((way) => way.map(change)) };
  }

  /**
   * Whether a test of a chart holds (`compute.update_flop over @gpai-indicative`; a name without a dot is a conclusion or
   * step): true, false, or null where it is open. What the axioms make of the answers counts; an exceptional fact that
   * nobody answered does not hold.
   */
  holds(test, answers) {
    const { law } = this;
    const state = this.state(answers);
    const text = String(test).trim();
    if (this.propositions.has(text)) {
      return { yes: true, no: false, open: null }[this.decide(state, state.known).of(text).status];
    }
    const wanted = parseTest(text);
    if (!wanted) return null;
    const turned = wanted.kind === "no";
    const v = law.period.variables.indexOf(turned ? wanted.facts[0] : text.split(/\s+/).join(" "));
    if (v < 0) return null;
    const unclaimed = (fact) => law.exceptional[fact] && state.known.values[fact] === null;
    if (law.variables[v].facts.some((name) => unclaimed(law.position(name)))) return false;
    const [no, yes] = outcomes(law, state.known, CERTAIN, [v]).get(v);
    return yes === no ? null : yes !== turned;
  }
}
