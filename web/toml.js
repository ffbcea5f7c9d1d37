// TOML as the program reads it (1.1), as a tree: what is refused there is refused here, with its line. Numbers stay as they are
// written, comments are passed over. Dates with a time, and numbers that are no plain decimals, are no answer to anything
// and are refused at once. After a refusal reading goes on with the next line, so that the rest can be taken.

import { parseDay } from "./engine/dates.js";

const MAX_TEXT = 1024 * 1024;
/** As deep as the program follows; no answer is deeper than four. */
const MAX_DEPTH = 16;
const MAX_PROBLEMS = 1000;

const SPACE = /[ \t]*/y;
const COMMENT = /#[^\r\n]*/y;
const BARE = /[A-Za-z0-9_-]+/y;
/** A value that is not quoted, up to what may stand behind it. */
const PLAIN = /[^\s=,[\]{}#"']+/y;
const DIGITS = String.raw`\d(?:_?\d)*`;
const NUMBER = new RegExp(`^[+-]?(?:0|[1-9](?:_?\\d)*)(?:\\.${DIGITS})?(?:[eE][+-]?${DIGITS})?$`);
/** Characters that stand in no text and no comment. */
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f]/;
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b-\u001f\u007f]/;
const ESCAPES = { b: "\b", e: "\u001b", f: "\f", n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const HEX = { x: 2, u: 4, U: 8 };

class Broken extends Error {
  constructor(line, code, params = {}) {
    super(code);
    this.problem = { line, code, ...params };
  }
}

/** `implicit`: never written as a table itself; `dotted`: made by the dots of a key; `inline`: between braces. */
const newTable = (line, marks = {}) => ({ kind: "table", entries: new Map(), line, implicit: false, dotted: false, inline: false, ...marks });

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.counted = 0;
    this.lines = 1;
  }

  /** The line of where the reader stands. */
  get line() {
    if (this.at < this.counted) [this.counted, this.lines] = [0, 1];
    for (let next = this.text.indexOf("\n", this.counted); next >= 0 && next < this.at; next = this.text.indexOf("\n", this.counted)) {
      this.counted = next + 1;
      this.lines += 1;
    }
    return this.lines;
  }

  get over() {
    return this.at >= this.text.length;
  }

  is(text) {
    return this.text.startsWith(text, this.at);
  }

  take(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  space() {
    this.take(SPACE);
  }

  need(text) {
    if (!this.is(text)) throw text === "=" ? new Broken(this.line, "tomlEquals") : this.here(text);
    this.at += text.length;
  }

  /** What stands here, where something else was expected. */
  here(want) {
    const end = this.text.indexOf("\n", this.at);
    return new Broken(this.line, "tomlHere", { want, text: this.text.slice(this.at, end < 0 ? undefined : end).trim().slice(0, 40) });
  }

  comment() {
    const { line } = this;
    if (CONTROL.test(this.take(COMMENT))) throw new Broken(line, "tomlText");
  }

  /** Whether a line ends here, and past it. */
  lineEnd() {
    const length = this.is("\n") ? 1 : this.is("\r\n") ? 2 : 0;
    this.at += length;
    return length > 0;
  }

  /** Past blanks, comments and ends of lines. */
  blank() {
    do {
      this.space();
      this.comment();
    } while (this.lineEnd());
  }

  /** Past what may stand behind an entry: blanks, a comment, the end of the line. */
  rest() {
    this.space();
    if (!this.over && !this.is("#") && !this.is("\n") && !this.is("\r\n")) throw this.here("#");
    this.comment();
    if (!this.over && !this.lineEnd()) throw this.here("#");
  }

  skipLine() {
    const end = this.text.indexOf("\n", this.at);
    this.at = end < 0 ? this.text.length : end + 1;
  }

  /** `a."b".c` as its names. */
  key() {
    const names = [];
    do {
      if (names.length) this.at += 1;
      this.space();
      if (this.is('"""') || this.is("'''")) throw this.here("name");
      const name = this.is('"') || this.is("'") ? this.string() : this.take(BARE);
      if (!name && !['"', "'"].includes(this.text[this.at - 1])) throw this.here("name");
      names.push(name);
      this.space();
    } while (this.is(".") && names.length <= MAX_DEPTH);
    return names;
  }

  /** A text in any of its four forms. */
  string() {
    const { line } = this;
    const quote = this.text[this.at];
    const three = this.is(quote.repeat(3));
    const begin = this.at + (three ? 3 : 1);
    let end = begin;
    for (; ; end += 1) {
      const c = this.text[end];
      if (c === undefined || (c === "\n" && !three)) throw new Broken(line, "tomlText");
      if (c === "\\" && quote === '"') end += 1;
      else if (c === quote && (!three || this.text.startsWith(quote.repeat(3), end))) break;
    }
    // One or two quotes may stand before the three that end a text.
    for (let more = 0; three && more < 2 && this.text[end + 3] === quote; more += 1) end += 1;
    this.at = end + (three ? 3 : 1);
    const inner = this.text.slice(begin, end).replace(three ? /^\r?\n/ : /^$/, "");
    const wrong = three ? CONTROL_IN_LINES.test(inner.replaceAll("\r\n", "\n")) : CONTROL.test(inner);
    if (wrong) throw new Broken(line, "tomlText");
    return quote === "'" ? inner : unescaped(inner, three, line);
  }

  value(depth) {
    const { line } = this;
    if (depth > MAX_DEPTH) throw this.here("value");
    if (this.is('"') || this.is("'")) return { kind: "text", text: this.string(), line };
    if (this.is("[")) return { kind: "list", items: this.list(depth), line };
    if (this.is("{")) return this.inlineTable(depth);
    const text = this.take(PLAIN);
    if (!text) throw this.here("value");
    if (text === "true" || text === "false") return { kind: "bool", yes: text === "true", line };
    if (parseDay(text) !== null) return { kind: "date", text, line };
    if (NUMBER.test(text)) return { kind: "number", text: text.replaceAll("_", ""), line };
    throw new Broken(line, "tomlValue", { text });
  }

  list(depth) {
    const items = [];
    this.at += 1;
    for (this.blank(); !this.is("]"); this.blank()) {
      items.push(this.value(depth + 1));
      this.blank();
      if (!this.is("]")) this.need(",");
    }
    this.at += 1;
    return items;
  }

  inlineTable(depth) {
    const table = newTable(this.line, { inline: true });
    this.at += 1;
    for (this.blank(); !this.is("}"); this.blank()) {
      const { line } = this;
      const path = this.key();
      // Between braces lines may end on either side of `=`: the program's reader takes that too.
      this.blank();
      this.need("=");
      this.blank();
      const value = this.value(depth + 1);
      put(table, path, value, line, true);
      this.blank();
      if (!this.is("}")) this.need(",");
    }
    this.at += 1;
    return table;
  }
}

