// Answers to facts as texts and as values: read as the engine reads them, with what is wrong in words. A value is true or false, a decimal text, {low, best, high}, a date, a word, a text, or a list of words.

import { parseDay } from "../engine/dates.js";
import { format } from "../engine/number.js";
import { readValue, same, toAnswer } from "../engine/values.js";
import { typed } from "./amounts.js";

const WRONG = { "yes-no": "errYesNo", number: "errNumber", date: "errDate", word: "errWord", set: "errSet", country: "errCountry" };

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export const isDate = (text) => parseDay(text) !== null;

/** What the engine reads needs of the law: the countries. */
export const lawOf = (def) => ({ countries: new Set(def.codes) });

const typedValue = (def, raw) => readValue(lawOf(def), def, raw);

/** An answer as the engine reads it: {value}, or {error: {code, …}} with a code of words.js. */
export function valueOf(def, raw, text) {
  const value = typedValue(def, raw);
  return value === null ? { error: { code: WRONG[def.kind] ?? "errEmpty", text, words: def.words?.join(", ") } } : { value: toAnswer(value) };
}

/** An answer written as one text: {value}, {unknown: true}, or {error: {code, …}} with a code of words.js. */
export function fromText(def, raw) {
  const s = String(raw).trim();
  if (!s) return { error: { code: "errEmpty" } };
  if (s === "unknown") return { unknown: true };
  if (def.kind === "number") return s.includes("..") ? valueOf(def, s, s) : amount(s);
  return valueOf(def, def.kind === "set" ? s.split(",") : s, s);
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
export const set = (def, list) => (list.length ? valueOf(def, list, list.join(", ")) : { error: { code: "errSet", text: "[]", words: def.words?.join(", ") } });

/** Whether a value is a list of which only some words are known. */
export const isPartial = (v) => Boolean(v && typeof v === "object" && Array.isArray(v.words));

export function equal(def, a, b) {
  return same(typedValue(def, a), typedValue(def, b));
}
