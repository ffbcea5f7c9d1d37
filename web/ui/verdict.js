// The verdict: every conclusion with its reason, rules and provisions; every duty with its day; remarks; what is assumed.

import { bdi, button, el, fold } from "./dom.js";
import { near } from "./calculator.js";

/** Amounts and the line each is compared with. */
const LINES = [["compute.update_flop", "gpai-indicative"], ["compute.cumulative_flop", "systemic-presumption"], ["compute.expected_cumulative_flop", "systemic-presumption"]];

export function verdictView(app) {
  const { show, state } = app;
  const v = state.full;
  return [
    el("section", { class: "card", "data-test": "headline" },
      el("p", { class: "headline big" }, app.headline()),
      app.assumes() && el("p", {}, show.say("assumption")),
      el("div", { class: "row" }, dayField(app), button(show.say("print"), () => app.print(), { "data-test": "print-here" }))),
    remarks(app),
    el("section", {}, el("h2", {}, show.say("dutiesTitle")), inOrder(v.duties).map((d) => duty(app, d))),
    el("section", {}, el("h2", {}, show.say("conclusions")), v.conclusions.map((c) => conclusion(app, c))),
  ];
}

function dayField(app) {
  const { show, state } = app;
  const { first, last } = state.data.law;
  const input = el("input", { type: "date", id: "as-of", value: state.day, min: first, max: last, "data-key": "as-of", "data-test": "as-of",
    onchange: () => input.value && state.change((now) => { now.on = input.value === state.start ? null : input.value; }) });
  const wanted = state.now.on ?? state.start;
  return el("div", { class: "field" }, el("label", { for: "as-of" }, show.say("asOf")),
    el("p", { class: "hint" }, wanted === state.day ? show.say("asOfHint") : show.say("dayOutside", { first, last })), input);
}

/** Facts with their values, as a list. */
const facts = (show, names) => el("ul", {}, names.map((n) => show.known(n)));

const asks = (app, names) => el("ul", { class: "asks" }, names.map((n) => el("li", {}, app.askButton(n))));

/** What an answer still waits for; facts that only displace a presumption come where there is nothing else. */
export function waits({ facts }, missing) {
  const known = (missing ?? []).filter((n) => facts.has(n));
  const plain = known.filter((n) => !facts.get(n).exceptional);
  return plain.length ? plain : known;
}

export function conclusion(app, c) {
  const { show, state } = app;
  const def = state.conclusions.get(c.name);
  const because = c.because ?? [];
  return el("article", { class: "card item", "data-test": `conclusion-${c.name}` },
    el("div", { class: "row" }, el("h3", { class: "grow" }, show.of(def?.title) || c.name), show.badge(c.status, c.strength)),
    el("p", {}, show.of(def?.said?.[c.status])),
    c.status === "open" && [el("p", { class: "hint" }, show.say("depends")), asks(app, waits(state, c.missing))],
    fold(show.say("details"), () => [
      el("p", {}, show.of(def?.about)),
      c.status !== "open" && [el("h4", {}, show.say("because")), because.length ? facts(show, because) : el("p", {}, show.say("becauseNothing"))],
      c.displaced_by?.length ? [el("h4", {}, show.say("displacedBy")), asks(app, c.displaced_by)] : null,
      rules(show, state, c.rules),
      show.cites(c.cites?.length ? c.cites : def?.cites),
    ], { "data-key": `more-${c.name}`, open: app.printing }));
}

function rules(show, state, ids) {
  const known = (ids ?? []).map((id) => state.rules.get(id)).filter(Boolean);
  if (!known.length) return null;
  return [el("h4", {}, show.say("rulesTitle")), el("ul", {}, known.map((r) => el("li", {}, show.of(r.text), " ", el("span", { class: "hint" }, `(${show.say(r.force ?? "act")})`),
    r.unclear && el("p", { class: "hint" }, show.say("unclear", { text: show.of(r.unclear) }))))),
  ];
}

const ORDER = ["applies", "open", "exempt", "not-applicable"];

/** Duties that are owed first. */
export const inOrder = (duties) => ORDER.flatMap((status) => duties.filter((d) => d.status === status));

