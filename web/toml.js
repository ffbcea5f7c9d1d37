// `gpai.toml`, read and written: tables of facts with yes/no, numbers, bounds, dates, texts, lists and
// `{ value = …, by = …, on = …, why = … }`. Not all of TOML: what cannot be read is an error with its line, never skipped.
// Nothing is guessed, numbers stay as they are written, comments are passed over.

import { amount, fromText, interval, isDate, set } from "./ui/values.js";

const MAX_TEXT = 1024 * 1024;
const MAX_DEPTH = 4;

/** What a line is made of, in the order in which it is tried. */
const TOKENS = [
  ["blank", /[ \t]+|#[^\n]*/y],
  ["end", /\r?\n/y],
  ["text", /"""(?:[^\\]|\\[^])*?"""|"(?:[^"\\\n]|\\.)*"/y],
  ["raw", /'''[^]*?'''|'[^'\n]*'/y],
  ["sign", /[[\]{},=]/y],
  ["bare", /[^\s[\]{},=#"']+/y],
  ["bad", /[^\n]+/y],
];

class Broken extends Error {
  constructor(line, code, params = {}) {
    super(code);
    this.problem = { line, code, ...params };
  }
}

/** Reads values of the subset, each {kind, line, …}: text, number, date, bool, list (items), table (entries). */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.line = 1;
    this.next();
  }

  /** Moves on to the next token that is not blank. */
  next() {
    const before = this.token;
    do {
      this.line += (this.token?.text.match(/\n/g) ?? []).length;
      this.token = this.read();
    } while (this.token.kind === "blank");
    return before;
  }

  read() {
    for (const [kind, pattern] of TOKENS) {
      pattern.lastIndex = this.at;
      const m = pattern.exec(this.text);
      if (!m) continue;
      this.at += m[0].length;
      return { kind, text: m[0] };
    }
    return { kind: "over", text: "" };
  }

  is(text) {
    return this.token.kind === "sign" && this.token.text === text;
  }

  need(text) {
    if (!this.is(text)) throw text === "=" ? new Broken(this.line, "tomlEquals") : this.here(text);
    this.next();
  }

  /** What stands here, where something else was expected. */
  here(want) {
    return new Broken(this.line, "tomlHere", { want, text: this.token.text.trim().slice(0, 40) });
  }

  ends() {
    while (this.token.kind === "end") this.next();
  }

  lineEnds() {
    if (this.token.kind !== "end" && this.token.kind !== "over") throw this.here("#");
  }

  skipLine() {
    while (this.token.kind !== "end" && this.token.kind !== "over") this.next();
  }

  key() {
    const { kind, text } = this.token;
    if (kind === "bare" && /^[\w.-]+$/.test(text)) return this.next().text;
    if (kind === "text" || kind === "raw") return this.string();
    throw this.here("name");
  }

  string() {
    const { kind, text } = this.token;
    const line = this.line;
    const quotes = /^("""|''')/.test(text) ? 3 : 1;
    const inner = text.slice(quotes, -quotes).replace(quotes === 3 ? /^\r?\n/ : /^$/, "").replaceAll("\r\n", "\n");
    this.next();
    return kind === "raw" ? inner : inner.replace(/\\(u[\da-fA-F]{4}|U[\da-fA-F]{8}|\s*\n\s*|[^])/g, (_, e) => {
      const plain = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\" }[e];
      if (plain) return plain;
      if (quotes === 3 && e.includes("\n")) return "";
      const code = /^[uU]./.test(e) ? Number.parseInt(e.slice(1), 16) : -1;
      if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new Broken(line, "tomlText");
      return String.fromCodePoint(code);
    });
  }

  value(depth = 0) {
    const { line } = this;
    const { kind, text } = this.token;
    if (depth > MAX_DEPTH) throw this.here("value");
    if (kind === "text" || kind === "raw") return { kind: "text", text: this.string(), line };
    if (this.is("[")) return { kind: "list", items: this.list(depth), line };
    if (this.is("{")) return { kind: "table", entries: this.table(depth), line };
    if (kind === "bad" && /["']/.test(text[0])) throw new Broken(line, "tomlText");
    if (kind !== "bare") throw this.here("value");
    const known = text === "true" || text === "false" ? { kind: "bool", yes: text === "true", line }
      : isDate(text) ? { kind: "date", text, line }
        : /^\+?\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d[\d_]*)?$/.test(text) ? { kind: "number", text, line } : null;
    if (!known) throw new Broken(line, "tomlValue", { text });
    this.next();
    return known;
  }

  list(depth) {
    const items = [];
    this.next();
    for (this.ends(); !this.is("]"); this.ends()) {
      items.push(this.value(depth + 1));
      this.ends();
      if (!this.is("]")) this.need(",");
    }
    this.next();
    return items;
  }

  table(depth) {
    const entries = new Map();
    this.next();
    while (!this.is("}")) {
      const { line } = this;
      const key = this.key();
      this.need("=");
      if (entries.has(key)) throw new Broken(line, "tomlTwice", { text: key });
      entries.set(key, this.value(depth + 1));
      if (!this.is("}")) this.need(",");
    }
    this.next();
    return entries;
  }
}

/** Every `table.key` of a text with its value, and what could not be read: {entries: Map, problems: [{line, code}]}. */
export function entries(text) {
  const out = { entries: new Map(), problems: [] };
  if (text.length > MAX_TEXT) {
    out.problems.push({ line: 1, code: "tomlLong" });
    return out;
  }
  const r = new Reader(text.replace(/^\ufeff/, ""));
  const tables = new Set();
  let table = "";
  const put = (name, value, line) => {
    if (out.entries.has(name)) throw new Broken(line, "tomlTwice", { text: name });
    out.entries.set(name, { ...value, line });
  };
  for (r.ends(); r.token.kind !== "over"; r.ends()) {
    const { line } = r;
    try {
      if (r.is("[")) {
        table = null;
        r.next();
        if (r.is("[")) throw new Broken(line, "tomlMany");
        const name = r.key();
        r.need("]");
        if (tables.has(name)) throw new Broken(line, "tomlTwice", { text: `[${name}]` });
        r.lineEnds();
        tables.add(name);
        table = name;
      } else if (table === null) {
        // What belongs to a table that cannot be read is left out with it.
        r.skipLine();
        continue;
      } else {
        const key = r.key();
        r.need("=");
        const value = r.value();
        r.lineEnds();
        const name = table ? `${table}.${key}` : key;
        if (!name.includes(".") && value.kind === "table") for (const [k, v] of value.entries) put(`${name}.${k}`, v, v.line);
        else put(name, value, line);
      }
    } catch (e) {
      if (!(e instanceof Broken)) throw e;
      out.problems.push(e.problem);
      r.skipLine();
    }
  }
  return out;
}

/** Reads answers: {answers: Map of name to {value, by, on, why}, problems: [{line, code, …}]}. */
export function readToml(text, facts) {
  const found = entries(text);
  const answers = new Map();
  const problems = [...found.problems];
  for (const [name, item] of found.entries) {
    const def = facts.get(name);
    const problem = (error) => problems.push({ line: item.line, name, ...error });
    if (!def || def.evidence_only) {
      problem({ code: "tomlUnknown", near: nearest(name, facts) });
      continue;
    }
    const answer = claim(def, item);
    if (answer.error) problem(answer.error);
    else if (!answer.unknown) answers.set(name, answer);
  }
  problems.sort((a, b) => a.line - b.line);
  return { answers, problems };
}

function claim(def, item) {
  if (item.kind !== "table") return plain(def, item);
  const e = item.entries;
  if (e.has("low") || e.has("high")) return between(def, e);
  const inner = e.get("value");
  if (!inner) return { error: { code: "tomlNeedsValue" } };
  const odd = [...e.keys()].find((k) => !["value", "by", "on", "why"].includes(k));
  if (odd) return { error: { code: "tomlOddKey", text: odd } };
  const out = inner.kind === "table" ? between(def, inner.entries) : plain(def, inner);
  for (const key of ["by", "on", "why"]) {
    const x = e.get(key);
    if (!x || out.error || out.unknown) continue;
    if (key === "on" ? !isDate(x.text ?? "") : x.kind !== "text") return { error: { code: "tomlOddKey", text: key } };
    out[key] = x.text;
  }
  return out;
}

function between(def, e) {
  if (def.kind !== "number") return { error: { code: "errNoNumber" } };
  const odd = [...e.keys()].find((k) => !["low", "best", "high"].includes(k));
  if (odd) return { error: { code: "tomlOddKey", text: odd } };
  const [low, best, high] = ["low", "best", "high"].map((k) => e.get(k));
  if (!low || !high || [low, best, high].some((x) => x && x.kind !== "number" && x.kind !== "text")) return { error: { code: "errOrder" } };
  return interval(low.text, best?.text ?? null, high.text);
}

function plain(def, item) {
  if (item.kind === "text" && item.text === "unknown") return { unknown: true };
  const fits = {
    "yes-no": () => (item.kind === "bool" ? { value: item.yes } : item.kind === "text" ? fromText(def, item.text) : null),
    number: () => (item.kind === "number" || item.kind === "text" ? amount(item.text) : null),
    date: () => (item.kind === "date" || item.kind === "text" ? fromText(def, item.text) : null),
    set: () => {
      if (item.kind === "text") return fromText(def, item.text);
      return item.kind === "list" && item.items.every((i) => i.kind === "text") ? set(def, item.items.map((i) => i.text)) : null;
    },
  };
  const read = (fits[def.kind] ?? (() => (item.kind === "text" ? fromText(def, item.text) : null)))();
  return read ?? { error: { code: "tomlKind", kind: def.kind } };
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

const quoted = (s) =>
  `"${s.replace(/[\u0000-\u001f"\\\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (c) => ({ "\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\" })[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

function shown(def, v) {
  if (v === true || v === false) return String(v);
  if (Array.isArray(v)) return v.length ? `[${v.map(quoted).join(", ")}]` : '"none"';
  if (v && typeof v === "object") return `{ low = ${v.low}, ${v.best ? `best = ${v.best}, ` : ""}high = ${v.high} }`;
  return def.kind === "number" || def.kind === "date" ? v : quoted(v);
}

/** Answers as `gpai.toml`, in the order of the vocabulary; `heading` lines become comments. */
export function writeToml(answers, facts, heading = []) {
  const out = heading.map((line) => `# ${line.replace(/[\u0000-\u001f\u007f]/g, " ")}`);
  let table = "";
  for (const [name, def] of facts) {
    const a = answers.get(name);
    if (!a) continue;
    const [first, key] = name.split(".");
    if (first !== table) {
      if (out.length) out.push("");
      out.push(`[${first}]`);
      table = first;
    }
    const more = [];
    if (a.by) more.push(`by = ${quoted(a.by)}`);
    if (a.on) more.push(`on = ${a.on}`);
    if (a.why) more.push(`why = ${quoted(a.why)}`);
    const value = shown(def, a.value);
    out.push(`${key} = ${more.length ? `{ value = ${value}, ${more.join(", ")} }` : value}`);
  }
  return `${out.join("\n")}\n`;
}
