// The state of the page in the fragment of its address (`#a=…&on=…&lang=…`), so that it can be kept and shared without a
// server. `a` is a list of `name:value` with `;` between; inside a value `,` parts a list or bounds, `@` parts value, person,
// day and reason; `*` ends a list that may go on, `?` is "don't know", `-` takes an answer back. Whatever cannot be read is reported and left out.

import { fromText, interval, isDate, set } from "./values.js";

const MAX_TEXT = 100_000;

const enc = (s) => encodeURIComponent(s.toWellFormed?.() ?? s).replace(/[!'()*]|^-/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function value(v) {
  if (v === true || v === false) return v ? "y" : "n";
  if (Array.isArray(v)) return v.length ? v.map(enc).join(",") : "none";
  if (v?.words) return [...v.words.map(enc), "*"].join(",");
  if (v && typeof v === "object") return [v.low, v.best ?? "", v.high].map(enc).join(",");
  return enc(String(v));
}

/** The fragment without `#`. `answers`: Map of name to {value, by, on, why}; `skipped`, `removed`: names. */
export function write({ answers, skipped = [], removed = [], on, lang }, people = true) {
  const parts = [];
  for (const [name, a] of answers) {
    const judged = people && (a.by || a.why) ? `@${enc(a.by ?? "")}@${enc(a.on ?? "")}@${enc(a.why ?? "")}` : "";
    parts.push(`${enc(name)}:${value(a.value)}${judged}`);
  }
  for (const name of skipped) parts.push(`${enc(name)}:?`);
  for (const name of removed) parts.push(`${enc(name)}:-`);
  const out = [];
  if (parts.length) out.push(`a=${parts.join(";")}`);
  if (on) out.push(`on=${enc(on)}`);
  if (lang) out.push(`lang=${enc(lang)}`);
  return out.join("&");
}

function dec(s) {
  try {
    return decodeURIComponent(s);
  } catch {
    return null;
  }
}

/** Reads a fragment. Never throws; `problems` holds {code, …} of words.js for what was left out. */
export function read(fragment, facts, presets = new Map()) {
  const state = { answers: new Map(), skipped: new Set(), removed: new Set(), on: null, lang: null, problems: [] };
  const all = String(fragment).replace(/^#/, "");
  if (all.length > MAX_TEXT) {
    state.problems.push({ code: "fragLong" });
    return state;
  }
  for (const pair of all.split("&").filter(Boolean)) {
    const at = pair.indexOf("=");
    const key = at < 0 ? pair : pair.slice(0, at);
    const rest = at < 0 ? "" : pair.slice(at + 1);
    if (key === "a") for (const entry of rest.split(";").filter(Boolean)) one(entry, facts, state, presets);
    else if (key === "on") {
      if (isDate(rest)) state.on = rest;
      else state.problems.push({ code: "errDate", text: dec(rest) ?? rest });
    } else if (key === "lang") state.lang = rest === "zh" || rest === "en" ? rest : null;
  }
  return state;
}

function one(entry, facts, state, presets) {
  const at = entry.indexOf(":");
  const name = dec(at < 0 ? entry : entry.slice(0, at));
  const rest = at < 0 ? "" : entry.slice(at + 1);
  const def = name === null ? null : facts.get(name);
  // A question of several facts can be left open, too.
  if (presets.has(name) && rest === "?") return void state.skipped.add(name);
  if (!def || def.evidence_only) {
    state.problems.push({ code: "fragUnknown", text: name ?? entry });
    return;
  }
  const mark = rest === "?" ? state.skipped : rest === "-" ? state.removed : null;
  if (state.answers.has(name) || (!mark && (state.skipped.has(name) || state.removed.has(name)))) {
    state.problems.push({ code: "tomlTwice", text: name });
    return;
  }
  if (mark) return void mark.add(name);
  const [raw, ...judged] = rest.split("@");
  const parts = raw.split(",").map(dec);
  const people = judged.map(dec);
  if (parts.includes(null) || people.includes(null)) {
    state.problems.push({ code: "fragBroken", name });
    return;
  }
  const read = typedValue(def, parts);
  if (!("value" in read)) {
    state.problems.push({ ...(read.error ?? { code: "fragBroken" }), name });
    return;
  }
  const [by, on, why] = people;
  state.answers.set(name, {
    value: read.value,
    ...(by ? { by } : {}),
    ...(on && isDate(on) ? { on } : {}),
    ...(why ? { why } : {}),
  });
}

function typedValue(def, parts) {
  if (def.kind === "yes-no") return fromText(def, parts.join(",").replace(/^y$/, "yes").replace(/^n$/, "no"));
  if (def.kind === "set" && parts.length > 1 && parts.at(-1) === "*") {
    const { value, error } = set(def, parts.slice(0, -1));
    return error ? { error } : { value: { words: value, complete: false } };
  }
  if (def.kind === "set") return set(def, parts);
  if (def.kind === "number" && parts.length === 3) return interval(parts[0], parts[1] || null, parts[2]);
  // A text may hold commas; it comes as it was.
  if (def.kind === "text") return parts.join(",") ? { value: parts.join(",") } : { error: { code: "errEmpty" } };
  return fromText(def, parts.join(","));
}
