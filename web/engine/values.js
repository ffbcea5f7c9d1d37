// Answers as the page holds them, read into values typed by the vocabulary, and back. What does not fit its fact is not an
// answer: it is left out, named in `ignored`, and the fact stays unknown. Nothing here throws on any input.
//
// Values: yes-no true/false; number { low, best, high } of amounts (number.js); date "YYYY-MM-DD"; word, text, country a
// text; set { words: sorted texts, complete }. Unknown is null.

import { addDays, parseDay } from "./dates.js";
import * as number from "./number.js";

/** How many answers that do not fit are named. */
const MAX_IGNORED = 50;
const MAX_NAME = 80;
const YES_NO = new Map([["yes", true], ["true", true], ["no", false], ["false", false]]);

/** The answers of a plain object: { values: Map of fact name to value, ignored: [{ fact, why }] }. */
export function readAnswers(law, answers) {
  const values = new Map();
  const ignored = [];
  if (answers === null || typeof answers !== "object") return { values, ignored };
  for (const name of Object.keys(answers)) {
    const def = law.fact(name);
    const answer = answers[name];
    if (answer === null || answer === undefined || answer === "unknown") continue;
    const value = def ? readValue(law, def, answer) : null;
    if (value !== null) values.set(name, value);
    else if (ignored.length < MAX_IGNORED) {
      ignored.push({ fact: name.slice(0, MAX_NAME), why: def ? "value" : "unknown-fact" });
    }
  }
  return { values, ignored };
}

/** One answer by the kind of its fact, or null. */
export function readValue(law, def, answer) {
  if (def.kind === "number") return readNumber(answer);
  if (def.kind === "set") return readSet(def, answer);
  if (def.kind === "yes-no") {
    if (typeof answer === "boolean") return answer;
    return YES_NO.get(typeof answer === "string" ? number.trim(answer) : "") ?? null;
  }
  if (typeof answer !== "string") return null;
  const text = number.trim(answer);
  if (text === "" || text === "unknown") return null;
  if (def.kind === "date") return parseDay(text);
  if (def.kind === "word") return readWord(def, text);
  if (def.kind === "country") return readCountry(law, text);
  return answer.replace(/[\r\n]+$/, "");
}

function readAmount(answer) {
  if (typeof answer === "string") return number.parse(answer);
  return typeof answer === "number" && Number.isFinite(answer) ? number.parse(String(answer)) : null;
}

function readNumber(answer) {
  if (answer !== null && typeof answer === "object" && !Array.isArray(answer)) {
    const [low, high] = [readAmount(answer.low), readAmount(answer.high)];
    const without = answer.best === null || answer.best === undefined;
    const best = without ? null : readAmount(answer.best);
    if (low === null || high === null || (best === null && !without)) return null;
    return number.interval(low, best, high);
  }
  if (typeof answer === "string" && answer.includes("..")) {
    const at = answer.indexOf("..");
    const [low, high] = [number.parse(answer.slice(0, at)), number.parse(answer.slice(at + 2))];
    return low === null || high === null ? null : number.interval(low, null, high);
  }
  const amount = readAmount(answer);
  return amount === null ? null : number.point(amount);
}

const plain = (word) => word.replaceAll("-", "_");

function readWord(def, text) {
  if (!def.words) return text;
  return def.words.find((word) => plain(word) === plain(text)) ?? null;
}

function readSet(def, answer) {
  let [words, complete] = [answer, true];
  if (answer !== null && typeof answer === "object" && !Array.isArray(answer)) {
    [words, complete] = [answer.words, answer.complete !== false];
  }
  if (typeof words === "string") words = words.split(",");
  if (!Array.isArray(words) || words.length > 1000 || words.some((word) => typeof word !== "string")) return null;
  words = words.map(number.trim);
  if (words.includes("none")) return words.length === 1 ? makeSet([], complete) : null;
  const known = words.map((word) => (word === "" ? null : readWord(def, word)));
  return known.includes(null) ? null : makeSet(known, complete);
}

/** A set of words; `complete`: what is not named is not there. */
export const makeSet = (words, complete) => ({ words: [...new Set(words)].sort(), complete });

function readCountry(law, text) {
  const code = text.length <= 2 ? text.toUpperCase() : "";
  if (code === "EL") return "GR"; // The Union's own code for Greece; ISO's is GR.
  return law.countries.has(code) ? code : null;
}

/** Whether two values are the same. */
export function same(a, b) {
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return a === b;
  if ("low" in a) return "low" in b && a.low === b.low && a.best === b.best && a.high === b.high;
  return "words" in b && a.complete === b.complete && a.words.length === b.words.length &&
    a.words.every((word, i) => word === b.words[i]);
}

/** The set that both claims allow, or null where they contradict one another. */
export function meetSets(a, b) {
  const holds = (whole, part) => part.words.every((word) => whole.words.includes(word));
  if (a.complete && b.complete) return same(a, b) ? a : null;
  if (a.complete) return holds(a, b) ? a : null;
  if (b.complete) return holds(b, a) ? b : null;
  return makeSet([...a.words, ...b.words], false);
}

/** A value as an answer: what `readValue` reads. */
export function toAnswer(value) {
  if (value === null || typeof value !== "object") return value;
  if ("words" in value) return value.complete ? value.words : { words: value.words, complete: false };
  if (value.low === value.high) return number.format(value.low);
  const bounds = { low: number.format(value.low), high: number.format(value.high) };
  return value.best === null ? bounds : { ...bounds, best: number.format(value.best) };
}

/** A value in one line, as the program shows it in messages. */
export function show(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || typeof value !== "object") return String(value ?? "");
  if ("words" in value) {
    const list = value.words.join(", ");
    if (value.complete) return value.words.length === 0 ? "none" : list;
    return `${list}, …`;
  }
  if (value.low === value.high) return number.format(value.low);
  const bounds = [value.low, value.high].map(number.format);
  return value.best === null ? bounds.join(" to ") : `${number.format(value.best)} (${bounds.join(" to ")})`;
}

export const tomorrow = (day) => addDays(day, 1);
