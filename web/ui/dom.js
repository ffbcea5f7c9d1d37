// Building the page: elements with text only (never markup from a string), and texts of strangers made visible.

const SVG = "http://www.w3.org/2000/svg";

/** Control and direction characters of a stranger's text, shown instead of obeyed. */
export const visible = (s) =>
  String(s).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

function fill(node, props, kids) {
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled" || key === "selected") node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...kids.flat(9).filter((k) => k !== null && k !== undefined && k !== false && k !== ""));
  return node;
}

/** An element: `el("p", {class: "lead", onclick: f}, "text", child)`. */
export const el = (tag, props, ...kids) => fill(document.createElement(tag), props, kids);

export const svg = (tag, props, ...kids) => fill(document.createElementNS(SVG, tag), props, kids);

/** A stranger's text: isolated in direction, control characters shown. */
export const bdi = (text) => el("bdi", {}, visible(text));

let count = 0;
export const newId = (stem) => `${stem}-${(count += 1)}`;

/** A button; `key` keeps the focus on it when the page is drawn anew. */
export const button = (text, onclick, props = {}) => el("button", { type: "button", "data-key": props["data-test"], onclick, ...props }, text);

/** A part that opens and closes; what is inside is built when it is first opened. */
export function fold(title, build, props = {}) {
  const details = el("details", props, el("summary", {}, title));
  const open = () => void (details.open && details.children.length === 1 && fill(details, {}, [build()]));
  details.addEventListener("toggle", open);
  if (props.open) open();
  return details;
}

/** A label with its field; `hint` and `problem` are read with it. */
export function field(label, input, hint) {
  input.id ||= newId("field");
  if (!hint) return el("div", { class: "field" }, el("label", { for: input.id }, label), input);
  const id = newId("hint");
  input.setAttribute("aria-describedby", id);
  return el("div", { class: "field" }, el("label", { for: input.id }, label), el("p", { id, class: "hint" }, hint), input);
}

/** Puts new content into a place and keeps the focus where it was. */
export function redraw(place, ...kids) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const opened = [...place.querySelectorAll("details[open][data-key]")].map((d) => d.dataset.key);
  place.replaceChildren(...kids.flat(9).filter(Boolean));
  for (const d of place.querySelectorAll("details[data-key]")) if (opened.includes(d.dataset.key)) d.open = true;
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** A dialogue over the page; closes by Escape, the button or `close()`. Gives the dialogue back. */
export function dialogue(title, closeText, build) {
  const id = newId("dialogue");
  const box = el("dialog", { "aria-labelledby": id });
  const close = () => box.close();
  box.append(
    el("div", { class: "row" }, el("h2", { id, class: "grow" }, title), button("×", close, { class: "close", "aria-label": closeText, "data-test": "close" })),
    ...[build(close)].flat(9).filter(Boolean),
  );
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}
