// Questions of which each choice answers several facts, and amounts asked as "more than that?"; beside every answer what it
// would settle.

import { format, parse, percent, significant } from "../engine/number.js";
import { brief } from "./amounts.js";
import { bdi, button, el, newId } from "./dom.js";

/** What an answer would settle, in a few words; "" where nothing would be settled by itself. */
export function leadsTo(show, now, after) {
  if (!after.applies.length && !after.open.length && now.open.length) return show.say("endsWithNothing");
  const fresh = after.applies.filter((id) => !now.applies.includes(id)).length;
  const gone = now.open.filter((id) => !after.open.includes(id) && !after.applies.includes(id)).length;
  const parts = [fresh && show.say("newDuties", { n: fresh }), gone && show.say("dutiesGone", { n: gone })].filter(Boolean);
  if (parts.length) return show.join(parts);
  const settled = after.conclusions.filter((c, i) => now.conclusions[i]?.status === "open" && c.status !== "open");
  return show.join(settled.slice(0, 2).map((c) => `${show.title(c.name)}${show.colon}${show.say(c.status)}`));
}

/** The ways in which the answer to one fact can come out, named. */
function ways(show, def) {
  const { state } = show;
  if (def.kind === "yes-no") return [[show.say("yes"), true], [show.say("no"), false]];
  if (def.kind === "word") return def.words.map((w) => [show.word(def.name, w), w]);
  if (def.kind === "set") return [[show.say("noneWord"), []], ...def.words.map((w) => [show.word(def.name, w), [w]])];
  if (def.kind === "country") return [[show.say("inUnion"), "DE"], [show.say("elsewhere"), "ZZ"]].map(([t, c]) => [t, c === "ZZ" ? def.codes.find((x) => !state.data.thresholds.find((h) => h.id === "union").countries.includes(x)) : c]);
  return [];
}

/** What each answer to a fact would settle, as a list; null where none settles anything by itself. */
export function consequences(show, def) {
  const { state } = show;
  const now = state.outlook({});
  if (!now.open.length) return null;
  const said = ways(show, def).map(([label, value]) => [label, leadsTo(show, now, state.outlook({ [def.name]: value }))]).filter(([, to]) => to);
  if (!said.length) return null;
  return el("ul", { class: "leads hint", "data-test": "leads" }, said.map(([label, to]) => el("li", {}, `${label} → ${to}`)));
}

/** Hours of an accelerator that certainly do not pass an amount: at the best use that is reported, two figures, rounded down. */
function hoursBelow(state, amount, peak) {
  const { utilisation } = state.data.calculator;
  const hour = percent(parse(peak) * 3600n, Number(utilisation[2]));
  const hours = parse(amount) / hour;
  const unit = 10n ** BigInt(Math.max(0, hours.toString().length - 2));
  return (hours / unit) * unit;
}

/** "More than that?" for an amount of which a line still matters; the field for the amount itself stands below. */
export function line(app, def, { give, more }) {
  const { show, state } = app;
  const [first, second, ...rest] = state.brackets(def.name);
  if (!first || rest.length) return null;
  const amount = brief(significant(parse(first.high), 3));
  const now = state.outlook({});
  const leads = (bracket) => (bracket ? leadsTo(show, now, state.outlook({ [def.name]: bracket })) : "");
  const says = el("p", { class: "hint", role: "status" });
  const devices = state.data.calculator?.accelerators ?? [];
  const device = el("select", { "data-test": "line-device", "aria-label": show.say("accelerator") }, devices.map(([name]) => el("option", { value: name, selected: name === (app.device ?? "NVIDIA A100") }, name)));
  const tell = () => {
    app.device = device.value;
    const [name, peak] = devices.find(([n]) => n === device.value) ?? [];
    const hours = peak ? hoursBelow(state, first.high, peak) : 0n;
    says.textContent = hours > 0n ? show.say("lineHours", { hours: show.number(String(hours)), device: name }) : "";
  };
  device.addEventListener("change", tell);
  const flop = def.unit === "FLOP" && devices.length > 0;
  if (flop) tell();
  const choice = (key, test, act, to) => el("div", {}, button(show.say(key), act, { class: "answer", "data-test": test }), to && el("p", { class: "hint" }, to));
  return el("div", { class: "stack line", "data-test": "line" },
    el("p", { class: "headline", id: newId("line") }, show.say("moreThan", { amount, unit: def.unit ?? "" })),
    flop && el("div", { class: "row" }, says, device),
    el("div", { class: "row answers top" },
      choice("lineNo", "less", () => give({ value: first }), leads(first)),
      choice("lineYes", "more", () => (second ? give({ value: second }) : more()), leads(second))));
}

