// `gpai.toml`, read and written: tables of facts with yes/no, numbers, bounds, dates, texts, lists and
// `{ value = …, by = …, on = …, why = … }`. Not all of TOML: what cannot be read is an error with its line, never skipped.
// Nothing is guessed, numbers stay as they are written, comments are passed over.

import { amount, fromText, interval, isDate, set } from "./ui/values.js";

const MAX_TEXT = 1024 * 1024;
const MAX_DEPTH = 4;

class Broken extends Error {
  constructor(line, code, params = {}) {
    super(code);
    this.problem = { line, code, ...params };
  }
}

/** Values of the subset, each {kind, line, …}: text, number, date, bool, list (items), table (entries). */
class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.line = 1;
  }

  get char() {
    return this.text[this.at];
  }

  get ended() {
    return this.at >= this.text.length;
  }

  next() {
    const c = this.text[this.at++];
    if (c === "\n") this.line += 1;
    return c;
  }

  fail(code, params) {
    return new Broken(this.line, code, params);
  }

  /** Blanks and, where `lines` is true, comments and line ends. */
  blank(lines) {
    for (;;) {
      const c = this.char;
      if (c === " " || c === "\t" || (lines && (c === "\n" || c === "\r"))) this.next();
      else if (lines && c === "#") this.comment();
      else return;
    }
  }

  comment() {
    while (!this.ended && this.char !== "\n") this.next();
  }

  lineEnd() {
    this.blank(false);
    if (this.char === "#") this.comment();
    if (this.char === "\r") this.next();
    if (this.ended) return;
    if (this.char !== "\n") throw this.fail("tomlRest", { text: this.rest() });
    this.next();
  }

  need(c, code, text) {
    if (this.char !== c) throw this.fail(code, { text });
    this.next();
  }

  rest() {
    return this.text.slice(this.at, this.at + 40).split("\n")[0].trim();
  }

  skipLine() {
    this.comment();
    if (!this.ended) this.next();
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const m = pattern.exec(this.text);
    if (!m) return null;
    this.at += m[0].length;
    return m[0];
  }

  key() {
    const parts = [];
    do {
      this.blank(false);
      const part = this.char === '"' || this.char === "'" ? this.string() : this.take(/[A-Za-z0-9_-]+/y);
      if (part === null) throw this.fail("tomlKey", { text: this.rest() });
      parts.push(part);
      this.blank(false);
    } while (this.char === "." && this.next());
    return parts.join(".");
  }

  string() {
    const quote = this.char;
    if (this.text.startsWith(quote.repeat(3), this.at)) {
      this.at += 3;
      if (this.char === "\r") this.next();
      if (this.char === "\n") this.next();
      return this.chars(quote, true);
    }
    this.next();
    return this.chars(quote, false);
  }

  chars(quote, many) {
    const start = this.line;
    let out = "";
    for (;;) {
      if (this.ended || (!many && this.char === "\n")) throw new Broken(start, "tomlOpenText");
      if (many && this.text.startsWith(quote.repeat(3), this.at)) {
        this.at += 3;
        return out;
      }
      const c = this.next();
      if (!many && c === quote) return out;
      out += c === "\\" && quote === '"' ? this.escape(many) : c === "\r" ? "" : c;
    }
  }

  escape(many) {
    const c = this.next();
    const simple = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", '"': '"', "\\": "\\" };
    if (c !== undefined && Object.hasOwn(simple, c)) return simple[c];
    if (c === "u" || c === "U") {
      const size = c === "u" ? 4 : 8;
      const hex = this.text.slice(this.at, this.at + size);
      const code = /^[0-9a-fA-F]+$/.test(hex) && hex.length === size ? Number.parseInt(hex, 16) : -1;
      if (code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)) {
        this.at += size;
        return String.fromCodePoint(code);
      }
    }
    if (many && /\s/.test(c ?? "")) {
      while (/\s/.test(this.char ?? "")) this.next();
      return "";
    }
    throw this.fail("tomlEscape");
  }

  value(depth = 0) {
    const line = this.line;
    const c = this.char;
    if (depth > MAX_DEPTH) throw this.fail("tomlDeep");
    if (c === '"' || c === "'") return { kind: "text", text: this.string(), line };
    if (c === "[") return { kind: "list", items: this.list(depth), line };
    if (c === "{") return { kind: "table", entries: this.table(depth), line };
    const bare = this.take(/[^\s,\]}#]+/y);
    if (bare === null) throw this.fail("tomlNoValue");
    if (bare === "true" || bare === "false") return { kind: "bool", yes: bare === "true", line };
    if (isDate(bare)) return { kind: "date", text: bare, line };
    if (/^[+]?\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d[\d_]*)?$/.test(bare)) return { kind: "number", text: bare, line };
    throw new Broken(line, "tomlValue", { text: bare });
  }

  list(depth) {
    const items = [];
    this.next();
    for (;;) {
      this.blank(true);
      if (this.char === "]") break;
      items.push(this.value(depth + 1));
      this.blank(true);
      if (this.char === ",") this.next();
      else if (this.char !== "]") throw this.fail("tomlList");
    }
    this.next();
    return items;
  }

  table(depth) {
    const entries = new Map();
    this.next();
    this.blank(false);
    while (this.char !== "}") {
      const key = this.key();
      this.need("=", "tomlEquals", key);
      this.blank(false);
      if (entries.has(key)) throw this.fail("tomlTwice", { text: key });
      entries.set(key, this.value(depth + 1));
      this.blank(false);
      if (this.char === ",") {
        this.next();
        this.blank(false);
      } else if (this.char !== "}") throw this.fail("tomlTable");
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
  for (;;) {
    r.blank(true);
    if (r.ended) return out;
    const line = r.line;
    try {
      if (r.char === "[") {
        r.next();
        table = null;
        if (r.char === "[") throw r.fail("tomlMany");
        const name = r.key();
        r.need("]", "tomlKey", name);
        table = name;
        if (tables.has(table)) throw new Broken(line, "tomlTwice", { text: `[${table}]` });
        tables.add(table);
      } else if (table === null) {
        // What belongs to a table that cannot be read is left out with it.
        r.skipLine();
        continue;
      } else {
        const key = r.key();
        r.need("=", "tomlEquals", key);
        r.blank(false);
        const name = table ? `${table}.${key}` : key;
        const value = r.value();
        if (!name.includes(".") && value.kind === "table") for (const [k, v] of value.entries) put(`${name}.${k}`, v, v.line);
        else put(name, value, line);
      }
      r.lineEnd();
    } catch (e) {
      if (!(e instanceof Broken)) throw e;
      out.problems.push(e.problem);
      r.skipLine();
    }
  }
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
  `"${s.replace(/[\u0000-\u001f"\\\u007f]/g, (c) => ({ "\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\" })[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

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
