// The compute calculator: three methods, the estimate with its error drawn against the lines of the law, and the way from
// there to an answer.

import { basisOf, hardware, lies, near, sixPD, stated } from "./calculator.js";
import { margin } from "../engine/near.js";
import { parse } from "../engine/number.js";
import { power } from "./amounts.js";
import { button, el, field, svg } from "./dom.js";

const METHODS = { pd: "m6pd", hours: "mHours", stated: "mStated" };
/** What the lines that the law data names are called. */
const LINES = { "gpai-indicative": "lineGpai", "systemic-presumption": "lineSystemic" };

export class Compute {
  constructor(app) {
    this.app = app;
    this.basis = basisOf(app.state.data, margin(app.state.engine.law) ?? 0);
    this.method = "pd";
    this.target = "compute.update_flop";
    this.input = { parameters: "", tokens: "", moe: false, hours: "", device: "NVIDIA H100 SXM", peak: "", utilisation: "", amount: "", margin: String(this.basis.margin) };
  }

  view() {
    const { show } = this.app;
    const result = el("div", { "data-test": "estimate" });
    const update = () => result.replaceChildren(...this.result().flat(9).filter(Boolean));
    const methods = el("fieldset", {}, el("legend", {}, show.say("method")), el("div", { class: "choices" }, Object.entries(METHODS).map(([m, key]) =>
      el("label", { class: "choice" }, el("input", { type: "radio", name: "method", value: m, checked: this.method === m, "data-key": `method-${m}`, "data-test": `method-${m}`, onchange: () => { this.method = m; this.app.draw(); } }), el("span", {}, show.say(key))))));
    update();
    return [
      el("p", { class: "lead" }, show.say("computeLead")),
      el("form", { class: "card stack", novalidate: true, onsubmit: (e) => e.preventDefault() }, methods, this.fields(update)),
      el("section", { class: "card", "aria-live": "polite" }, result),
    ];
  }

