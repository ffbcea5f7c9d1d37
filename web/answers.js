// `gpai.toml`, read and written: answers as the program reads them (crates/rules/src/answer.rs), each a plain value, bounds,
// or `{ value = …, by = …, on = …, why = … }`. What cannot be read is a problem with its line, never skipped or guessed.

import { parseDay } from "./engine/dates.js";
import { interval, parse as amount, point, trim } from "./engine/number.js";
import { toAnswer } from "./engine/values.js";
import { parse } from "./toml.js";
import { valueOf } from "./ui/values.js";

const JUDGED = ["value", "by", "on", "why"];
const BOUNDS = ["low", "best", "high"];

/** Reads answers: {answers: Map of name to {value, by, on, why}, problems: [{line, code, …}] with codes of words.js}. */
export function readToml(text, facts) {
  const { root, problems } = parse(text);
  const answers = new Map();
  const tables = new Set([...facts].filter(([, def]) => !def.evidence_only).map(([name]) => name.split(".")[0]));
  const take = (name, item) => {
    const def = facts.get(name);
    const answer = def && !def.evidence_only ? claim(def, item) : { error: { code: "tomlUnknown", near: nearest(name, facts) } };
    if (answer.error) problems.push({ line: item.line, name, ...answer.error });
    else if (!answer.unknown) answers.set(name, answer);
  };
  for (const [table, item] of root.entries) {
    // Where the register is: no answer.
    if (table === "registers") continue;
    if (!tables.has(table) || item.kind !== "table") take(table, item);
    else for (const [key, inner] of item.entries) take(`${table}.${key}`, inner);
  }
  problems.sort((a, b) => a.line - b.line);
  return { answers, problems };
}

const wrong = (code, params) => ({ error: { code, ...params } });

function claim(def, item) {
  if (item.kind !== "table") return plain(def, item);
  const e = item.entries;
  if (e.has("low") || e.has("high")) return between(def, e);
  const inner = e.get("value");
  if (!inner) return wrong("tomlNeedsValue");
  const odd = [...e.keys()].find((key) => !JUDGED.includes(key));
  if (odd !== undefined) return wrong("tomlOddKey", { text: odd });
  const found = inner.kind === "table" ? between(def, inner.entries) : plain(def, inner);
  for (const key of ["by", "on", "why"].filter((k) => e.has(k))) {
    const { kind, text } = e.get(key);
    const fits = key === "on" ? (kind === "date" || kind === "text") && parseDay(text) !== null : kind === "text";
    if (!fits) return wrong("tomlOddKey", { text: key });
    if (!found.error && !found.unknown) found[key] = text;
  }
  return found;
}

/** The digits of a number as the person wrote them. */
const written = (item) => (item?.kind === "number" || item?.kind === "text" ? amount(item.text) : null);

function between(def, e) {
  if (def.kind !== "number") return wrong("errNoNumber");
  const odd = [...e.keys()].find((key) => !BOUNDS.includes(key));
  if (odd !== undefined) return wrong("tomlOddKey", { text: odd });
  const [low, best, high] = BOUNDS.map((key) => written(e.get(key)));
  const value = low === null || high === null || (best === null && e.has("best")) ? null : interval(low, best, high);
  return value === null ? wrong("errOrder") : { value: toAnswer(value) };
}

function plain(def, item) {
  const { kind, text, items } = item;
  if (kind === "text" && text === "unknown") return { unknown: true };
  if (def.kind === "yes-no" && kind === "bool") return { value: item.yes };
  if (def.kind === "number" && (kind === "number" || kind === "text")) {
    const found = written(item);
    return found === null ? wrong("errNumber", { text }) : { value: toAnswer(point(found)) };
  }
  if (def.kind === "date" && (kind === "date" || kind === "text")) {
    return parseDay(text) === null ? wrong("errDate", { text }) : { value: text };
  }
  if (def.kind === "set" && kind === "list" && items.every((i) => i.kind === "text")) return words(def, items.map((i) => i.text));
  if (kind === "text" && def.kind !== "number" && def.kind !== "date") return fromText(def, text);
  return wrong("tomlKind", { kind: def.kind });
}

/** A list left empty is an answer that was not given. */
const words = (def, list) => (list.length ? valueOf(def, list, list.join(", ")) : wrong("errSet", { text: "[]", words: def.words?.join(", ") }));

function fromText(def, text) {
  const short = trim(text);
  if (!short) return wrong("errEmpty");
  if (short === "unknown") return { unknown: true };
  if (def.kind === "set") return words(def, short.split(","));
  return valueOf(def, def.kind === "text" ? text : short, short);
}

/** The name that was meant, if one is close. */
export function nearest(name, facts) {
  let best = null;
  for (const [known, def] of facts) {
    if (def.evidence_only) continue;
    const d = distance(name.slice(0, 60), known);
    if (d <= 3 && (!best || d < best.d)) best = { known, d };
  }
  return best?.known ?? null;
}

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}

/** Characters that are not seen, or turn the direction of what stands around them, are written as escapes. */
const HIDDEN = /[\u0000-\u001f"\\\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const SHORT = { "\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\" };
const escaped = (c) => SHORT[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
const quoted = (text) => `"${text.replace(HIDDEN, escaped)}"`;

function shown(def, v) {
  if (v === true || v === false) return String(v);
  if (Array.isArray(v)) return v.length ? `[${v.map(quoted).join(", ")}]` : '"none"';
  if (v && typeof v === "object") return `{ low = ${v.low}, ${v.best ? `best = ${v.best}, ` : ""}high = ${v.high} }`;
  return def.kind === "number" || def.kind === "date" ? v : quoted(v);
}

/** Answers as `gpai.toml`, each table once, in the order of the vocabulary; `heading` lines become comments. */
export function writeToml(answers, facts, heading = []) {
  const tables = new Map();
  for (const [name, def] of facts) {
    const a = answers.get(name);
    if (!a) continue;
    const [table, key] = name.split(".");
    if (!tables.has(table)) tables.set(table, []);
    const more = [];
    if (a.by !== undefined) more.push(`by = ${quoted(a.by)}`);
    if (a.on !== undefined) more.push(`on = ${a.on}`);
    if (a.why !== undefined) more.push(`why = ${quoted(a.why)}`);
    const value = shown(def, a.value);
    tables.get(table).push(`${key} = ${more.length ? `{ value = ${value}, ${more.join(", ")} }` : value}`);
  }
  const comments = heading.map((line) => `# ${line.replace(/[\u0000-\u001f\u007f]/g, " ")}`);
  const blocks = [...tables].map(([table, lines]) => [`[${table}]`, ...lines]);
  return `${[comments, ...blocks].filter((lines) => lines.length).map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
