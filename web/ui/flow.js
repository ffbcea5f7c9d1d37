// The flowchart of the law with the road of the answers lit; a chosen box shows its law and leads to its questions.

import { drawChart } from "../chart.js";
import { el, field } from "./dom.js";

export function flowView(app) {
  const { show, state } = app;
  const charts = state.data.charts ?? [];
  if (!charts.length) return [el("p", { class: "lead" }, show.say("noChart"))];
  const chart = charts.find((c) => c.name === app.chart) ?? charts[0];
  const details = el("div", { class: "card", role: "region", "aria-live": "polite", "aria-label": show.say("chosenBox"), hidden: true, "data-test": "box" });
  const pick = el("select", { "data-key": "chart", "data-test": "chart-choice", onchange: () => { app.chart = pick.value; app.draw(); } },
    charts.map((c) => el("option", { value: c.name, selected: c === chart }, show.of(c.title) || c.name)));
  const holds = (test) => state.engine.holds(test, state.known);
  const drawing = drawChart(chart, { lang: state.lang, holds, onNode: (node) => box(app, details, node, holds) });
  return [
    el("p", { class: "lead" }, show.say("flowLead")),
    charts.length > 1 && field(show.say("chart"), pick),
    el("div", { class: "card chart", "data-test": "chart" }, drawing),
    details,
  ];
}

function box(app, place, node, holds) {
  const { show, state } = app;
  const facts = node.test ? [...new Set(node.test.match(/[a-z_]+\.[a-z_0-9]+/g) ?? [])].filter((f) => state.facts.has(f)) : [];
  const answer = node.test ? holds(node.test) : undefined;
  const text = node.text?.[state.lang] ?? node.text?.en ?? [];
  place.hidden = false;
  place.replaceChildren(...[
    el("h2", {}, [].concat(text).join(state.lang === "zh" ? "" : " ")),
    node.test && el("p", {}, show.say(answer === true ? "testHolds" : answer === false ? "testFails" : "testOpen")),
    facts.length > 0 && el("ul", {}, facts.map((f) => show.known(f))),
    facts.length > 0 && el("div", { class: "row" }, facts.map((f) => app.askButton(f))),
    show.cites(node.cites),
  ].filter(Boolean));
}