function unescaped(inner, three, line) {
  let out = "";
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] !== "\\") {
      out += inner[at];
      continue;
    }
    at += 1;
    const c = inner[at];
    if (Object.hasOwn(ESCAPES, c)) out += ESCAPES[c];
    else if (Object.hasOwn(HEX, c)) {
      const digits = inner.slice(at + 1, at + 1 + HEX[c]);
      const code = /^[\da-fA-F]+$/.test(digits) && digits.length === HEX[c] ? Number.parseInt(digits, 16) : -1;
      if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw new Broken(line, "tomlText");
      out += String.fromCodePoint(code);
      at += HEX[c];
    } else {
      // A line that ends with a backslash goes on with the next character that is seen.
      const gap = three ? /^[ \t]*\r?\n[ \t\r\n]*/.exec(inner.slice(at))?.[0] : undefined;
      if (!gap) throw new Broken(line, "tomlText");
      at += gap.length - 1;
    }
  }
  return out;
}

/** The table that the names of a path lead to; `dotted` where they are those of a key and not of a `[header]`. */
function descend(table, path, line, dotted, inline) {
  let found = table;
  for (const name of path) {
    const next = found.entries.get(name);
    if (!next) {
      const made = newTable(line, { implicit: true, dotted, inline });
      found.entries.set(name, made);
      found = made;
      continue;
    }
    const closed = next.kind !== "table" || (next.inline && !inline) || (dotted && !next.implicit);
    if (closed) throw new Broken(line, "tomlTwice", { text: path.join(".") });
    if (dotted) next.dotted = true;
    found = next;
  }
  return found;
}

function put(table, path, value, line, inline) {
  const name = path.at(-1);
  const parent = descend(table, path.slice(0, -1), line, path.length > 1, inline);
  if (parent.entries.has(name)) throw new Broken(line, "tomlTwice", { text: path.join(".") });
  parent.entries.set(name, { ...value, line });
}

/** The table of a `[header]`; one that stands only because of those below it is opened. */
function opened(root, path, line) {
  const parent = descend(root, path.slice(0, -1), line, false, false);
  const known = parent.entries.get(path.at(-1));
  if (known && !(known.kind === "table" && known.implicit && !known.dotted)) throw new Broken(line, "tomlTwice", { text: `[${path.join(".")}]` });
  const table = known ?? newTable(line);
  Object.assign(table, { implicit: false, line });
  parent.entries.set(path.at(-1), table);
  return table;
}

/** A whole text: { root: table, problems: [{ line, code, … }] } with codes of words.js. */
export function parse(text) {
  const root = newTable(1);
  const problems = [];
  if (text.length > MAX_TEXT) return { root, problems: [{ line: 1, code: "tomlLong" }] };
  const r = new Reader(text.replace(/^\ufeff{1,2}/, ""));
  let table = root;
  while (!r.over && problems.length < MAX_PROBLEMS) {
    let whole = false;
    try {
      r.blank();
      if (r.over) break;
      const { line } = r;
      if (r.is("[")) {
        table = null;
        r.at += 1;
        if (r.is("[")) throw new Broken(line, "tomlMany");
        const path = r.key();
        r.need("]");
        r.rest();
        whole = true;
        table = opened(root, path, line);
      } else if (table === null) {
        // What belongs to a table that cannot be read is left out with it.
        r.skipLine();
      } else {
        const path = r.key();
        r.need("=");
        r.space();
        const value = r.value(1);
        r.rest();
        whole = true;
        put(table, path, value, line, false);
      }
    } catch (e) {
      if (!(e instanceof Broken)) throw e;
      problems.push(e.problem);
      if (!whole) r.skipLine();
    }
  }
  return { root, problems };
}