  text(key, update) {
    return el("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", maxlength: "64", value: this.input[key], "data-key": `in-${key}`, "data-test": `in-${key}`,
      oninput: (e) => { this.input[key] = e.target.value; update(); } });
  }

  fields(update) {
    const { show } = this.app;
    const margin = () => field(show.say("margin"), this.text("margin", update), show.say("marginHint", this.basis));
    if (this.method === "pd") {
      const moe = el("input", { type: "checkbox", checked: this.input.moe, "data-key": "moe", "data-test": "moe", onchange: () => { this.input.moe = moe.checked; this.app.draw(); } });
      return [
        el("label", { class: "choice" }, moe, el("span", {}, show.say("moe"))),
        el("div", { class: "three" },
          field(show.say(this.input.moe ? "activeParameters" : "parameters"), this.text("parameters", update), show.say("amountHint")),
          field(show.say("tokens"), this.text("tokens", update), show.say("tokensHint")), margin()),
        el("p", { class: "hint" }, show.say("note6pd")),
        this.input.moe && el("p", { class: "hint" }, show.say("noteMoe")),
      ];
    }
    if (this.method === "hours") {
      const select = el("select", { "data-key": "device", "data-test": "device", onchange: () => { this.input.device = select.value; this.app.draw(); } },
        this.basis.accelerators.map((a) => el("option", { value: a.name, selected: a.name === this.input.device }, `${a.name} · ${[...new Set([a.low, a.peak])].join("–").replaceAll("e12", "")} TFLOP/s`)),
        el("option", { value: "", selected: !this.input.device }, show.say("otherDevice")));
      return el("div", { class: "three" },
        field(show.say("hours"), this.text("hours", update), show.say("hoursHint")),
        field(show.say("accelerator"), select, show.say("peakNote")),
        !this.input.device && field(show.say("peak"), this.text("peak", update)),
        field(show.say("utilisation"), this.text("utilisation", update), show.say("utilisationHint", this.basis.utilisation)));
    }
    return el("div", { class: "three" }, field(show.say("amount"), this.text("amount", update), show.say("amountHint")), margin());
  }

  /** The estimate, {problem} where a field cannot be read, or null while one is empty. */
  estimate() {
    const { parameters, tokens, hours, device, peak, utilisation, amount, margin } = this.input;
    const empty = { pd: [parameters, tokens], hours: device ? [hours] : [hours, peak], stated: [amount] }[this.method].some((x) => !x.trim());
    if (empty) return null;
    if (this.method !== "hours" && !/^\d{1,2}$/.test(margin.trim())) return { problem: "margin" };
    if (this.method === "pd") return sixPD({ parameters, tokens, margin: Number(margin) });
    if (this.method === "stated") return stated({ amount, margin: Number(margin) });
    const known = this.basis.accelerators.find((a) => a.name === device);
    return hardware({ hours, utilisation, peak: known?.peak ?? peak, peakLow: known?.low, name: known?.name }, this.basis);
  }

  result() {
    const { show, state } = this.app;
    const found = this.estimate();
    if (!found) return [el("p", { class: "hint" }, show.say("fillIn"))];
    if (found.problem) {
      const label = { parameters: this.input.moe ? "activeParameters" : "parameters" }[found.problem] ?? found.problem;
      return [el("p", { class: "problem" }, found.problem === "utilisation" ? show.say("badUse") : show.say("badField", { name: show.say(label) }))];
    }
    const { value } = found;
    const lines = [...new Set(state.data.lines.of.map(([, id]) => id))].map((id) => ({ key: LINES[id], at: show.threshold(id) })).filter((l) => l.at);
    const names = state.data.facts.filter((f) => f.kind === "number" && f.unit === "FLOP").map((f) => f.name);
    const target = el("select", { "data-test": "target", onchange: () => { this.target = target.value; } }, names.map((n) => el("option", { value: n, selected: n === this.target }, show.name(n))));
    const take = (v) => this.use(target.value, v, found);
    return [
      el("p", { class: "headline" }, show.say("estimate", value)),
      found.method && el("p", { class: "hint" }, found.method, found.assumed ? ` – ${show.say("utilisationTaken", this.basis.utilisation)}` : ""),
      band(show, value, lines),
      el("ul", {}, lines.map((l) => el("li", {}, el("strong", {}, show.say(l.key, { line: l.at })), " – ", show.say(`lies_${lies(value, l.at)}`), near(value, l.at, this.basis.margin) && el("p", { class: "hint" }, show.near(show.say("bestWord"), value.best, l.at))))),
      el("p", { class: "hint" }, show.say("useNote")),
      el("div", { class: "row end" }, field(show.say("useFor"), target),
        button(show.say("useRange"), () => take(value.low === value.high ? value.best : value), { class: "main", "data-test": "use-range" }),
        button(show.say("useBest"), () => take(value.best), { "data-test": "use-best" })),
    ];
  }

  use(name, value, found) {
    const { app } = this;
    const { show, state } = app;
    state.change(({ answers, skipped }) => {
      answers.set(name, { value });
      skipped.delete(name);
      // How it was worked out goes with it, where nothing is written yet.
      if (found.method && name === "compute.update_flop" && !answers.has("compute.method")) answers.set("compute.method", { value: found.method });
    }, { said: show.say("used", { name: show.name(name), text: show.value(name, value) }) });
  }
}

/** The estimate as a bar on a logarithmic scale with the lines; the sentences beside it say the same. */
function band(show, value, lines) {
  const [low, best, high] = [value.low, value.best, value.high].map((x) => power(parse(x)));
  const at = lines.map((l) => power(parse(l.at)));
  const first = Math.floor(Math.min(low, ...at) - 1);
  const last = Math.ceil(Math.max(high, ...at) + 1);
  const [width, left] = [Math.max(300, Math.min(640, window.innerWidth - 70)), 20];
  const x = (p) => Math.round((left + ((p - first) / (last - first)) * (width - 2 * left)) * 10) / 10;
  const ticks = [];
  const step = Math.ceil((last - first) / 12);
  for (let p = first; p <= last; p += step) ticks.push(svg("line", { x1: x(p), x2: x(p), y1: 92, y2: 98, class: "tick" }), svg("text", { x: x(p), y: 114, class: "tick-label" }, `1e${p}`));
  return svg("svg", { viewBox: `0 0 ${width} 122`, class: "band", role: "img", "aria-label": show.say("estimate", value) },
    svg("line", { x1: left, x2: width - left, y1: 92, y2: 92, class: "axis" }), ticks,
    lines.map((l, i) => [svg("line", { x1: x(at[i]), x2: x(at[i]), y1: 22 + i * 18, y2: 92, class: "threshold" }), svg("text", { x: x(at[i]) + (i ? -5 : 5), y: 18 + i * 18, class: i ? "end" : null }, width < 600 ? l.at : show.say(l.key, { line: l.at }))]),
    svg("rect", { x: x(low), y: 62, width: Math.max(2, x(high) - x(low)), height: 14, rx: 3, class: "range" }),
    svg("circle", { cx: x(best), cy: 69, r: 7, class: "dot" }));
}
