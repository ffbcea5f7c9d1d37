// Draws a flowchart of the law (the `charts` of the law data) as an SVG element: the road of the answers lit, zoom and pan
// by mouse, touch and keyboard, every test reachable by Tab, and the whole chart as a list for those who do not see it.
//
//   drawChart(chart, { lang, holds, onNode }) -> SVGElement       chartList(chart, { lang, holds }) -> <ol> element
//     lang    "en" or "zh"
//     holds   text of a test, or name of a conclusion or step -> true, false, or null where it is open; without it no
//             road is lit. An exceptional fact that nobody claims must give false, as engine.holds does.
//     status  name of a conclusion, or id of a duty -> "yes" | "no" | "open" | "applies" | "exempt" | "not-applicable";
//             optional: what the engine knows of the end of the road, so that an end it excludes stays dark.
//     onNode  called with a chosen box: { id, kind, test, tests, holds, text, cites, duties, … }; `holds` is what is known of
//             the whole box, which may stand for several `tests` of which one is enough (`any`) or all must hold (`all`).
//
// Classes, styled by chart.css through variables that the page may set: .gpai-chart .frame .node (.test .step .duties
// .exempt .yes .no .end) .way .word .cite; .lit, .lit.open (dashed), .dark.
// Keys: + and - zoom, 0 shows all, arrows move, Tab goes from box to box, Enter or space chooses one.

const SVG = "http://www.w3.org/2000/svg";
const TEXT = 13, SMALL = 12, LINE = 17;
const WORDS = {
  en: {
    yes: "yes", no: "no", otherwise: "otherwise", open: "open", lit: "on the road", maybe: "perhaps on the road", step: "step", then: "then",
    keys: "Plus and minus zoom, 0 shows all, arrows move, Tab goes from box to box, Enter chooses one.",
    answers: { yes: "Yes", no: "No" },
    ends: { yes: "The road ends at: yes.", no: "The road ends at: no.", open: "The road is still open." },
  },
  zh: {
    yes: "是", no: "否", otherwise: "否则", open: "待定", lit: "在路径上", maybe: "可能在路径上", step: "步骤", then: "然后",
    keys: "加号和减号缩放，0 显示全图，方向键移动，Tab 在各框之间移动，回车键选择。",
    answers: { yes: "是", no: "否" },
    ends: { yes: "路径终点：是。", no: "路径终点：否。", open: "路径尚未确定。" },
  },
};

const DARK = 0, DASHED = 1, SOLID = 2;
let drawn = 0; // Ids must be unique where several charts stand on one page.

function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const of = (words, lang) => (words ? words[lang] ?? words.en : "");
/** Lines as one text; each entry of a list of duties apart. */
const joined = (lines, lang) => lines.map((l) => l.trim()).reduce((all, l) =>
  all + (lang === "zh" && !l.startsWith("•") ? "" : all ? " " : "") + l, "");
/** The lines of a box: its own, or the word of the answer. */
const linesOf = (node, lang) => {
  const say = WORDS[lang] ?? WORDS.en;
  return node.kind === "verdict" ? [say.answers[node.value]] : [].concat(of(node.text, lang) ?? []);
};
const testsOf = (node) => node.any ?? node.all ?? (node.test ? [node.test] : []);

/** What is known of a box: true, false, or null. */
function truth(node, holds) {
  const answers = testsOf(node).map((test) => holds(test) ?? null);
  if (!answers.length) return null;
  const all = Boolean(node.all);
  if (answers.includes(!all)) return !all;
  return answers.includes(null) ? null : all;
}

/** Whether the engine, where it was asked, holds an end or a box of duties for possible. */
function possible(node, panel, status) {
  if (!status) return true;
  if (node.kind === "verdict") {
    const answer = status(panel);
    return !["yes", "no"].includes(answer) || answer === node.value;
  }
  if (node.kind === "duties") return node.duties.every((id) => ["open", undefined, null, node.value].includes(status(id)));
  return true;
}

