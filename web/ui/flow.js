// The flowchart of the law with the road of the answers lit; a chosen box shows its law and leads to its questions. The same
// chart as a list, for those who rather read.

import { chartList, drawChart } from "../chart.js";
import { button, el, field, fold } from "./dom.js";
import { answerForm } from "./input.js";
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
  const chosen = app.chosenChart === chart.name && chart.nodes[app.chosenBox];
  app.chosenChart = chart.name;
  if (chosen) {
    const tests = chosen.tests ?? [];
    const values = tests.map(holds);
    const known = values.includes(false) ? false : values.includes(null) ? null : tests.length ? true : undefined;
    box(app, details, { ...chosen, id: app.chosenBox, holds: known });
  }
  return [
    el("p", { class: "lead" }, show.say("flowLead")),
    el("div", { class: "row end" }, field(show.say("chart"), pick), zoom("+", "zoomIn", 0.7), zoom("−", "zoomOut", 1.4), zoom(show.say("zoomAll"), "zoomAll", Infinity)),
    el("ul", { class: "legend hint", "aria-label": show.say("legend"), "data-test": "legend" }, ["legendRoad", "legendOpen", "legendStep", "legendDuty", "legendExcept"].map((key) => el("li", { class: key }, show.say(key)))),
    el("div", { class: "card chart", "data-test": "chart", tabindex: "0", role: "region", "aria-label": show.of(chart.title) }, drawing),
    el("p", { class: "hint scrolls" }, show.say("scrolls")),
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
    inPlace(app, place, node, facts[0]),
    el("ul", { class: "asks" }, [...facts.slice(1), ...more].map((f) => el("li", {}, app.askButton(f)))),
    show.cites(node.cites),
  ].filter(Boolean));
  if (place.isConnected) place.scrollIntoView({ block: "nearest" });
}

/** The question of a box, answered where it stands: the chart is drawn anew, and the box stays chosen. */
function inPlace(app, place, node, fact) {
  if (!fact) return null;
  const { show, state } = app;
  const def = state.facts.get(fact);
  const after = (act) => {
    app.chosenBox = node.id;
    act();
    document.querySelector("[data-test=box]")?.scrollIntoView({ block: "nearest" });
  };
  return el("div", { class: "stack", "data-test": "in-place" }, el("h3", {}, show.of(def.question)),
    answerForm(show, def, { give: (a) => after(() => state.answer(fact, a)), skip: () => after(() => state.skip(fact)), toCalculator: () => app.calculate(fact) }));
}
