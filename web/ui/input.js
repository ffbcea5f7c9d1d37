// The controls of one answer, by the type of the fact: buttons for yes and no, fields for the rest, always with "I don't
// know"; who judges and why where the law leaves it to judgement, or where files say otherwise.

import { bdi, button, el, field, newId } from "./dom.js";
import { amount, fromText, interval, isPartial, set } from "./values.js";

let lastJudge = "";

/** The form for a fact. `give({value, by, on, why})` takes the answer, `skip()` leaves it open. */
export function answerForm(show, def, { give, skip, dispute, toCalculator }) {
  const { state } = show;
  const now = state.answers.get(def.name);
  const person = def.judged || dispute;
  const problem = el("p", { class: "problem", role: "alert", id: newId("problem") });
  const dontKnow = button(show.say("dontKnow"), skip, { "data-test": "dont-know", "aria-pressed": state.now.skipped.has(def.name) ? "true" : null });
  if (def.kind === "yes-no" && !person) {
    const one = (value, key) => button(show.say(key), () => give({ value }), { class: "answer", "data-test": key, "aria-pressed": now?.value === value ? "true" : null });
    return el("div", { class: "row answers", role: "group", "aria-label": show.say("yourText") }, one(true, "yes"), one(false, "no"), dontKnow);
  }
  const control = (CONTROLS[def.kind] ?? CONTROLS.text)(show, def, now?.value, state.evidence(def.name)?.value);
  const who = el("input", { type: "text", autocomplete: "name", maxlength: "200", value: now?.by ?? lastJudge, "data-test": "by" });
  const why = el("textarea", { rows: "2", maxlength: "4000", value: now?.why ?? "", "data-test": "why" });
  const refuse = (text, input) => {
    problem.textContent = text;
    if (input) {
      input.setAttribute("aria-invalid", "true");
      input.focus();
    }
  };
  const submit = (event) => {
    event.preventDefault();
    problem.textContent = "";
    for (const bad of form.querySelectorAll("[aria-invalid]")) bad.removeAttribute("aria-invalid");
    const read = control.read();
    if (read.error) return refuse(show.problem(read.error), control.input);
    if (read.unknown) return skip();
    const [by, reason] = [who.value.trim(), why.value.trim()];
    // A judgement needs both; in a dispute both decide, and without them the fact stays unknown.
    if (def.judged || (dispute && (by || reason))) {
      if (!by) return refuse(show.say("whoNeeded"), who);
      if (!reason) return refuse(show.say("whyNeeded"), why);
    }
    if (by) lastJudge = by;
    give(person && by && reason ? { value: read.value, by, on: state.today, why: reason } : { value: read.value });
  };
  const form = el("form", { novalidate: true, onsubmit: submit, class: "stack" },
    control.node,
    person && el("fieldset", { class: "stack person" },
      el("legend", { class: "hint" }, show.say(def.judged ? "judgedNote" : "disputeNote")),
      field(show.say("who"), who), field(show.say("why"), why)),
    problem,
    el("div", { class: "row" }, el("button", { type: "submit", class: "main", "data-test": "keep" }, show.say("keep")), dontKnow),
  );
  if (control.extra === "flop" && toCalculator) form.append(el("p", {}, button(show.say("toCalculator"), toCalculator, { class: "link", "data-test": "to-calculator" })));
  return form;
}

/** Radio buttons or check boxes with a legend. */
function choices(type, legend, items, checked) {
  const name = newId("choice");
  const boxes = items.map(([value, text]) => {
    const input = el("input", { type, name, value, checked: checked(value), "data-test": `word-${value}` });
    return { input, node: el("label", { class: "choice" }, input, el("span", {}, text)) };
  });
  return { boxes: boxes.map((b) => b.input), node: el("fieldset", {}, el("legend", { class: "hint" }, legend), el("div", { class: "choices" }, boxes.map((b) => b.node))) };
}

const picked = (show, boxes) => boxes.find((b) => b.checked)?.value ?? null;
const none = { error: { code: "chooseNeeded" } };