/** Light of each box and line: 0 dark, 1 dashed, 2 solid. Boxes of a panel stand after those that lead to them. */
export function lightChart(chart, { holds, status }) {
  const nodes = chart.nodes.map(() => DARK), edges = chart.edges.map(() => DARK);
  if (!holds) return { nodes, edges };
  const leaving = chart.nodes.map(() => []), entering = chart.nodes.map(() => []);
  chart.edges.forEach((edge, i) => (leaving[edge.from].push(i), entering[edge.to].push(i)));
  const from = chart.panels.map((panel) => panel.start);
  const entered = new Set([chart.panels[0].name]);
  for (const panel of chart.panels) {
    if (!entered.has(panel.name)) continue;
    // Forward from the start, in an order in which every box comes after those that lead to it.
    const order = sorted(panel.start, leaving, chart.edges);
    nodes[panel.start] = SOLID;
    for (const at of order) {
      if (!nodes[at]) continue;
      const known = truth(chart.nodes[at], holds);
      const passes = chart.nodes[at].kind === "duties";
      for (const i of leaving[at]) {
        const { to, when } = chart.edges[i];
        edges[i] = passes || known === (when === "yes") ? nodes[at] : known === null ? DASHED : DARK;
        nodes[to] = Math.max(nodes[to], edges[i]);
      }
    }
    // Backward from the ends that are possible; then forward again along what is left.
    for (const at of [...order].reverse()) {
      for (const i of leaving[at]) if (!nodes[chart.edges[i].to]) edges[i] = DARK;
      const leads = possible(chart.nodes[at], panel.name, status) && (!leaving[at].length || leaving[at].some((i) => edges[i]));
      if (!leads) nodes[at] = DARK;
    }
    for (const at of order) {
      if (!from.includes(at)) nodes[at] = Math.min(nodes[at], Math.max(DARK, ...entering[at].map((i) => edges[i])));
      for (const i of leaving[at]) edges[i] = Math.min(edges[i], nodes[at], nodes[chart.edges[i].to] || DARK);
    }
    for (const at of order) if (nodes[at] && chart.nodes[at].kind === "step") entered.add(chart.nodes[at].test);
  }
  return { nodes, edges };
}

function sorted(start, leaving, edges) {
  const seen = new Set(), out = [];
  const visit = (at) => {
    if (seen.has(at)) return;
    seen.add(at);
    for (const i of leaving[at]) visit(edges[i].to);
    out.push(at);
  };
  visit(start);
  return out.reverse();
}

/** Where the lit road of the question ends: "yes", "no", "open", or null where it has no verdict. */
function outcome(chart, lights) {
  const first = new Set(sorted(chart.panels[0].start, chart.nodes.map((_, at) =>
    chart.edges.flatMap((edge, i) => (edge.from === at ? [i] : []))), chart.edges));
  const ends = new Set(chart.nodes.filter((n, i) => n.kind === "verdict" && first.has(i) && lights.nodes[i]).map((n) => n.value));
  return ends.size > 1 ? "open" : [...ends][0] ?? null;
}

const shade = (light, lit) => (!lit ? "" : light === SOLID ? " lit" : light === DASHED ? " lit open" : " dark");

/** The word at an exit; none where the road merely goes on. */
const wordOf = (edge, lang) => (WORDS[lang] ?? WORDS.en)[edge.word ?? edge.when] ?? "";

function line(edge, light, lit, lang) {
  const points = edge.points;
  const group = make("g", { class: `way${shade(light, lit)}` },
    make("path", { class: "line", d: points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("") }));
  const [[ax, ay], [x, y]] = points.slice(-2);
  const dx = Math.sign(x - ax), dy = Math.sign(y - ay), bx = x - 9 * dx, by = y - 9 * dy;
  group.append(make("path", { class: "head", d: `M${x} ${y}L${bx - 4 * dy} ${by - 4 * dx}L${bx + 4 * dy} ${by + 4 * dx}Z` }));
  const word = wordOf(edge, lang);
  if (word) {
    // Beside the line where it leaves its box: below, to the right or to the left.
    const [[fx, fy], [sx, sy]] = points;
    const left = sx < fx;
    group.append(make("text", { class: "word", x: left ? fx - 7 : fx + 7, y: sy === fy ? fy - 6 : fy + 17, "font-size": SMALL,
      "text-anchor": left ? "end" : undefined }, word));
  }
  return group;
}

function classOf(node) {
  if (node.kind === "duties") return node.value === "exempt" ? "exempt" : "duties";
  return node.kind === "verdict" ? node.value : node.kind;
}

