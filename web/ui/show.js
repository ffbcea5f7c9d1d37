// Law and answers in the language of the reader: names, values, badges, and provisions that open where they stand.

import { UNBOUNDED } from "../engine/interview.js";
import { parse, significant } from "../engine/number.js";
import { say } from "../words.js";
import { brief } from "./amounts.js";
import { bdi, button, el, newId } from "./dom.js";

/** An estimate to three figures, as the program shows it. */
function rounded(text) {
  const amount = parse(text);
  return amount === null ? text : brief(significant(amount, 3));
}

export class Show {
  constructor(state) {
    this.state = state;
  }

  get lang() {
    return this.state.lang;
  }

  say(key, params) {
    return say(this.lang, key, params);
  }

  /** One language of a pair {en, zh} of the law data. */
  of(pair) {
    return pair?.[this.lang] ?? pair?.en ?? "";
  }

  /** A fact in a few words. */
  name(fact) {
    const def = this.state.facts.get(fact);
    return this.of(def?.short ?? def?.question).replace(/[?？]$/, "") || fact;
  }

  /** What the group of a fact is about. */
  group(fact) {
    return this.of(this.state.groups.get(fact.split(".")[0])?.title);
  }

  /** A message of the program as a sentence of its own begins. */
  sentence(text) {
    return text.slice(0, 1).toUpperCase() + text.slice(1);
  }

  /** A finding of the law book with its marks filled in: its message, or with `help` what to do. */
  finding(code, marks = {}, help = false) {
    const def = this.state.data.findings?.[code];
    return this.of(help ? def?.help : def?.message).replace(/\{(\w+)\}/g, (_, name) => (Object.hasOwn(marks, name) ? String(marks[name]) : "…"));
  }

  /** That an amount lies near a line of the law. */
  near(fact, value, line) {
    return this.finding("near-threshold", { fact, value, threshold: line });
  }

  /** What the law names an amount by id. */
  threshold(id) {
    const { law } = this.state.engine;
    return law.threshold(id)?.value ?? null;
  }

  /** What stands for a conclusion or duty in a list. */
  title(id) {
    const c = this.state.conclusions.get(id);
    if (c) return this.of(c.title);
    return this.state.duties.has(id) ? this.article(id) : id;
  }

  /** `53-1-d` as lawyers write it. */
  article(id) {
    return this.provision(`ai-act/${id.replaceAll("-", "/")}`);
  }

  /** What a word of a fact is called. */
  word(fact, w) {
    const def = this.state.facts.get(fact);
    return def?.names?.[this.lang]?.[def.words.indexOf(w)] ?? (w === "none" ? this.say("noneWord") : w.replaceAll("_", " "));
  }

  get colon() {
    return this.lang === "zh" ? "：" : ": ";
  }

  join(list) {
    return list.join(this.lang === "zh" ? "、" : ", ");
  }

  country(code) {
    try {
      return new Intl.DisplayNames([this.lang === "zh" ? "zh-Hans" : "en"], { type: "region" }).of(code) ?? code;
    } catch {
      return code;
    }
  }

  /** A value as a text; strangers' texts come back as they are and belong into `bdi`. */
  value(fact, v) {
    const kind = this.state.facts.get(fact)?.kind;
    if (v === undefined || v === null) return this.say("unknown");
    if (v === true || v === false) return this.say(v ? "yes" : "no");
    if (Array.isArray(v)) return v.length ? this.join(v.map((w) => this.word(fact, w))) : this.say("noneWord");
    if (typeof v === "object" && Array.isArray(v.words)) return this.say("partly", { text: this.join(v.words.map((w) => this.word(fact, w))) });
    if (typeof v === "object") {
      const [low, best, high] = [v.low, v.best, v.high].map((x) => (x ? this.number(v.low && v.high ? rounded(x) : x) : null));
      if (best && low && high) return this.say("bestOf", { low, best, high });
      if (v.high === UNBOUNDED && low) return this.say("over", { text: low });
      if (v.low === "0" && !best && high) return this.say("upTo", { text: high });
      if (low && high) return this.say("between", { low, high });
      return low ? this.say("over", { text: low }) : high ? this.say("upTo", { text: high }) : this.say("unknown");
    }
    if (kind === "number") return this.number(v);
    if (kind === "word") return this.word(fact, v);
    return kind === "country" ? `${this.country(v)} (${v})` : String(v);
  }

