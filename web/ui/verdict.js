// The verdict: what is still missing; every conclusion with its reason, rules and provisions; every duty with its state, its day
// and what was found on its document; remarks; what is assumed.

import { bdi, button, el, fold } from "./dom.js";

export function verdictView(app) {
  const { show, state } = app;
  const v = state.full;
  return [
    el("section", { class: "card", "data-test": "headline" },
      el("p", { class: "headline big" }, app.headline()),
      judgedWhole(app),
      app.assumes() && el("p", {}, show.say("assumption")),
      el("div", { class: "row end" }, dayField(app), button(show.say("print"), () => app.print(), { "data-test": "print-here" }))),
    el("section", { class: "card", "data-test": "duties" }, el("h2", {}, show.say("dutiesTitle")),
      counted(app, v.duties), !state.folder && v.duties.some((d) => d.status === "applies") && el("p", { class: "hint" }, show.say("noDocuments")),
      el("table", { class: "wide" }, el("thead", {}, el("tr", {}, ["duty", "state", "dueBy", "nextStep"].map((key) => el("th", { scope: "col" }, show.say(key))))),
        el("tbody", {}, urgentFirst(app, inOrder(v.duties)).map((d) => duty(app, d))))),
    remarks(app),
    el("section", { class: "card" }, el("h2", {}, show.say("conclusions")),
      el("table", { class: "wide" }, el("tbody", {}, v.conclusions.map((c) => conclusion(app, c))))),
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

/** The table of conclusions that a person judges as a whole. The command line goes by them; the page keeps them. */
const JUDGED = "conclusions.";

/** Says that the page does not go by a conclusion which is judged as a whole. */
export function judgedWhole(app) {
  const { show, state } = app;
  const said = state.data.facts.filter((f) => f.name.startsWith(JUDGED)).map((f) => [f.name.slice(JUDGED.length), state.fact(f.name).value]);
  const names = said.filter(([, value]) => value !== undefined).map(([name, value]) => `${show.title(name)} – ${show.say(value ? "yes" : "no")}`);
  return names.length > 0 && el("p", { class: "note", role: "note", "data-test": "judged-whole" }, show.say("judgedWhole", { names: show.join(names) }));
}

/** The same at the question itself. */
export const judgedWholeHere = (app, name) => name.startsWith(JUDGED) && el("p", { class: "note", "data-test": "judged-whole-here" }, app.show.say("judgedWholeHere"));

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
  return el("tr", { "data-test": `conclusion-${c.name}` },
    el("th", { scope: "row" }, show.of(def?.title) || c.name),
    el("td", {}, show.badge(c.status, c.strength)),
    el("td", {}, el("p", {}, show.of(def?.said?.[c.status])),
      c.status === "open" && [el("p", { class: "hint" }, show.say("depends")), asks(app, waits(state, c.missing))],
      fold(show.say("details"), () => [
        el("p", {}, show.of(def?.about)),
        c.status !== "open" && [el("h3", {}, show.say("because")), because.length ? facts(show, because) : el("p", {}, show.say("becauseNothing"))],
        c.displaced_by?.length ? [el("h3", {}, show.say("displacedBy")), asks(app, c.displaced_by)] : null,
        rules(show, state, c.rules),
        show.cites(c.cites?.length ? c.cites : def?.cites),
      ], { "data-key": `more-${c.name}` })));
}

function rules(show, state, ids) {
  const known = (ids ?? []).map((id) => state.rules.get(id)).filter(Boolean);
  if (!known.length) return null;
  return [el("h3", {}, show.say("rulesTitle")), el("ul", {}, known.map((r) => el("li", {}, show.of(r.text), " ", el("span", { class: "hint" }, `(${show.say(r.force ?? "act")})`),
    r.unclear && el("p", { class: "hint" }, show.say("unclear", { text: show.of(r.unclear) }))))),
  ];
}

const ORDER = ["applies", "open", "exempt", "not-applicable"];

/** Duties that are owed first. */
export const inOrder = (duties) => ORDER.flatMap((status) => duties.filter((d) => d.status === status));

/** Days from one day to another. */
const daysTo = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** When a duty falls due, in words, with the days that are left. */
export function dueText(app, d) {
  const { show, state } = app;
  if (d.status !== "applies" && d.status !== "open") return "";
  if (!d.due) return show.say("dueUnknown");
  const n = daysTo(state.day, d.due);
  const left = n > 0 ? show.say("daysLeft", { n }) : n === 0 ? show.say("today") : show.say(state.stateOf(d).state === "gap" ? "daysOver" : "daysSince", { n: -n });
  const said = `${d.due}${show.lang === "zh" ? "，" : ", "}${left}`;
  return d.status === "open" ? show.say("dueAssumed", { date: said }) : said;
}

/** What is to be done about a duty, which gives it its colour: overdue, gap, look (nobody has looked), met, asked (open), none. */
export function urgency(app, d, { state: found }) {
  if (d.status === "open") return "asked";
  if (d.status !== "applies") return "none";
  if (found === "met") return "met";
  if (found === "gap") return d.due && d.due < app.state.day ? "overdue" : "gap";
  return "look";
}

/** Of the duties that are owed first those that are overdue or have a gap, then those nobody has checked. */
function urgentFirst(app, duties) {
  const order = ["overdue", "gap", "look", "met", "asked", "none"];
  const place = (d) => order.indexOf(urgency(app, d, app.state.stateOf(d)));
  return [...duties].sort((a, b) => place(a) - place(b));
}

/** How many of the duties that apply are met. */
function counted(app, duties) {
  const { show, state } = app;
  const owed = duties.filter((d) => d.status === "applies").map((d) => state.stateOf(d).state);
  const of = (word) => owed.filter((o) => o === word).length;
  return owed.length > 0 && el("p", { "data-test": "missing" }, show.say("statesCount", { met: of("met"), gap: of("gap"), open: of("unknown") }));
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

const MARKS = { overdue: "‼", gap: "✗", look: "?", met: "✓", asked: "◐", none: "○" };

/** One row of the table of duties. */
export function duty(app, d) {
  const { show, state } = app;
  const def = state.duties.get(d.id);
  const differs = d.status === "open" && d.if_provider !== "open";
  const owed = d.status === "applies" || d.status === "open";
  const doc = def?.document && state.facts.has(def.document) ? def.document : null;
  const its = state.stateOf(d);
  const urgent = urgency(app, d, its);
  const waiting = d.status === "open" ? waits(state, d.missing) : [];
  const step = urgent === "asked" ? waiting.length > 0 && app.askButton(waiting[0]) : ["overdue", "gap", "look"].includes(urgent) ? (doc ? app.askButton(doc) : show.say("seeDetails")) : "";
  return el("tr", { class: `duty-${d.status} is-${urgent}`, "data-test": `duty-${d.id}` },
    el("th", { scope: "row" },
      el("span", { class: "article" }, show.article(d.id)), " ", show.of(def?.title),
      fold(show.say("details"), () => [
        el("p", {}, show.of(def?.text)),
        owed && [el("h3", {}, show.say("todo")), el("p", {}, show.of(def?.todo)), doc && el("p", {}, app.askButton(doc))],
        d.because?.length ? [el("h3", {}, show.say("because")), facts(show, d.because)] : null,
        waiting.length > 0 && [el("h3", {}, show.say("depends")), asks(app, waiting)],
        show.cites(d.cites?.length ? d.cites : def?.cites),
      ], { "data-key": `more-${d.id}` })),
    el("td", { "data-status": d.status, "data-state": its.state },
      el("span", { class: `badge to-${urgent}` }, el("span", { "aria-hidden": "true" }, `${MARKS[urgent]} `), show.say(urgent === "none" ? d.status : `is_${urgent}`)),
      differs && el("p", { class: "hint" }, show.say("ifProvider", { text: show.say(d.if_provider) }))),
    el("td", { class: "due" }, owed && dueText(app, d).split(/(?<=[,，]) ?/).map((part) => el("span", {}, part, " "))),
    el("td", {}, step, owed && found(show, d, its), owed && its.findings.length > 0 && state.unsaved().length > 0 && el("p", { class: "hint" }, show.say("checkedSaved"))));
}

/** Remarks in the order in which they want looking at. */
const SEVERITY = { error: 0, warning: 1, info: 2 };

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
  const told = state.folder && !state.unsaved().length ? (state.folder.findings ?? []) : [];
  for (const f of [...told].sort((a, b) => (SEVERITY[a.severity] ?? 3) - (SEVERITY[b.severity] ?? 3))) {
    if (f.duty || Object.hasOwn(state.data.findings ?? {}, f.code)) continue;
    const node = finding(show, f);
    node.append(show.cites(f.cites) ?? "");
    out.push(node);
  }
  const { exposure } = state.verdict;
  if (exposure?.fine_ceiling_eur) out.push(el("p", {}, show.say("fine", { text: show.number(exposure.fine_ceiling_eur), date: exposure.finable_from ?? "?" })));
  return out.length ? el("section", { class: "card", "data-test": "remarks" }, el("h2", {}, show.say("findings")), out) : null;
}