/** The card of one screen of presets. */
export function presetCard(app, step, { done, skip, back }) {
  const { show, state } = app;
  const now = state.outlook({});
  const problem = el("p", { class: "problem", role: "alert" });
  const sets = step.presets.map((id) => {
    const preset = state.presets.get(id);
    const name = newId(id);
    const seen = el("div", { class: "adds" });
    const rows = state.choices(id).map(({ choice, adds }) => {
      const to = leadsTo(show, now, state.outlook(Object.fromEntries(adds)));
      const signs = (choice.signs ?? []).some((f) => state.folder?.evidence?.[f]);
      const input = el("input", { type: "radio", name, value: choice.id, checked: signs, "data-test": `word-${choice.id}` });
      const look = () => seen.replaceChildren(answersOf(show, adds));
      input.addEventListener("change", look);
      if (signs) look();
      return { input, choice, adds, node: el("label", { class: "choice" }, input, el("span", {}, show.of(choice.title), (to || signs) && el("span", { class: "hint block" }, [signs && show.say("folderSays"), to].filter(Boolean).join(" · ")))) };
    });
    return { id, preset, rows, node: el("fieldset", { "data-test": `preset-${id}` }, el("legend", { class: "question" }, show.of(preset.question)), el("div", { class: "choices" }, rows.map((r) => r.node)), seen) };
  });
  const submit = (event) => {
    event.preventDefault();
    const picked = sets.map(({ rows }) => rows.find((r) => r.input.checked)).filter(Boolean);
    if (!picked.length) {
      problem.textContent = show.say("chooseNeeded");
      sets[0]?.rows[0]?.input.focus();
      return;
    }
    const adds = new Map();
    for (const { adds: list } of picked) for (const [fact, value] of list) if (!adds.has(fact)) adds.set(fact, value);
    done(() => state.choose(step.presets, adds));
  };
  const id = newId("question");
  const provisions = [...new Set(sets.flatMap((s) => s.preset.cites))];
  return el("section", { class: "card", "aria-labelledby": id, "data-test": "card", "data-fact": step.screen },
    el("h2", { id, tabindex: "-1", class: "eyebrow" }, show.say(step.screen === "start" ? "aboutYou" : "questionNo")),
    el("form", { class: "stack", novalidate: true, onsubmit: submit },
      el("div", { class: sets.length > 1 ? "columns" : "" }, sets.map((s) => s.node)), problem,
      el("div", { class: "row" }, el("button", { type: "submit", class: "main", "data-test": "keep" }, show.say("thatIsSo")), button(show.say("dontKnow"), () => skip(step.presets), { "data-test": "dont-know" }))),
    el("details", {}, el("summary", {}, show.say("help")), sets.map((s) => el("p", {}, show.of(s.preset.help))), show.cites(provisions)),
    el("div", { class: "row foot" }, back));
}

/** What a choice answers, to be seen before it is confirmed. */
function answersOf(show, adds) {
  return el("div", { class: "found", "data-test": "adds" }, el("p", { class: "hint" }, show.say("thisAnswers")),
    el("ul", { class: "hint" }, adds.map(([fact, value]) => el("li", {}, show.name(fact) + show.colon, bdi(show.value(fact, value))))));
}