  /** Groups of three for whole numbers; powers as the law writes them. */
  number(text) {
    return /^\d{5,}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, this.lang === "zh" ? "," : "\u202f") : text;
  }

  /** A fact with its value, and who judged it. */
  known(fact) {
    const { value, answer } = this.state.fact(fact);
    const shown = value ?? this.state.verdict.derived[fact];
    const who = answer?.by ? ` – ${this.say("judgedBy", { by: answer.by, on: answer.on ?? "?", why: answer.why ?? "?" })}` : "";
    return el("li", {}, this.name(fact) + this.colon, shown === undefined ? this.say("unknown") : bdi(this.value(fact, shown) + who));
  }

  /** A status in a word with a sign of its own: colour is never the only signal. */
  badge(status, strength) {
    const sign = { yes: "●", applies: "●", no: "○", "not-applicable": "○", exempt: "◇", open: "◐" }[status] ?? "·";
    const key = status === "open" ? "open" : status;
    return el("span", { class: `badge ${status}`, "data-status": status },
      el("span", { "aria-hidden": "true" }, `${sign} `), this.say(key), strength === "presumed" ? ` · ${this.say("presumed")}` : "");
  }

  /** The state of a duty, likewise. */
  dutyState(state) {
    const sign = { met: "✓", gap: "✗", unknown: "?" }[state] ?? "–";
    return el("span", { class: `badge state-${state}`, "data-state": state }, el("span", { "aria-hidden": "true" }, `${sign} `), this.say("stateIs", { text: this.of(this.state.data.states?.[state]) || state }));
  }

  /** A provision as lawyers write it: `ai-act/53/1/d` is Article 53(1)(d). */
  provision(id) {
    const [source, first, ...rest] = id.split("/");
    const zh = this.lang === "zh";
    const inner = rest.map((r) => `(${r})`).join("");
    if (source === "ai-act" && zh) return `第 ${first} 条${rest[0] ? `第 ${rest[0]} ${first === "3" ? "项" : "款"}` : ""}${rest[1] ? `第 (${rest[1]}) 项` : ""}`;
    if (source === "ai-act") return `Article ${first}${inner}`;
    if (source === "guidelines") return zh ? `指南第 ${first} 段` : `Guidelines ${first}`;
    if (source === "recital") return zh ? `序言第 ${first} 段` : `Recital ${first}`;
    const annex = /^annex-([a-z]+)$/.exec(source);
    return annex ? `${zh ? "附件 " : "Annex "}${annex[1].toUpperCase()}${first ? `(${first})` : ""}` : id;
  }

  /** Provisions as buttons; each opens its text below, in place. */
  cites(ids) {
    if (!ids?.length) return null;
    const panel = el("div", { class: "provisions" });
    const one = (id) => {
      const target = newId("law");
      const toggle = (event) => {
        const b = event.currentTarget;
        const open = b.getAttribute("aria-expanded") === "true";
        b.setAttribute("aria-expanded", String(!open));
        if (open) panel.querySelector(`#${target}`)?.remove();
        else panel.append(this.paragraph(id, target));
      };
      return el("li", {}, button(this.provision(id), toggle, { class: "cite", "aria-expanded": "false", "aria-controls": target, "data-test": `cite-${id}` }));
    };
    return el("div", { class: "cites" }, el("ul", { class: "chips" }, [...new Set(ids)].map(one)), panel);
  }

  paragraph(id, target) {
    const p = this.state.data.citations[id];
    return el("div", { id: target, class: "provision", "data-test": "provision" },
      el("p", {}, el("strong", {}, `${this.provision(id)}${p?.heading ? ` · ${p.heading}` : ""}`)),
      el("p", {}, p ? this.of(p) : this.say("citeMissing")),
      p && el("p", { class: "hint" }, this.say("lawTextNote"), " ", this.link(id)));
  }

  /** The text itself where it is published, at the provision where its address has one; null where the law data knows none. */
  link(id) {
    const [source, first] = id.split("/");
    const annex = /^annex-([a-z]+)$/.exec(source)?.[1];
    const of = source === "guidelines" ? source : source === "ai-act" || source === "recital" || annex ? "ai-act" : null;
    const address = this.state.data.law.sources.find((s) => s.id === of)?.link;
    if (!address) return null;
    const at = of === "guidelines" ? "" : annex ? `#anx_${annex.toUpperCase()}` : `#${source === "recital" ? "rct" : "art"}_${first}`;
    return el("a", { href: `${address}${at}`, rel: "noreferrer noopener", target: "_blank", class: "text-link" }, `${this.say("readText")}${this.colon}${this.provision(id)}`);
  }

  /** The sources of a fact in the files, file and line each. */
  sources(evidence) {
    if (!evidence?.sources?.length) return null;
    return el("ul", { class: "sources", "data-test": "sources" }, evidence.sources.map((s) =>
      el("li", {}, bdi(s.line ? this.say("place", { file: s.file, line: s.line }) : s.file), s.method && s.method !== "stated" ? bdi(` · ${s.method}`) : "")));
  }

  /** A problem of reading, in words. */
  problem(p) {
    const params = { ...p, ...(p.kind ? { kind: p.kind } : {}), form: "{ value = …, by = …, on = …, why = … }" };
    const text = say(this.lang, p.code === "tomlUnknown" && p.near ? "tomlNear" : p.code, params);
    const named = p.name && !text.includes(p.name) ? `${p.name}: ${text}` : text;
    return p.line ? this.say("tomlLine", { line: p.line, text: named }) : named;
  }
}
