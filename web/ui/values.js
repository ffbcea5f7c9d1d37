// Answers to facts: read from text as the program reads them, compared, put together with what files say, and shown.
// A value is true or false, a decimal text, {low, best, high}, a date, a word, a text, or a list of words.

import { compare, decimal, text as written, typed } from "./decimal.js";

const wrong = (code, params) => ({ error: { code, ...params } });

/** Whether a text is a day of the calendar, YYYY-MM-DD. */
export function isDate(s) {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(s);
  if (!m) return false;
  const day = new Date(`${s}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === s;
}

/** An answer written as one text: {value}, {unknown: true}, or {error: {code, …}} with a code of words.js. */
export function fromText(def, raw) {
  const s = String(raw).trim();
  if (!s) return wrong("errEmpty");
  if (s === "unknown") return { unknown: true };
  switch (def.kind) {
    case "yes-no":
      if (s === "yes" || s === "true") return { value: true };
      if (s === "no" || s === "false") return { value: false };
      return wrong("errYesNo", { text: s });
    case "number": {
      const [low, high] = s.split("..");
      return high === undefined ? amount(s) : interval(low, null, high);
    }
    case "date":
      return isDate(s) ? { value: s } : wrong("errDate", { text: s });
    case "word":
      return word(def, s);
    case "set":
      return set(def, s.split(","));
    case "country":
      return country(def, s);
    default:
      return { value: s };
  }
}

/** One amount as a person types it. */
export function amount(raw) {
  const number = typed(raw);
  return number ? { value: written(number) } : wrong("errNumber", { text: String(raw) });
}

/** An amount between two bounds; `best` may be empty. */
export function interval(low, best, high) {
  const given = [low, best || null, high].map((x) => (x === null ? null : typed(x)));
  if (!given[0] || !given[2] || (best && !given[1])) return wrong("errNumber", { text: [low, best, high].filter(Boolean).join(", ") });
  const order = given.filter(Boolean);
  if (order.some((x, i) => i > 0 && compare(order[i - 1], x) > 0)) return wrong("errOrder");
  const [l, b, h] = given.map((x) => x && written(x));
  if (l === h) return { value: l };
  return { value: b ? { low: l, best: b, high: h } : { low: l, high: h } };
}

const same = (a, b) => a.replaceAll("-", "_") === b.replaceAll("-", "_");

function word(def, s) {
  if (!def.words?.length) return { value: s };
  const found = def.words.find((w) => same(w, s));
  return found ? { value: found } : wrong("errWord", { text: s, words: def.words.join(", ") });
}

/** A complete list of words; `none` stands alone and says that there is nothing. */
export function set(def, list) {
  const words = list.map((w) => w.trim());
  if (!words.length || words.includes("")) return wrong("errSetEmpty");
  if (words.includes("none")) return words.length === 1 ? { value: [] } : wrong("errNoneAlone");
  const out = [];
  for (const w of words) {
    const one = word(def, w);
    if (one.error) return one;
    if (!out.includes(one.value)) out.push(one.value);
  }
  return { value: out };
}

function country(def, s) {
  const code = s.toUpperCase();
  // The Union's own code for Greece.
  if (code === "EL") return { value: "GR" };
  return def.codes?.includes(code) ? { value: code } : wrong("errCountry", { text: s });
}

/** Whether a value is a list of which only some words are known. */
export const isPartial = (v) => Boolean(v && typeof v === "object" && Array.isArray(v.words));

const bounds = (v) => (typeof v === "object" ? v : { low: v, best: v, high: v });

export function equal(a, b) {
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

const plain = (v) => (Array.isArray(v) ? [...v].sort() : isPartial(v) ? [...v.words].sort().concat("…") : v);

/** The value that two sources allow together, or undefined where they contradict one another. */
export function meet(kind, a, b) {
  if (a === undefined) return b;
  if (b === undefined) return a;
  if (kind === "number") {
    const [x, y] = [bounds(a), bounds(b)];
    const [xl, yl, xh, yh] = [x.low, y.low, x.high, y.high].map(decimal);
    if (![xl, yl, xh, yh].every(Boolean)) return undefined;
    const low = compare(xl, yl) >= 0 ? xl : yl;
    const high = compare(xh, yh) <= 0 ? xh : yh;
    if (compare(low, high) > 0) return undefined;
    if (compare(low, high) === 0) return written(low);
    const best = [x.best, y.best].map((t) => t && decimal(t)).find((t) => t && compare(low, t) <= 0 && compare(t, high) <= 0);
    return { low: written(low), ...(best ? { best: written(best) } : {}), high: written(high) };
  }
  if (kind === "set") {
    const [x, y] = [a, b].map((v) => (isPartial(v) ? v.words : v));
    const within = (part, all) => part.every((w) => all.includes(w));
    if (isPartial(a) && isPartial(b)) return { words: [...new Set([...x, ...y])].sort(), complete: false };
    if (isPartial(a)) return within(x, y) ? b : undefined;
    if (isPartial(b)) return within(y, x) ? a : undefined;
  }
  return equal(a, b) ? a : undefined;
}

/** A value as `--set NAME=` would take it; for texts that other programs read. */
export function asText(v) {
  if (v === true || v === false) return v ? "yes" : "no";
  if (Array.isArray(v)) return v.length ? v.join(",") : "none";
  if (isPartial(v)) return `${v.words.join(",")},…`;
  if (typeof v === "object" && v) return `${v.low}..${v.high}`;
  return String(v);
}