function box(node, light, known, { lang, lit, onNode }) {
  const say = WORDS[lang] ?? WORDS.en;
  const lines = linesOf(node, lang), cites = (node.cites ?? []).join(" · ");
  const round = { verdict: node.h / 2, end: node.h / 2, duties: 2 }[node.kind] ?? 6;
  const state = lit && testsOf(node).length ? `, ${known === null ? say.open : known ? say.yes : say.no}` : "";
  const road = lit && light ? `, ${light === SOLID ? say.lit : say.maybe}` : "";
  const end = node.kind === "verdict" || node.kind === "end";
  const choice = onNode && !end;
  const group = make("g", { class: `node ${classOf(node)}${shade(light, lit)}`, "data-node": node.id,
    role: choice ? "button" : "img", tabindex: end ? undefined : "0", "aria-label": `${joined(lines, lang)}${cites && ` ${cites}`}${state}${road}` },
  make("rect", { class: "box", x: node.x, y: node.y, width: node.w, height: node.h, rx: round }));
  if (node.kind === "step") {
    for (const x of [node.x + 5, node.x + node.w - 5]) group.append(make("path", { class: "bar", d: `M${x} ${node.y}v${node.h}` }));
  }
  const duties = node.kind === "duties", x = duties ? node.x + 10 : node.x + node.w / 2;
  const anchor = duties ? undefined : "middle";
  let y = node.y + Math.floor((node.h - (lines.length + (cites ? 1 : 0)) * LINE) / 2) + 13;
  lines.forEach((text, i) => {
    group.append(make("text", { x, y, "font-size": TEXT, "text-anchor": anchor, "font-weight": duties && !i ? 600 : undefined },
      // Words of two lines do not run together for those who hear them.
      lang === "zh" ? text : `${text} `));
    y += LINE;
  });
  if (cites) group.append(make("text", { class: "cite", x, y, "font-size": SMALL, "text-anchor": anchor }, cites));
  if (choice) {
    const tests = testsOf(node);
    const choose = () => onNode({ ...node, text: { [lang]: lines }, test: node.test ?? tests.join(" | "), tests, holds: known });
    group.addEventListener("click", choose);
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      choose();
    });
  }
  return group;
}

/** Boxes go by their position. */
const numbered = (chart) => ({ ...chart, nodes: chart.nodes.map((node, id) => ({ id, ...node })) });

/** The chart as an SVG element. */
export function drawChart(plain, { lang = "en", holds, status, onNode } = {}) {
  const chart = numbered(plain);
  const say = WORDS[lang] ?? WORDS.en;
  const lights = lightChart(chart, { holds, status });
  const lit = Boolean(holds);
  const id = `gpai-chart-${(drawn += 1)}`;
  const title = make("title", { id: `${id}-title` }, of(chart.title, lang));
  const ends = lit ? outcome(chart, lights) : null;
  const described = [ends && say.ends[ends], say.keys].filter(Boolean).join(lang === "zh" ? "" : " ");
  const view = make("g", { class: "view" });
  for (const frame of chart.frames ?? []) {
    view.append(make("rect", { class: "frame", x: frame.x, y: frame.y, width: frame.w, height: frame.h, rx: 8 }),
      make("text", { class: "frame-title", x: frame.x + 16, y: frame.y + 23, "font-size": 15, "font-weight": 600 }, of(frame.title, lang)));
  }
  // Lit lines above the others.
  chart.edges.map((edge, i) => [lights.edges[i], edge]).sort((a, b) => a[0] - b[0])
    .forEach(([light, edge]) => view.append(line(edge, light, lit, lang)));
  const entering = new Map(chart.edges.map((edge, i) => [edge.to, lights.edges[i]]));
  chart.nodes.forEach((node, i) => {
    const end = node.kind === "verdict" || node.kind === "end";
    const light = end ? entering.get(i) ?? lights.nodes[i] : lights.nodes[i];
    view.append(box(node, light, holds ? truth(node, holds) : null, { lang, lit, onNode }));
  });
  // The page has a heading of its own: the room for the title of the sheet is left out.
  const tops = chart.nodes.map((n) => n.y).concat((chart.frames ?? []).map((f) => f.y));
  const top = Math.max(0, Math.min(...tops) - 12);
  const whole = { x: 0, y: top, w: chart.width, h: chart.height - top };
  const svg = make("svg", { class: "gpai-chart", role: "group", tabindex: "0", "aria-labelledby": `${id}-title`,
    "aria-describedby": `${id}-desc`, preserveAspectRatio: "xMidYMin meet" },
  title, make("desc", { id: `${id}-desc` }, described), view);
  // Never so small that it cannot be read, nor larger than life: the holder scrolls, see chart.css.
  svg.style.minWidth = `${Math.round(whole.w * 0.95)}px`;
  svg.style.maxWidth = `${Math.round(whole.w * 1.3)}px`;
  movable(svg, whole);
  return svg;
}

