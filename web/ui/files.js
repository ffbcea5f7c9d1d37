// Answers in and out: `gpai.toml` read and written, a link, a new start. All of it inside the page.

import { readToml, writeToml } from "../answers.js";
import { bdi, button, dialogue, el, field } from "./dom.js";
import { isPartial } from "./values.js";

const MAX_FILE = 1024 * 1024;

export function importDialogue(app) {
  const { show, state } = app;
  return dialogue(show.say("importTitle"), show.say("close"), (close) => {
    const result = el("div", { "aria-live": "polite", "data-test": "import-result" });
    const text = el("textarea", { rows: "8", spellcheck: "false", class: "code", "data-test": "import-text" });
    const take = (answers) => {
      close();
      state.change((now) => {
        now.answers = answers;
        now.skipped = new Set();
      }, { said: show.say("importDone", { n: answers.size }) });
    };
    const read = (source) => {
      const { answers, problems } = readToml(source, state.facts);
      if (!problems.length) return take(answers);
      result.replaceChildren(
        el("p", { class: "problem" }, show.say("importProblems", { n: problems.length })),
        el("ul", { class: "problems" }, problems.slice(0, 50).map((p) => el("li", {}, bdi(show.problem(p))))),
        ...(answers.size ? [button(show.say("takeRest", { n: answers.size }), () => take(answers), { "data-test": "take-rest" })] : []));
    };
    const file = el("input", { type: "file", accept: ".toml,text/plain", "data-test": "import-file", onchange: async () => {
      const chosen = file.files[0];
      if (!chosen) return;
      if (chosen.size > MAX_FILE) return void result.replaceChildren(el("p", { class: "problem" }, show.say("tomlLong")));
      text.value = await chosen.text();
      read(text.value);
    } });
    return [
      el("p", {}, show.say("importHow")), state.answers.size > 0 && el("p", {}, show.say("importReplaces")),
      field(show.say("chooseFile"), file), field(show.say("pasteText"), text),
      el("div", { class: "row" }, button(show.say("readIt"), () => read(text.value), { class: "main", "data-test": "import-read" })), result,
    ];
  });
}

/** Copies a text and says whether that worked. */
function copier(show, label, text, said, test) {
  return button(label, async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.textContent = show.say("copied");
    } catch {
      said.textContent = show.say("copyFailed");
    }
  }, { class: "main", "data-test": test });
}

export function exportText(app, files = false) {
  const { show, state } = app;
  const whole = new Map([...state.handed(files)].filter(([, a]) => !isPartial(a.value)));
  return writeToml(whole, state.facts, [show.say("tomlHeading", { edition: state.data.law.edition, on: state.day })]);
}

/** In served mode: whether what the files say goes along, and what it means if not. */
function files(app, on, left, fill) {
  const { show, state } = app;
  if (!state.folder) return { node: null, on: () => false };
  const note = el("p", { class: "hint", hidden: on }, show.say(left));
  const box = el("input", { type: "checkbox", checked: on, "data-test": "with-files", onchange: () => { note.hidden = box.checked; fill(); } });
  return { node: [el("label", { class: "choice" }, box, el("span", {}, show.say("withFiles"))), note], on: () => box.checked };
}

export function exportDialogue(app) {
  const { show } = app;
  return dialogue(show.say("exportTitle"), show.say("close"), () => {
    const said = el("p", { role: "status" });
    const area = el("textarea", { rows: "12", readonly: true, spellcheck: "false", class: "code", "data-test": "export-text" });
    const fill = () => { area.value = exportText(app, own.on()); };
    const own = files(app, false, "exportLeft", fill);
    fill();
    const save = () => {
      const link = el("a", { href: URL.createObjectURL(new Blob([area.value], { type: "application/toml" })), download: "gpai.toml" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    };
    return [el("p", {}, show.say("exportHow")), own.node, field("gpai.toml", area),
      el("div", { class: "row" }, button(show.say("download"), save, { class: "main", "data-test": "download" }), copier(show, show.say("copyText"), () => area.value, said, "copy-text")), said];
  });
}

export function shareDialogue(app) {
  const { show, state } = app;
  return dialogue(show.say("shareTitle"), show.say("close"), () => {
    const said = el("p", { role: "status" });
    const people = el("input", { type: "checkbox", "data-test": "share-people", onchange: () => fill() });
    const link = el("input", { type: "text", readonly: true, "data-test": "share-link" });
    const count = el("p", {});
    const holds = el("ul", { class: "plain-list" });
    const fill = () => {
      link.value = `${location.href.split("#")[0]}#${state.fragment(people.checked, true, own.on())}`;
      const answers = state.handed(own.on());
      count.textContent = show.say("shareHolds", { n: answers.size });
      holds.replaceChildren(...[...answers].map(([n, a]) => el("li", {}, show.name(n) + show.colon, bdi(show.value(n, a.value) + (people.checked && a.by ? ` – ${a.by}: ${a.why ?? ""}` : "")))));
    };
    const own = files(app, true, "shareLeft", fill);
    fill();
    return [el("p", {}, show.say("shareHow")), state.folder && el("p", {}, show.say("shareServed")), own.node,
      el("label", { class: "choice" }, people, el("span", {}, show.say("sharePeople"))), field(show.say("link"), link),
      el("div", { class: "row" }, copier(show, show.say("copyLink"), () => link.value, said, "copy-link")), said,
      count, holds];
  });
}

export function resetDialogue(app) {
  const { show, state } = app;
  return dialogue(show.say("resetTitle"), show.say("cancel"), (close) => [
    el("p", {}, show.say("resetHow")), state.folder && el("p", {}, show.say("resetServed")),
    el("div", { class: "row" }, button(show.say("resetYes"), () => {
      close();
      app.questions.trail = [];
      app.questions.chosen = null;
      state.change((now) => {
        now.answers = new Map();
        now.skipped = new Set();
        now.on = null;
      }, { said: show.say("cleared") });
    }, { class: "main", "data-test": "reset-yes" }), button(show.say("cancel"), close, {})),
  ]);
}
