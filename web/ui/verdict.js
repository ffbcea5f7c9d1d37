// The verdict: what is still missing; every conclusion with its reason, rules and provisions; every duty with its state, its day
// and what was found on its document; remarks; what is assumed.

import { bdi, button, el, fold } from "./dom.js";

export function verdictView(app) {
  const { show, state } = app;
  const v = state.full;
  return [
    el("section", { class: "card", "data-test": "headline" },
      el("p", { class: "headline big" }, app.headline()),
      app.assumes() && el("p", {}, show.say("assumption")),
      el("div", { class: "row" }, dayField(app), button(show.say("print"), () => app.print(), { "data-test": "print-here" }))),
    missing(app, v.duties),
    remarks(app),
    el("section", {}, el("h2", {}, show.say("dutiesTitle")), !state.folder && el("p", { class: "hint" }, show.say("noDocuments")), inOrder(v.duties).map((d) => duty(app, d))),
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

/** What is still missing: the duties that apply and are not met, those with a gap first. */
function missing(app, duties) {
  const { show, state } = app;
  const owed = duties.filter((d) => d.status === "applies").map((d) => ({ d, ...state.stateOf(d) }));
  if (!owed.length) return null;
  const of = (word) => owed.filter((o) => o.state === word);
  const left = [...of("gap"), ...of("unknown")];
  return el("section", { class: "card", "data-test": "missing" },
    el("h2", {}, show.say("missingTitle")),
    el("p", {}, show.say("statesCount", { met: of("met").length, gap: of("gap").length, open: of("unknown").length })),
    left.length > 0 && el("ul", { class: "missing" }, left.map((o) => el("li", {}, show.dutyState(o.state), el("span", {}, title(show, state, o.d)), el("span", { class: "hint" }, dueText(app, o.d))))));
}

const title = (show, state, d) => `${show.article(d.id)} · ${show.of(state.duties.get(d.id)?.title)}`;

/** A finding of the program, or of the page in the words of the law book. */
function finding(show, f) {
  return el("div", { class: "remark", "data-code": f.code },
    el("p", {}, bdi(show.sentence(show.of(f.message)))),
    show.of(f.help) && el("p", { class: "hint" }, bdi(show.of(f.help))),
    f.places?.length > 0 && el("ul", { class: "sources" }, f.places.map((p) => el("li", {}, bdi(p.line ? show.say("place", p) : p.file)))));
}

/** What was found on the document of a duty, or what the page says of it itself. */
function found(show, d, { findings, code, document }) {
  const marks = { duty: show.article(d.id), document: document ?? "" };
  const own = code && { code, message: show.finding(code, marks), help: show.finding(code, marks, true) };
  const list = own ? [{ ...own, message: { [show.lang]: own.message }, help: { [show.lang]: own.help } }] : findings;
  return list.length > 0 && el("div", { class: "findings", "data-test": `findings-${d.id}` }, list.map((f) => finding(show, f)));
}

export function duty(app, d) {
  const { show, state } = app;
  const def = state.duties.get(d.id);
  const differs = d.status === "open" && d.if_provider !== "open";
  const owed = d.status === "applies" || d.status === "open";
  const doc = def?.document && state.facts.has(def.document) ? def.document : null;
  const its = state.stateOf(d);
  const due = its.state === "gap" || its.state === "unknown";
  const todo = () => [el("h4", {}, show.say("todo")), el("p", {}, show.of(def?.todo)), doc && el("p", {}, app.askButton(doc))];
  return el("article", { class: `card item duty-${d.status}`, "data-test": `duty-${d.id}` },
    el("div", { class: "row" }, el("h3", { class: "grow" }, title(show, state, d)), show.badge(d.status)),
    el("p", { class: "row tight" }, show.dutyState(its.state), owed && el("span", {}, dueText(app, d)), differs && el("span", {}, show.say("ifProvider", { text: show.say(d.if_provider) }))),
    owed && [el("p", {}, show.of(def?.text)),
      found(show, d, its), its.findings.length > 0 && state.unsaved().length > 0 && el("p", { class: "hint" }, show.say("checkedSaved")),
      due && todo()],
    fold(show.say("details"), () => [
      !owed && el("p", {}, show.of(def?.text)),
      !(owed && due) && todo(),
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
  for (const name of state.disputed) {
    const { answer, evidence } = state.fact(name);
    const said = [answer?.value, ...(evidence?.values ?? [])].filter((v) => v !== undefined && v !== null).map((v) => show.value(name, v));
    out.push(el("div", { class: "remark", "data-code": "sources-disagree" }, el("p", { class: "problem" }, bdi(show.sentence(show.finding("sources-disagree", { fact: show.name(name), values: said.join(" / ") })))), show.sources(evidence)));
  }
  for (const { fact, line } of state.verdict.near ?? []) {
    const cited = [state.data.lines.margin, line].flatMap((id) => state.engine.law.threshold(id)?.cites ?? []);
    out.push(el("div", { class: "remark" }, el("p", {}, show.near(show.name(fact), show.value(fact, state.known[fact]), show.threshold(line))), show.cites(cited)));
  }
  for (const id of state.verdict.doubts ?? []) {
    const doubt = state.data.doubts.find((d) => d.id === id);
    // A notice has advice of its own; a doubt says what is unclear.
    const text = show.of(doubt?.text) || id;
    const said = doubt?.help ? show.sentence(text) : show.say("unclear", { text });
    out.push(el("div", { class: "remark", "data-code": id }, el("p", {}, said), doubt?.help && el("p", { class: "hint" }, show.of(doubt.help)), show.cites(doubt?.cites)));
  }
  for (const id of state.verdict.yielded ?? []) {
    const axiom = state.data.axioms[id] ?? state.data.axioms.find((a) => a.id === id);
    out.push(el("div", { class: "remark" }, el("p", {}, show.say("unusual", { text: show.of(axiom?.text) })), show.cites(axiom?.cites)));
  }
  // What the program found in the files holds for the answers it saw. What follows from answers alone the page says itself, and
  // what bears on the document of a duty stands there.
  for (const f of state.folder && !state.unsaved().length ? (state.folder.findings ?? []) : []) {
    if (f.duty || Object.hasOwn(state.data.findings ?? {}, f.code)) continue;
    const node = finding(show, f);
    node.append(show.cites(f.cites) ?? "");
    out.push(node);
  }
  const { exposure } = state.verdict;
  if (exposure?.fine_ceiling_eur) out.push(el("p", {}, show.say("fine", { text: show.number(exposure.fine_ceiling_eur), date: exposure.finable_from ?? "?" })));
  return out.length ? el("section", { class: "card", "data-test": "remarks" }, el("h2", {}, show.say("findings")), out) : null;
}
