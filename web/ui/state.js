// What the page knows: answers, what was left open, the day, the language, the folder of the served mode. One place to change
// it (`change`), one to be told (`listen`), and the way back (`undo`). The address keeps it across a reload.

import { saveAnswers } from "../data.js";
import { Engine } from "../engine/engine.js";
import { isJudged, settle } from "../engine/merge.js";
import { dutyState } from "../engine/states.js";
import * as fragment from "./fragment.js";
import { equal, fromText, isPartial, lawOf } from "./values.js";

const MAX_UNDO = 50;
const PEOPLE = "gpai-people";
const BASE = "modification.base";
const BASE_FLOP = "modification.base_flop";
/** Duties as people read them: not owed is not owed, also while the reason is open. The data keeps the difference. */
const people = (v) => ({ ...v, duties: v.duties.map((d) => (d.status === "open" && d.owed === "no" ? { ...d, status: "not-applicable", missing: [] } : d)) });

/** A model's name as people write it: with or without its organisation, with blanks or hyphens. */
export const plainName = (text) => text.trim().toLowerCase().replace(/[\s_]+/g, "-").replace(/^meta-(?=llama)/, "");

const copy = (s) => ({ answers: new Map(s.answers), skipped: new Set(s.skipped), on: s.on });

export class State {
  constructor(data, today, day = today) {
    this.data = data;
    this.today = today;
    this.start = day;
    const codes = (data.countries ?? "").split(" ");
    this.facts = new Map(data.facts.map((f) => [f.name, f.kind === "country" ? { ...f, codes } : f]));
    this.conclusions = new Map([...data.conclusions, ...(data.steps ?? [])].map((c) => [c.name, c]));
    this.presets = new Map((data.presets?.list ?? []).map((p) => [p.id, p]));
    this.bases = new Map((data.bases ?? []).flatMap(([names, flop]) => names.flatMap((n) => [n, n.split("/").at(-1)].map((k) => [plainName(k), { name: names[0], flop }]))));
    this.groups = new Map((data.groups ?? []).map((g) => [g.name, g]));
    this.duties = new Map(data.duties.map((d) => [d.id, d]));
    this.rules = new Map((data.rules ?? []).map((r) => [r.id, r]));
    this.now = { answers: new Map(), skipped: new Set(), on: null };
    this.past = [];
    this.listeners = [];
    this.lang = "en";
    this.folder = null;
    this.savedAnswers = new Map();
    /** "", "now", what went wrong, or {names} of what somebody else changed in the file. */
    this.saving = "";
    this.gone = false;
    /** Whether to ask on where no duty can be owed any more. */
    this.onward = false;
    this.engines = new Map();
  }

  get answers() {
    return this.now.answers;
  }

  /** The day whose law is applied, within the days the law book covers. */
  get day() {
    const { first, last } = this.data.law;
    const wanted = this.now.on ?? this.start;
    return wanted < first ? first : wanted > last ? last : wanted;
  }

  get engine() {
    if (!this.engines.has(this.day)) this.engines.set(this.day, new Engine(this.data, this.day));
    return this.engines.get(this.day);
  }

  listen(listener) {
    this.listeners.push(listener);
  }

  tell(what) {
    for (const listener of this.listeners) listener(what);
  }

  /** Every change of answers goes through here; it can be undone. */
  change(edit, what = {}) {
    this.past.push(copy(this.now));
    if (this.past.length > MAX_UNDO) this.past.shift();
    edit(this.now);
    this.refresh(what);
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.now = before;
    this.refresh({ undone: true });
  }

  refresh(what = {}) {
    this.before = this.verdict;
    this.compute();
    this.remember();
    this.tell(what);
  }

  /** An answer given, or taken back where `answer` is null. */
  answer(name, answer) {
    this.change(({ answers, skipped }) => {
      skipped.delete(name);
      if (answer) answers.set(name, answer);
      else answers.delete(name);
    }, { name });
  }

  skip(name) {
    this.change(({ answers, skipped }) => {
      answers.delete(name);
      skipped.add(name);
    }, { name });
  }

