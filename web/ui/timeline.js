// The timeline: days of the calendar and due days of duties, on a line and as a list in order.

import { el, svg } from "./dom.js";
import { dueText } from "./verdict.js";

export function entries(app) {
  const { show, state } = app;
  const out = (state.data.calendar ?? []).map((d) => ({ day: d.day, kind: "law", text: show.of(d.text), cites: d.cites }));
  for (const d of state.verdict.duties) {
    if (d.due && (d.status === "applies" || d.status === "open")) out.push({ day: d.due, kind: "due", duty: d, text: `${show.article(d.id)} · ${show.of(state.duties.get(d.id)?.title)}` });
  }
  for (const { name, kind } of state.facts.values()) if (kind === "date" && typeof state.known[name] === "string") out.push({ day: state.known[name], kind: "fact", text: show.name(name) });
  // What runs after release, by the register of the folder and its answers.
  for (const d of state.folder?.deadlines ?? []) out.push({ day: d.day, kind: "clock", clock: d, text: show.of(d.what), cites: d.cites });
  out.push({ day: state.day, kind: "today", text: show.say("today") });
  const order = ["fact", "law", "today", "due", "clock"];
  return out.sort((a, b) => a.day.localeCompare(b.day) || order.indexOf(a.kind) - order.indexOf(b.kind));
}

export function timelineView(app) {
  const { show, state } = app;
  const all = entries(app);
  const undated = state.verdict.duties.filter((d) => !d.due && (d.status === "applies" || d.status === "open"));
  const missing = [...new Set(undated.flatMap((d) => waits(state, d)))];
  return [
    el("p", { class: "lead" }, show.say("timeLead")),
    el("div", { class: "card" }, line(app, all)),
    el("ol", { class: "timeline", "data-test": "timeline" }, all.map((e) => el("li", { class: `event on-${e.kind}`, "aria-current": e.kind === "today" ? "date" : null },
      el("time", { datetime: e.day }, e.day), el("div", {},
        el("p", {}, e.text, e.duty ? [" ", show.badge(e.duty.status)] : "", e.kind !== "today" ? el("span", { class: "hint" }, ` (${show.say(e.day < state.day ? "past" : "future")})`) : ""),
        e.duty && el("p", { class: "hint" }, dueText(app, e.duty)), e.clock && clockText(app, e.clock), show.cites(e.cites))))),
    undated.length > 0 && el("section", { class: "card", "data-test": "undated" },
      el("h2", {}, show.say("noDates")),
      el("ul", {}, undated.map((d) => el("li", {}, `${show.article(d.id)} · ${show.of(state.duties.get(d.id)?.title)} `, show.badge(d.status)))),
      missing.length > 0 && [el("p", {}, show.say("noDatesWhy")), el("ul", { class: "asks" }, missing.map((n) => el("li", {}, app.askButton(n))))]),
  ];
}

/** How a deadline stands, and the later readings of its day where they differ. */
function clockText({ show }, d) {
  const words = [show.say(`clock_${d.state}`)];
  if (d.done_on) words.push(show.say("clockDone", { day: d.done_on }));
  else if (d.due && d.due !== d.day) words.push(show.say("clockDue", { day: d.due }));
  if (!d.done_on && d.outer) words.push(show.say("clockOuter", { day: d.outer }));
  if (d.binding === false) words.push(show.say("clockIndicative"));
  if (d.conditional) words.push(show.say("clockConditional"));
  return el("p", { class: `hint clock-${d.state}`, "data-test": "clock", "data-state": d.state }, words.join(" · "));
}

/** What a day waits for: the first placing, and for notification the day the line became known. */
function waits(state, d) {
  const wanted = state.duties.get(d.id)?.due === "notification" ? ["systemic.threshold_known_on", "market.first_available"] : ["market.first_available"];
  return wanted.filter((n) => state.facts.has(n) && state.known[n] === undefined);
}

function line(app, all) {
  const { show } = app;
  const years = all.map((e) => Number(e.day.slice(0, 4)));
  const [first, last] = [Math.min(...years), Math.max(...years) + 1];
  const width = Math.max(300, Math.min(640, window.innerWidth - 70));
  const [from, until] = [Date.UTC(first, 0, 1), Date.UTC(last, 0, 1)];
  const at = (day) => Math.round((20 + ((Date.parse(day) - from) / (until - from)) * (width - 40)) * 10) / 10;
  const ticks = [];
  const step = Math.ceil((last - first) / 10);
  for (let y = first; y <= last; y += step) {
    const x = at(`${y}-01-01`);
    ticks.push(svg("line", { x1: x, x2: x, y1: 44, y2: 50, class: "tick" }), svg("text", { x, y: 66, class: "tick-label" }, y));
  }
  const stack = new Map();
  const marks = all.map((e) => {
    const x = at(e.day);
    if (e.kind === "today") return [svg("line", { x1: x, x2: x, y1: 8, y2: 44, class: "today-line" }), svg("title", {}, `${e.text} ${e.day}`)];
    const level = stack.get(e.day) ?? 0;
    stack.set(e.day, level + 1);
    if (level > 3) return null;
    const y = 38 - level * 9;
    if (e.kind === "clock") return svg("rect", { x: x - 3, y: y - 3, width: 6, height: 6, class: `mark clock-${e.clock.state}` });
    return e.kind === "due" ? svg("rect", { x: x - 4, y: y - 4, width: 8, height: 8, class: `mark ${e.duty.status}`, transform: `rotate(45 ${x} ${y})` }) : svg("circle", { cx: x, cy: y, r: 4, class: `mark ${e.kind}` });
  });
  return svg("svg", { viewBox: `0 0 ${width} 72`, class: "band", role: "img", "aria-label": show.say("axis", { first, last }) }, svg("line", { x1: 20, x2: width - 20, y1: 44, y2: 44, class: "axis" }), ticks, marks);
}