const CONTROLS = {
  "yes-no": (show, def, now) => {
    const c = choices("radio", show.say("chooseOne"), [["yes", show.say("yes")], ["no", show.say("no")]], (v) => now === (v === "yes") && now !== undefined);
    return { node: c.node, input: c.boxes[0], read: () => (picked(show, c.boxes) ? fromText(def, picked(show, c.boxes)) : none) };
  },

  word: (show, def, now) => {
    if (!def.words?.length) return CONTROLS.text(show, def, now);
    const c = choices("radio", show.say("chooseOne"), def.words.map((w) => [w, show.word(def.name, w)]), (v) => v === now);
    return { node: c.node, input: c.boxes[0], read: () => (picked(show, c.boxes) ? fromText(def, picked(show, c.boxes)) : none) };
  },

  set: (show, def, now, found) => {
    const part = now ?? found;
    const has = (isPartial(part) ? part.words : part) ?? [];
    const words = (def.words ?? []).filter((w) => w !== "none");
    const c = choices("checkbox", show.say("setAll"), [...words.map((w) => [w, show.word(def.name, w)]), ["none", show.say("noneOf")]], (v) => (v === "none" ? Array.isArray(now) && !now.length : has.includes(v)));
    const last = c.boxes.at(-1);
    for (const box of c.boxes) {
      box.addEventListener("change", () => {
        if (box.checked) for (const other of c.boxes) if ((box === last) !== (other === last)) other.checked = false;
      });
    }
    const ticked = () => c.boxes.filter((b) => b.checked).map((b) => b.value);
    return { node: c.node, input: c.boxes[0], read: () => (ticked().length ? set(def, ticked()) : none) };
  },

  number: (show, def, now) => {
    const text = (value, test) => el("input", { type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", maxlength: "64", value: value ?? "", "data-test": test });
    const range = typeof now === "object" && now !== null;
    const one = text(range ? "" : now, "amount");
    const [low, best, high] = ["low", "best", "high"].map((k) => text(range ? now[k] : "", k));
    const asRange = el("input", { type: "checkbox", checked: range, "data-test": "as-range" });
    const single = field(show.say("amountIn", { unit: def.unit ?? "" }), one, show.say("amountHint"));
    const three = el("div", { class: "three" }, field(show.say("low"), low), field(show.say("best"), best), field(show.say("high"), high));
    const flip = () => {
      single.hidden = asRange.checked;
      three.hidden = !asRange.checked;
    };
    asRange.addEventListener("change", flip);
    flip();
    const node = el("div", { class: "stack" }, single, three, el("label", { class: "choice" }, asRange, el("span", {}, show.say("asRange"))));
    return { node, input: range ? low : one, extra: def.unit === "FLOP" ? "flop" : null, read: () => (asRange.checked ? interval(low.value, best.value, high.value) : one.value.trim() ? amount(one.value) : none) };
  },

  date: (show, def, now) => {
    const input = el("input", { type: "date", value: now ?? "", "data-test": "date" });
    return { node: field(show.say("day"), input, show.say("dayHint")), input, read: () => (input.value ? fromText(def, input.value) : none) };
  },

  country: (show, def, now) => {
    const union = show.state.data.thresholds.find((t) => t.id === "union")?.countries ?? [];
    const order = new Intl.Collator(show.lang === "zh" ? "zh" : "en");
    const options = (codes) => codes.map((c) => [c, show.country(c)]).sort((a, b) => order.compare(a[1], b[1])).map(([c, text]) => el("option", { value: c, selected: c === now }, `${text} (${c})`));
    const input = el("select", { "data-test": "country" }, el("option", { value: "" }, show.say("choose")),
      el("optgroup", { label: show.say("inUnion") }, options(union)),
      el("optgroup", { label: show.say("elsewhere") }, options(def.codes.filter((c) => !union.includes(c)))));
    return { node: field(show.say("countryLabel"), input), input, read: () => (input.value ? fromText(def, input.value) : none) };
  },

  text: (show, def, now) => {
    const input = el("input", { type: "text", maxlength: "2000", autocomplete: "off", value: now ?? "", "data-test": "text" });
    const node = el("div", { class: "stack" }, field(show.say("yourText"), input, def.name === "openness.licence" ? show.say("licenceHint") : null));
    if (def.name === "openness.licence") {
      const says = el("p", { class: "hint", role: "status" });
      const look = () => {
        const found = show.state.engine.law.licences.resolve(input.value);
        says.replaceChildren(!input.value.trim() ? "" : found ? bdi(show.say("licenceKnown", { name: found.name, rights: show.value("openness.rights", found.rights), restrictions: show.value("openness.restrictions", found.restrictions) })) : show.say("licenceUnknown"));
      };
      input.setAttribute("list", "licences");
      input.addEventListener("input", look);
      node.append(says, el("datalist", { id: "licences" }, (show.state.data.licences?.list ?? []).map((l) => el("option", { value: l[0] }, l[1]))));
      look();
    }
    return { node, input, read: () => (input.value.trim() ? fromText(def, input.value) : none) };
  },
};