  /** What the files of the folder say of a fact, if it does not give way to an answer: {value, values: what each says, sources, contradiction}, or null. */
  evidence(name) {
    const found = this.folder?.evidence?.[name];
    if (!found || (found.yields && this.answers.has(name))) return null;
    const value = found.value ?? undefined;
    return { value, values: found.values ?? [value], sources: found.sources ?? [], contradiction: Boolean(found.contradiction) };
  }

  /** What a fact is, from the answer and the files together: {value, contradiction, answer, evidence}. */
  fact(name) {
    const [def, answer, evidence] = [this.facts.get(name), this.answers.get(name), this.evidence(name)];
    const own = answer ? [{ value: answer.value, judged: isJudged(answer) }] : [];
    const { value, disagree } = settle(lawOf(def), def, [...own, ...(evidence?.values ?? []).map((v) => ({ value: v }))]);
    return { answer, evidence, value, contradiction: disagree && value === undefined };
  }

  /** Facts of which the sources contradict one another. */
  get disputed() {
    return this.once("disputed", () => Object.keys(this.folder?.evidence ?? {}).filter((name) => this.facts.has(name) && this.fact(name).contradiction));
  }

  /** Whether the answer to a fact is the one that `gpai.toml` holds. */
  isSaved(name) {
    const [here, there] = [this.answers.get(name), this.savedAnswers.get(name)];
    return here || there ? this.same(name, here, there) : true;
  }

  /**
   * The state of a duty and what bears on it: {state, findings, code, document}. What the program found of the documents holds
   * as long as the same ones are named; `findings` are its own, `code` is what the page says itself.
   */
  stateOf(d) {
    const def = this.duties.get(d.id) ?? {};
    const told = this.folder?.assessment?.duties?.find((x) => x.id === d.id);
    // With another answer than the saved one nobody has looked yet.
    const same = Boolean(told) && [def.document, def.named].every((name) => !name || this.isSaved(name));
    const text = (name) => (typeof this.known[name] === "string" ? this.known[name] : undefined);
    const own = dutyState(def, d.status, { text, looked: same });
    if (own.state === "not-needed" || !same || told.state === "not-needed") return { ...own, findings: [] };
    const bears = (f) => (f.duty ? f.duty === d.id : told.findings?.includes(f.code));
    return { state: told.state, findings: (this.folder.findings ?? []).filter(bears) };
  }

  compute() {
    const known = {};
    const names = new Set([...this.answers.keys(), ...Object.keys(this.folder?.evidence ?? {})]);
    for (const name of names) {
      if (!this.facts.has(name)) continue;
      const { value } = this.fact(name);
      if (value !== undefined && value !== null) known[name] = value;
    }
    this.known = known;
    // A base that is known by name stands for its training compute.
    const base = typeof known[BASE] === "string" && known[BASE_FLOP] === undefined && !this.evidence(BASE_FLOP) ? this.bases.get(plainName(known[BASE])) : null;
    if (base) known[BASE_FLOP] = base.flop;
    this.base = base ?? null;
    this.verdict = people(this.engine.verdict(known));
    if (base) this.verdict.derived = { ...this.verdict.derived, [BASE_FLOP]: base.flop };
    this.later = {};
  }

  /** Worked out when a view first needs it after a change. */
  once(key, work) {
    return (this.later[key] ??= work());
  }

  /** The verdict with reasons and with what is missing. */
  get full() {
    return this.once("full", () => people(this.engine.assess(this.known)));
  }

  get questions() {
    return this.once("questions", () => {
      const gone = new Set(this.verdict.duties.filter((d) => d.status === "not-applicable").map((d) => d.id));
      return this.engine.questions(this.known).map((q) => ({ ...q, settles: q.settles.filter((s) => !gone.has(s)) })).filter((q) => q.settles.length);
    });
  }

  /** Facts and presets that are not asked again: answered or left open. */
  get passed() {
    return new Set([...this.now.skipped, ...this.answers.keys()]);
  }

  /** What is still to be asked, the next first: { presets: [ids], screen } or { fact }, with settles. */
  get steps() {
    return this.once("steps", () => this.engine.interview(this.known, this.passed));
  }

  /** The same without what was left open: facts that can still change what is owed. */
  get ask() {
    return this.once("ask", () => {
      const left = this.engine.interview(this.known, new Set(this.answers.keys()));
      return [...new Set(left.map((s) => s.fact).filter((n) => n && this.facts.has(n)))];
    });
  }

