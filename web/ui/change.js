// What would change this: for each conclusion the smallest ways to turn it, each of which can be tried.

import { bdi, button, el } from "./dom.js";

export function changeView(app) {
  const { show, state } = app;
  return [
    el("p", { class: "lead" }, show.say("changeLead")),
    state.verdict.conclusions.map((c) => {
      const wants = c.status === "yes" ? [false] : c.status === "no" ? [true] : [true, false];
      return el("article", { class: "card item", "data-test": `change-${c.name}` },
        el("div", { class: "row" }, el("h2", { class: "grow as-h3" }, show.title(c.name)), show.badge(c.status, c.strength)),
        el("div", { class: "columns" }, wants.map((want) => turn(app, c.name, want))));
    }),
  ];
}

function turn(app, name, want) {
  const { show, state } = app;
  const found = state.engine.whatif(name, want, state.known);
  return el("div", { "data-test": `to-${want ? "yes" : "no"}` },
    el("h3", {}, show.say(want ? "toYes" : "toNo")),
    found.already ? el("p", {}, show.say("already"))
      : found.impossible || !found.ways?.length ? el("p", {}, show.say("impossible"))
        : el("ol", { class: "ways" }, found.ways.map((way, i) => el("li", {},
          el("ul", {}, way.map((step) => el("li", {}, words(show, step), " ", el("span", { class: "hint" }, `(${show.say(step.controlled ? "controlled" : "circumstance")})`)))),
          button(show.say("tryWay"), () => tryWay(app, way), { class: "small", "data-test": `try-${name}-${want ? "yes" : "no"}-${i + 1}`, "aria-label": `${show.say("tryWay")}: ${show.title(name)}, ${show.say(want ? "toYes" : "toNo")}, ${show.say("way", { n: i + 1 })}` })))));
}

function words(show, step) {
  const name = show.name(step.fact);
  const to = show.value(step.fact, step.to);
  if (step.changes) return bdi(show.say("wayChange", { name, from: show.value(step.fact, step.from), to }));
  return bdi(show.say(step.controlled ? "wayDecide" : "wayTurns", { name, to }));
}

function tryWay(app, way) {
  const { show, state } = app;
  state.change(({ answers, skipped }) => {
    for (const step of way) {
      const to = Array.isArray(step.to?.words) ? step.to.words : step.to;
      answers.set(step.fact, { value: to });
      skipped.delete(step.fact);
    }
  }, { said: show.say("tried") });
}