/** When a duty falls due, in words. */
export function dueText(app, d) {
  const { show, state } = app;
  if (d.status !== "applies" && d.status !== "open") return "";
  if (!d.due) return show.say("dueUnknown");
  if (d.status === "open") return show.say("dueAssumed", { date: d.due });
  return show.say(d.due <= state.day ? "dueNow" : "due", { date: d.due });
}

export function duty(app, d) {
  const { show, state } = app;
  const def = state.duties.get(d.id);
  const differs = d.status === "open" && d.if_provider !== "open";
  const owed = d.status === "applies" || d.status === "open";
  const doc = def?.document && state.facts.has(def.document) ? def.document : null;
  return el("article", { class: `card item duty-${d.status}`, "data-test": `duty-${d.id}` },
    el("div", { class: "row" }, el("h3", { class: "grow" }, `${show.article(d.id)} · ${show.of(def?.title)}`), show.badge(d.status)),
    owed && [el("p", { class: "row tight" }, el("span", {}, dueText(app, d)), differs && el("span", {}, show.say("ifProvider", { text: show.say(d.if_provider) }))), el("p", {}, show.of(def?.text))],
    fold(show.say("details"), () => [
      !owed && el("p", {}, show.of(def?.text)),
      el("h4", {}, show.say("todo")), el("p", {}, show.of(def?.todo)),
      doc && el("p", {}, app.askButton(doc)),
      d.because?.length ? [el("h4", {}, show.say("because")), facts(show, d.because)] : null,
      d.status === "open" && [el("h4", {}, show.say("depends")), asks(app, waits(state, d.missing))],
      show.cites(d.cites?.length ? d.cites : def?.cites),
    ], { "data-key": `more-${d.id}`, open: app.printing }));
}

/** Remarks: contradictions, nearness to a line, what the engine or the program found. */
export function remarks(app) {
  const { show, state } = app;
  const out = [];
  for (const group of state.verdict.contradictions ?? []) {
    out.push(el("p", { class: "problem" }, show.say("contradiction", { text: show.join(group.map((n) => show.name(n))) })));
  }
  for (const [fact, line] of LINES) {
    const at = state.data.thresholds.find((t) => t.id === line)?.value;
    const value = state.known[fact];
    if (at && value && near(typeof value === "object" ? value : { low: value, best: value, high: value }, at)) {
      out.push(el("p", {}, show.say("nearLine", { name: show.name(fact), line: at }), show.cites(["guidelines/123"])));
    }
  }
  for (const id of state.verdict.doubts ?? []) {
    const doubt = state.data.doubts.find((d) => d.id === id);
    out.push(el("div", { class: "remark" }, el("p", {}, show.say("unclear", { text: show.of(doubt?.text) || id })), show.cites(doubt?.cites)));
  }
  for (const id of state.verdict.yielded ?? []) {
    const axiom = state.data.axioms[id] ?? state.data.axioms.find((a) => a.id === id);
    out.push(el("div", { class: "remark" }, el("p", {}, show.say("unusual", { text: show.of(axiom?.text) })), show.cites(axiom?.cites)));
  }
  // What the program found in the files holds for the answers it saw.
  const own = ["near-threshold", "facts-contradict", "sources-disagree", "law-unclear", "answers-unusual"];
  for (const f of state.folder && !state.unsaved().length ? (state.folder.findings ?? []) : []) {
    if (own.includes(f.code)) continue;
    out.push(el("div", { class: "remark" }, el("p", {}, bdi(show.of(f.message))),
      f.places?.length > 0 && el("ul", { class: "sources" }, f.places.map((p) => el("li", {}, bdi(p.line ? show.say("place", p) : p.file)))),
      show.cites(f.cites)));
  }
  const { exposure } = state.verdict;
  if (exposure?.fine_ceiling_eur) out.push(el("p", {}, show.say("fine", { text: show.number(exposure.fine_ceiling_eur), date: exposure.finable_from ?? "?" })));
  return out.length ? el("section", { class: "card", "data-test": "remarks" }, el("h2", {}, show.say("findings")), out) : null;
}
