// Runs the page's walker for tests/parity.rs: one JSON object per line in, one line of text out.
//
// In: { data: file of law data, on: day, answers, deep: also reasons, wish: [name, want] or null }, or
// { data, on, read: [fact, text] }: one answer, read.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { Engine } from "../../../../web/engine/engine.js";
import { readValue, toAnswer } from "../../../../web/engine/values.js";

const laws = new Map();
const engines = new Map();

function engine(file, day) {
  if (!laws.has(file)) laws.set(file, JSON.parse(readFileSync(file, "utf8")));
  const key = `${file} ${day}`;
  if (!engines.has(key)) engines.set(key, new Engine(laws.get(file), day));
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

function duty(d, deep) {
  const short = `${d.id} ${d.status} ${d.if_provider} ${d.due ?? "-"}`;
  return deep ? `${short} because ${list(d.because)} missing ${list(d.missing)}` : short;
}

function changes(found) {
  if (found.already) return "already";
  if (found.impossible) return "impossible";
  const change = (c) => `${c.fact} from ${value(c.from)} to ${value(c.to)} ${c.controlled} ${c.changes}`;
  return found.ways.map((way) => way.map(change).join(" and ")).join(" or ");
}

function answer({ data, on, answers, deep, wish, read }) {
  const walker = engine(data, on);
  if (read) {
    const found = readValue(walker.law, walker.law.fact(read[0]), read[1]);
    return found === null ? "nothing" : JSON.stringify(value(toAnswer(found)));
  }
  const got = deep ? walker.assess(answers) : walker.verdict(answers);
  const questions = deep ? got.questions : walker.questions(answers);
  const parts = [
    ...got.conclusions.map((c) => conclusion(c, deep)),
    ...got.duties.map((d) => duty(d, deep)),
    ...questions.map((q) => `ask ${q.fact} for ${list(q.settles)}`),
    `ignored ${list(got.ignored.map((i) => i.fact))}`,
    `fine ${got.exposure.fine_ceiling_eur ?? "-"} from ${got.exposure.finable_from}`,
  ];
  if (deep) parts.push(`doubts ${list(got.doubts)}`, `yielded ${list(got.yielded)}`, `contradict ${got.contradictions.map(list).join(" / ")}`);
  if (wish) parts.push(`wish ${wish[0]} ${wish[1]} ${changes(walker.whatif(wish[0], wish[1], answers))}`);
  return parts.join("; ");
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${answer(JSON.parse(line))}\n`);
}