/** Zoom and pan: the part of the chart in view is the viewBox. */
function movable(svg, whole) {
  let at = { ...whole };
  const least = whole.w / 12;
  const zoomed = () => at.w < whole.w;
  const show = () => {
    svg.setAttribute("viewBox", [at.x, at.y, at.w, at.h].map((n) => Math.round(n * 10) / 10).join(" "));
    svg.classList.toggle("zoomed", zoomed());
  };
  const clamp = (low, value, high) => Math.min(Math.max(value, low), high);
  const move = (dx, dy) => {
    at.x = clamp(whole.x - at.w / 2, at.x + dx, whole.x + whole.w - at.w / 2);
    at.y = clamp(whole.y - at.h / 2, at.y + dy, whole.y + whole.h - at.h / 2);
    show();
  };
  const zoom = (factor, px = 0.5, py = 0.5) => {
    const w = clamp(least, at.w * factor, whole.w), scale = w / at.w;
    at = { x: at.x + at.w * (1 - scale) * px, y: at.y + at.h * (1 - scale) * py, w, h: at.h * scale };
    if (w === whole.w) at = { ...whole };
    move(0, 0);
  };
  /** Units of the chart in one pixel of the screen, and where a point of the screen lies in the view. */
  const unit = () => 1 / (svg.getScreenCTM()?.a || 1);
  const place = (event) => {
    const rect = svg.getBoundingClientRect();
    return [(event.clientX - rect.left) / (rect.width || 1), (event.clientY - rect.top) / (rect.height || 1)];
  };
  svg.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = at.w / 10;
    const act = {
      "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25), "0": () => zoom(Infinity),
      ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, -step), ArrowDown: () => move(0, step),
    }[event.key];
    // Unzoomed, the arrows scroll the page as ever.
    if (!act || (event.key.startsWith("Arrow") && !zoomed())) return;
    event.preventDefault();
    act();
  });
  // A box reached by Tab comes into view.
  svg.addEventListener("focusin", (event) => {
    const rect = event.target.querySelector?.(":scope > rect");
    if (!rect || !zoomed()) return;
    const [x, y, w, h] = ["x", "y", "width", "height"].map((key) => Number(rect.getAttribute(key)));
    const seen = x >= at.x && y >= at.y && x + w <= at.x + at.w && y + h <= at.y + at.h;
    if (!seen) move(x + w / 2 - at.x - at.w / 2, y + h / 2 - at.y - at.h / 2);
  });
  // The wheel zooms with Ctrl held (as a pinch on a touchpad does), so that the page can be scrolled past the chart.
  svg.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(clamp(-0.5, event.deltaY / 250, 0.5)), ...place(event));
  }, { passive: false });
  svg.addEventListener("dblclick", (event) => (zoomed() ? zoom(Infinity) : zoom(0.5, ...place(event))));
  const fingers = new Map();
  let dragged = false;
  svg.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, event);
    if (fingers.size === 1) dragged = false;
  });
  svg.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (fingers.size === 2) {
      const other = [...fingers.values()].find((f) => f.pointerId !== event.pointerId);
      const apart = (f) => Math.hypot(f.clientX - other.clientX, f.clientY - other.clientY) || 1;
      dragged = true;
      zoom(apart(before) / apart(event), ...place(other));
    } else if (zoomed() && (dragged || Math.hypot(dx, dy) > 4)) {
      if (!dragged) svg.setPointerCapture?.(event.pointerId);
      dragged = true;
      move(-dx * unit(), -dy * unit());
    } else {
      return;
    }
    fingers.set(event.pointerId, event);
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
    svg.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  // The click that ends a drag chooses no box.
  svg.addEventListener("click", (event) => dragged && (event.stopPropagation(), (dragged = false)), true);
  svg.zoom = zoom;
  show();
}

/** The chart as a list: each box with its answer and where its exits lead. Stands beside the drawing, or in its place. */
export function chartList(plain, { lang = "en", holds, status } = {}) {
  const chart = numbered(plain);
  const say = WORDS[lang] ?? WORDS.en;
  const lights = lightChart(chart, { holds, status });
  const numbers = new Map();
  const shown = chart.nodes.filter((n) => n.kind !== "verdict" && n.kind !== "end");
  shown.forEach((node, i) => numbers.set(node.id, i + 1));
  const list = document.createElement("ol");
  list.className = "gpai-chart-list";
  for (const node of shown) {
    const item = document.createElement("li");
    const exits = chart.edges.filter((edge) => edge.from === node.id).map((edge) => {
      const to = chart.nodes[edge.to];
      const where = numbers.has(to.id) ? `${numbers.get(to.id)}` : joined(linesOf(to, lang), lang);
      return `${wordOf(edge, lang) || say.then} → ${where}`;
    });
    const known = holds && testsOf(node).length ? truth(node, holds) : undefined;
    const answer = known === undefined ? "" : ` [${known === null ? say.open : known ? say.yes : say.no}]`;
    item.textContent = `${joined(linesOf(node, lang), lang)}${answer} ${exits.join("; ")}`;
    if (lights.nodes[node.id]) item.className = lights.nodes[node.id] === SOLID ? "lit" : "lit open";
    list.append(item);
  }
  return list;
}