  /** What is open and decides no duty: asked where somebody wants to go on. */
  get rest() {
    return this.once("rest", () => {
      const names = this.questions.map((q) => q.fact);
      if (!names.length) names.push(...this.full.duties.flatMap((d) => d.missing ?? []));
      return [...new Set(names)].filter((n) => this.facts.has(n) && !this.passed.has(n));
    });
  }

  /** Whether no duty can be owed any more, for as long as nobody claims an exception. */
  get idle() {
    return this.verdict.duties.every((d) => d.status === "exempt" || d.status === "not-applicable");
  }

  /** The next question, or null: once nothing can be owed any more only where somebody goes on. */
  next() {
    const [first] = this.steps;
    if (first) return first;
    return this.onward && this.rest.length ? { fact: this.rest[0], settles: [] } : null;
  }

  /** How things would stand with some answers more: { applies, open, conclusions }. */
  outlook(more) {
    const { conclusions, duties } = people(this.engine.verdict({ ...this.known, ...more }));
    const of = (status) => duties.filter((d) => d.status === status).map((d) => d.id);
    return { applies: of("applies"), open: of("open"), conclusions };
  }

  /** The choices of a preset that what is known allows, each with the answers it adds: [{ choice, adds }]. */
  choices(id) {
    const value = (name, written) => fromText(this.facts.get(name), written).value;
    return this.engine.choices(id, this.known, this.now.skipped).map((choice) => ({
      choice, adds: choice.sets.filter(([name]) => this.known[name] === undefined && this.facts.has(name)).map(([name, written]) => [name, value(name, written)]),
    }));
  }

  /** Answers of presets, all at once; what was left open of them is said. */
  choose(ids, adds) {
    this.change(({ answers, skipped }) => {
      for (const [name, value] of adds) {
        answers.set(name, { value });
        skipped.delete(name);
      }
      for (const id of ids) skipped.add(id);
    });
  }

  /** The lines that an amount can still pass: [{ low, high }]. */
  brackets(name) {
    return this.facts.get(name)?.kind === "number" ? this.engine.brackets(name, this.known) : [];
  }

  /** What an answer to a fact can settle: names of conclusions and duties. */
  settles(name) {
    const found = this.questions.find((q) => q.fact === name);
    if (found) return found.settles;
    const step = this.steps.find((q) => q.fact === name);
    if (step) return step.settles;
    const stands = this.data.presets.lookups.find((l) => l.fact === name);
    if (stands) return [...new Set(stands.answers.flatMap((n) => this.settles(n)))];
    return this.questions.length ? [] : this.full.duties.filter((d) => d.missing?.includes(name)).map((d) => d.id);
  }

  /** Whether two answers to a fact are there and say the same. */
  same(name, a, b) {
    return Boolean(a && b) && equal(this.facts.get(name), a.value, b.value) && ["by", "on", "why"].every((key) => (a[key] ?? "") === (b[key] ?? ""));
  }

  /** Names whose answer differs from what `gpai.toml` holds; a list that may go on, from a link, cannot be written there. */
  unsaved() {
    const names = new Set([...this.answers.keys(), ...this.savedAnswers.keys()]);
    return [...names].filter((n) => !isPartial(this.answers.get(n)?.value) && !this.same(n, this.answers.get(n), this.savedAnswers.get(n)));
  }

  /** Takes the folder as the program gives it: evidence, and what is saved. */
  takeFolder(folder) {
    this.folder = folder;
    this.savedAnswers = new Map();
    for (const [name, raw] of Object.entries(folder.answers ?? {})) {
      if (!this.facts.has(name)) continue;
      const table = raw && typeof raw === "object" && !Array.isArray(raw) && "value" in raw;
      const value = table ? raw.value : raw;
      if (value === null || isPartial(value)) continue;
      const said = table ? ["by", "on", "why"].filter((key) => typeof raw[key] === "string") : [];
      this.savedAnswers.set(name, { value, ...Object.fromEntries(said.map((key) => [key, raw[key]])) });
    }
  }

