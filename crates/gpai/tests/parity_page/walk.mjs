// Runs the page's walker for tests/parity.rs: one JSON object per line in, one line of text out.
//
// In: { data: file of law data, on: day, answers, deep: also reasons, wish: [name, want] or null }, or
// { data, on, read: [fact, text] }: one answer, read; { data, toml }: a text of gpai.toml, read and written again;
// { data, on, folder, fact }: what a fact is, from the answers and the evidence of a folder together; { data, on, near: answers }.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { readToml, writeToml } from "../../../../web/answers.js";
import { Engine } from "../../../../web/engine/engine.js";
import { nearLines } from "../../../../web/engine/near.js";
import { dutyState } from "../../../../web/engine/states.js";
import { readAnswers, readValue, toAnswer } from "../../../../web/engine/values.js";
import { Show } from "../../../../web/ui/show.js";
import { State } from "../../../../web/ui/state.js";

const laws = new Map();
const engines = new Map();
const states = new Map();

function load(file) {
  if (!laws.has(file)) laws.set(file, JSON.parse(readFileSync(file, "utf8")));
  return laws.get(file);
}

/** What the page knows, with nothing answered yet. */
function state(file) {
  if (!states.has(file)) states.set(file, new State(load(file), "2026-11-25"));
  return states.get(file);
}

function engine(file, day) {
  const key = `${file} ${day}`;
  if (!engines.has(key)) engines.set(key, new Engine(load(file), day));
  return engines.get(key);
}

const list = (names) => names.join(",");
const value = (v) => (v === null ? "?" : typeof v === "object" && !Array.isArray(v) && v.words ? `some ${list(v.words)}` :
  Array.isArray(v) ? `all ${list(v)}` : typeof v === "object" ? `${v.low} ${v.best ?? "?"} ${v.high}` : String(v));

function conclusion(c, deep) {
  const short = `${c.name} ${c.status} ${c.strength ?? "-"}`;
  if (!deep) return short;
  return `${short} because ${list(c.because)} rules ${list(c.rules)} cites ${list(c.cites)} missing ${list(c.missing)} displaced ${list(c.displaced_by)}`;
}

function duty(d, law, answers, deep) {
  const text = (fact) => (typeof answers?.[fact] === "string" ? answers[fact] : undefined);
  const met = dutyState(law.duties.find((x) => x.id === d.id), d.status, { text, looked: true });
  const short = `${d.id} ${d.status} ${d.if_provider} ${d.due ?? "-"} ${met.state}`;
  return deep ? `${short} because ${list(d.because)} missing ${list(d.missing)}` : short;
}

function changes(found) {
  if (found.already) return "already";
  if (found.impossible) return "impossible";
  const change = (c) => `${c.fact} from ${value(c.from)} to ${value(c.to)} ${c.controlled} ${c.changes}`;
  return found.ways.map((way) => way.map(change).join(" and ")).join(" or ");
}

/** A text of gpai.toml: what it says, and the same written by the page. */
function toml(data, text) {
  const { facts } = state(data);
  const { answers, problems } = readToml(text, facts);
  if (problems.length) return "refused";
  const said = [...answers].map(([name, a]) => [name, value(a.value), a.by ?? null, a.on ?? null, a.why ?? null]);
  return JSON.stringify({ said: said.sort(([a], [b]) => (a < b ? -1 : 1)), written: writeToml(answers, facts) });
}

/** A fact of a folder: what it is, whether sources contradict one another, how many there are. */
function merged(data, folder, name) {
  const page = state(data);
  page.takeFolder(folder);
  page.now.answers = new Map(page.savedAnswers);
  const { value: v, contradiction, answer: own, evidence } = page.fact(name);
  return `${value(v ?? null)} ${contradiction} ${(own ? 1 : 0) + (evidence?.sources.length ?? 0)}`;
}

/** Nearness to the lines of the law, as the page says it in English. */
function near(walker, found, answers) {
  const page = { lang: "en", data: walker.law.data, engine: walker, facts: walker.law.defs };
  const show = new Show(page);
  const known = (fact) => toAnswer(readValue(walker.law, walker.law.fact(fact), answers[fact]));
  return found.map(({ fact, line }) => show.near(fact, show.value(fact, known(fact)), show.threshold(line))).sort().join(" / ");
}

function answer({ data, on, answers, deep, wish, read, toml: text, folder, fact, near: amounts }) {
  if (text !== undefined) return toml(data, text);
  if (folder) return merged(data, folder, fact);
  const walker = engine(data, on);
  if (amounts) return nearLines(walker.law, readAnswers(walker.law, amounts).values).map((n) => `${n.fact} ${n.line}`).join(",");
  if (read) {
    const found = readValue(walker.law, walker.law.fact(read[0]), read[1]);
    return found === null ? "nothing" : JSON.stringify(value(toAnswer(found)));
  }
  const got = deep ? walker.assess(answers) : walker.verdict(answers);
  const questions = deep ? got.questions : walker.questions(answers);
  const parts = [
    ...got.conclusions.map((c) => conclusion(c, deep)),
    ...got.duties.map((d) => duty(d, walker.law, answers, deep)),
    ...questions.map((q) => `ask ${q.fact} for ${list(q.settles)}`),
    ...(deep ? walker.interview(answers).map((s) => (s.presets ? `next ${list(s.presets)} for ${list(s.settles)}`
      : `next ${s.fact} for ${list(s.settles)} lines ${walker.law.fact(s.fact).kind === "number" ? walker.brackets(s.fact, answers).map(value).join(" | ") : ""}`)) : []),
    `ignored ${list(got.ignored.map((i) => i.fact))}`,
    `fine ${got.exposure.fine_ceiling_eur ?? "-"} from ${got.exposure.finable_from}`,
    `near ${near(walker, got.near, answers)}`,
  ];
  if (deep) parts.push(`doubts ${list(got.doubts)}`, `yielded ${list(got.yielded)}`, `contradict ${got.contradictions.map(list).join(" / ")}`);
  if (wish) parts.push(`wish ${wish[0]} ${wish[1]} ${changes(walker.whatif(wish[0], wish[1], answers))}`);
  return parts.join("; ");
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${answer(JSON.parse(line))}\n`);
}
