// The flowchart of the law with the road of the answers lit; a chosen box shows its law and leads to its questions. The same
// chart as a list, for those who rather read.

import { chartList, drawChart } from "../chart.js";
import { button, el, field, fold } from "./dom.js";
import { waits } from "./verdict.js";

export function flowView(app) {
  const { show, state } = app;
  const charts = state.data.charts ?? [];
  if (!charts.length) return [el("p", { class: "lead" }, show.say("noChart"))];
  const chart = charts.find((c) => c.name === app.chart) ?? charts[0];
  const { conclusions, duties } = state.verdict;
  const holds = (test) => state.engine.holds(test, state.known);
  const status = (name) => [...conclusions, ...duties].find((x) => (x.name ?? x.id) === name)?.status;
  const details = el("div", { class: "card", role: "region", "aria-live": "polite", "aria-label": show.say("chosenBox"), hidden: true, "data-test": "box" });
  const options = { lang: state.lang, holds, status, onNode: (node) => box(app, details, node) };
  const drawing = drawChart(chart, options);
  const pick = el("select", { "data-key": "chart", "data-test": "chart-choice", onchange: () => { app.chart = pick.value; app.draw(); } },
    charts.map((c) => el("option", { value: c.name, selected: c === chart }, show.of(c.title) || c.name)));
  const zoom = (sign, key, factor) => button(sign, () => drawing.zoom(factor), { class: "small", "aria-label": show.say(key), "data-test": key });
  return [
    el("p", { class: "lead" }, show.say("flowLead")),
    el("div", { class: "row end" }, field(show.say("chart"), pick), zoom("+", "zoomIn", 0.7), zoom("−", "zoomOut", 1.4), zoom(show.say("zoomAll"), "zoomAll", Infinity)),
    el("div", { class: "card chart", "data-test": "chart" }, drawing),
    details,
    fold(show.say("asList"), () => chartList(chart, options), { "data-key": "chart-list" }),
  ];
}

function box(app, place, node) {
  const { show, state } = app;
  const tests = node.tests ?? [];
  const facts = [...new Set(tests.join(" ").match(/[a-z_]+\.[a-z_0-9]+/g) ?? [])].filter((f) => state.facts.has(f));
  // A step is open for what its conclusion waits for.
  const more = state.full.conclusions.filter((c) => c.status === "open" && tests.includes(c.name)).flatMap((c) => waits(state, c.missing));
  const duties = state.full.duties.filter((d) => node.duties?.includes(d.id));
  const text = node.text?.[state.lang] ?? node.text?.en ?? (node.value ? show.say(node.value) : "");
  place.hidden = false;
  place.replaceChildren(...[
    el("h2", {}, [].concat(text).join(state.lang === "zh" ? "" : " ")),
    tests.length > 0 && el("p", {}, show.say(node.holds === null ? "testOpen" : node.holds ? "testHolds" : "testFails")),
    facts.length > 0 && el("ul", {}, facts.map((f) => show.known(f))),
    duties.length > 0 && el("ul", {}, duties.map((d) => el("li", {}, `${show.article(d.id)} · ${show.of(state.duties.get(d.id)?.title)} `, show.badge(d.status)))),
    el("ul", { class: "asks" }, [...facts, ...more].map((f) => el("li", {}, app.askButton(f)))),
    show.cites(node.cites),
  ].filter(Boolean));
  place.scrollIntoView({ block: "nearest" });
}