  async save() {
    const set = {};
    for (const name of this.unsaved()) {
      const a = this.answers.get(name);
      set[name] = !a ? "unknown" : a.by || a.why ? { ...a } : a.value;
    }
    const before = this.savedAnswers;
    const kept = this.folder.answers ?? {};
    this.saving = "now";
    this.gone = false;
    this.tell({ saving: true });
    try {
      this.takeFolder(await saveAnswers(set, this.folder));
      const { answers, changed, created } = this.folder;
      const theirs = (n) => JSON.stringify(kept[n]) !== JSON.stringify(answers[n]);
      this.saving = changed ? { names: this.unsaved().filter((n) => n in set && theirs(n)) } : "";
      // Where the file was gone, what stood in it is kept here, unsaved.
      this.gone = Boolean(created && before.size);
      if (!this.gone) this.followFile(before);
    } catch (e) {
      this.saving = String(e.message ?? e);
    }
    this.refresh({ saving: true });
  }

  /** Takes over what somebody else wrote into the file meanwhile, where it was not answered here. */
  followFile(before) {
    for (const name of new Set([...before.keys(), ...this.savedAnswers.keys()])) {
      const [here, then] = [this.answers.get(name), before.get(name)];
      if ((here || then) && !this.same(name, here, then)) continue;
      if (this.savedAnswers.has(name)) this.answers.set(name, this.savedAnswers.get(name));
      else this.answers.delete(name);
    }
  }

  /** Writes the state into the address. In served mode only what is not saved. */
  remember() {
    history.replaceState(history.state, "", `${location.pathname}${location.search}#${this.fragment(false)}`);
    this.keepPeople();
  }

  /** Who judged and why stays with this tab, and out of the address: addresses are copied, synchronised and kept. */
  keepPeople() {
    const said = [...this.answers].filter(([, a]) => a.by || a.why).map(([name, { by, on, why }]) => [name, { by, on, why }]);
    try {
      if (said.length) sessionStorage.setItem(PEOPLE, JSON.stringify(said));
      else sessionStorage.removeItem(PEOPLE);
    } catch {
      // Without storage they hold until the page is left.
    }
  }

  /** Gives the answers of an address the people that this tab knows of them. */
  recallPeople(answers) {
    let said = [];
    try {
      said = JSON.parse(sessionStorage.getItem(PEOPLE) ?? "[]");
    } catch {
      // Nothing was kept, or it is no list of ours.
    }
    for (const [name, who] of Array.isArray(said) ? said : []) {
      const a = answers.get(name);
      if (a && !a.by && !a.why && who && typeof who === "object") {
        const text = (key) => (typeof who[key] === "string" ? { [key]: who[key] } : {});
        answers.set(name, { ...a, ...text("by"), ...text("on"), ...text("why") });
      }
    }
  }

  /** The answers, and with `files` what the files say as answers too; what is disputed is none. */
  handed(files) {
    if (!files) return this.answers;
    const plain = Object.entries(this.known).filter(([n]) => !this.facts.get(n).evidence_only);
    return new Map(plain.map(([n, value]) => [n, { ...this.answers.get(n), value }]));
  }

  fragment(people = true, whole = !this.folder, files = false) {
    const { on } = this.now;
    const answers = whole ? this.handed(files) : this.answers;
    const skipped = [...this.now.skipped].filter((n) => !answers.has(n));
    const unsaved = whole ? [] : this.unsaved();
    return fragment.write({
      answers: whole ? answers : new Map(unsaved.filter((n) => answers.has(n)).map((n) => [n, answers.get(n)])),
      removed: unsaved.filter((n) => !answers.has(n)),
      skipped, on, lang: this.lang,
    }, people);
  }

  /** Takes the state out of the address, over what is saved. */
  takeFragment(text) {
    const read = fragment.read(text, this.facts, this.presets);
    this.recallPeople(read.answers);
    if (this.verdict) this.past.push(copy(this.now));
    const answers = new Map(this.savedAnswers);
    for (const name of read.removed) answers.delete(name);
    for (const [name, a] of read.answers) answers.set(name, a);
    this.now = { answers, skipped: read.skipped, on: read.on };
    if (read.lang) this.lang = read.lang;
    return read;
  }
}
