// The whole on one page of paper: the answer, each duty in a line, each conclusion in a line, what it rests on.

import { bdi, el } from "./dom.js";
import { dueText, inOrder, judgedWhole, urgency } from "./verdict.js";

export function report(app) {
  const { show, state } = app;
  const { law, version } = state.data;
  const { conclusions, duties } = state.full;
  const names = [...new Set([...state.answers.keys(), ...Object.keys(state.known)])].filter((n) => state.facts.has(n));
  const model = state.answers.get("model.name")?.value ?? state.folder?.model;
  const cell = (...kids) => el("td", {}, ...kids);
  const said = (d) => {
    const urgent = urgency(app, d, state.stateOf(d));
    return show.say(urgent === "none" ? d.status : `is_${urgent}`);
  };
  const owed = inOrder(duties).filter((d) => d.status !== "not-applicable");
  const rest = duties.filter((d) => d.status === "not-applicable");
  return [
    el("h1", {}, show.say("printTitle"), model && [" · ", bdi(model)]),
    el("p", { class: "headline" }, app.headline()),
    judgedWhole(app),
    owed.length > 0 && el("table", {}, el("thead", {}, el("tr", {}, ["duty", "state", "dueBy"].map((key) => el("th", { scope: "col" }, show.say(key))))),
      el("tbody", {}, owed.map((d) => el("tr", {}, cell(`${show.article(d.id)} · ${show.of(state.duties.get(d.id)?.title)}`), cell(said(d)), cell(dueText(app, d)))))),
    rest.length > 0 && el("p", {}, show.say("notOwed"), show.colon, show.join(rest.map((d) => show.article(d.id)))),
    el("h2", {}, show.say("conclusions")),
    el("table", {}, el("tbody", {}, conclusions.map((c) => el("tr", {}, cell(show.of(state.conclusions.get(c.name)?.title)), cell(show.say(c.status), c.strength === "presumed" && ` (${show.say("presumed")})`), cell(show.join(c.cites.map((id) => show.provision(id)))))))),
    el("h2", {}, show.say("printAnswers")), el("ul", { class: "two" }, names.map((n) => show.known(n))),
    el("p", { class: "hint" }, `${show.say("today")}${show.colon}${state.day} · ${show.say("lawVersion", { edition: law.edition, version })} · ${show.say("notAdvice")}`),
  ];
}
