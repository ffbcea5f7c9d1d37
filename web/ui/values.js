// Answers to facts as texts and as values: read as the engine reads them, with what is wrong in words; put together with what
// files say. A value is true or false, a decimal text, {low, best, high}, a date, a word, a text, or a list of words.

import { parseDay } from "../engine/dates.js";
import { format } from "../engine/number.js";
import { meetSets, readValue, same, toAnswer } from "../engine/values.js";
import { typed } from "./amounts.js";

const WRONG = { "yes-no": "errYesNo", number: "errNumber", date: "errDate", word: "errWord", set: "errSet", country: "errCountry" };

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export const isDate = (text) => parseDay(text) !== null;

const typedValue = (def, raw) => readValue({ countries: new Set(def.codes) }, def, raw);

function read(def, raw, text) {
  const value = typedValue(def, raw);
  return value === null ? { error: { code: WRONG[def.kind] ?? "errEmpty", text, words: def.words?.join(", ") } } : { value: toAnswer(value) };
}

/** An answer written as one text: {value}, {unknown: true}, or {error: {code, …}} with a code of words.js. */
export function fromText(def, raw) {
  const s = String(raw).trim();
  if (!s) return { error: { code: "errEmpty" } };
  if (s === "unknown") return { unknown: true };
  if (def.kind === "number") return s.includes("..") ? read(def, s, s) : amount(s);
  return read(def, def.kind === "set" ? s.split(",") : s, s);
}

/** One amount as a person types it. */
export function amount(raw) {
  const found = typed(raw);
  return found === null ? { error: { code: "errNumber", text: String(raw) } } : { value: format(found) };
}

/** An amount between two bounds; `best` may be empty. */
export function interval(low, best, high) {
  const [l, b, h] = [low, best, high].map((x) => (x ? amount(x).value : undefined));
  const value = l && h && (b || !best) ? typedValue({ kind: "number" }, { low: l, best: b, high: h }) : null;
  return value === null ? { error: { code: "errOrder" } } : { value: toAnswer(value) };
}

/** A complete list of words; `none` stands alone and says that there is nothing. */
export const set = (def, list) => (list.length ? read(def, list, list.join(", ")) : { error: { code: "errSet", text: "[]", words: def.words?.join(", ") } });

/** Whether a value is a list of which only some words are known. */
export const isPartial = (v) => Boolean(v && typeof v === "object" && Array.isArray(v.words));

export function equal(def, a, b) {
  return same(typedValue(def, a), typedValue(def, b));
}

/** The value that two sources allow together, or undefined where they contradict one another. */
export function meet(def, a, b) {
  if (a === undefined || b === undefined) return a ?? b;
  const [x, y] = [typedValue(def, a), typedValue(def, b)];
  if (x === null || y === null) return undefined;
  if (def.kind === "number") {
    const low = x.low > y.low ? x.low : y.low;
    const high = x.high < y.high ? x.high : y.high;
    const best = [x.best, y.best].find((n) => n !== null && low <= n && n <= high) ?? null;
    return low > high ? undefined : toAnswer({ low, best, high });
  }
  const both = def.kind === "set" ? meetSets(x, y) : same(x, y) ? x : null;
  return both === null ? undefined : toAnswer(both);
}
