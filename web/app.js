// The page: loads the law, draws the views, keeps address, language and colours. Hooks that tests may rely on (`data-test`):
//   views    nav-ask nav-verdict nav-change nav-flow nav-compute nav-time; view (its data-view names the one shown)
//   question card (data-fact), yes no dont-know keep by why word-WORD amount low best high as-range date country text back,
//            take-back, to-calculator, done, to-verdict, all-questions, only-open, fact-NAME, evidence, sources, contradiction
//            preset-ID adds leads line less more line-device go-on
//   verdict  summary, headline, duties, missing, conclusion-NAME, duty-ID, remarks, as-of, cite-ID, provision; [data-status] in each
//   change   change-NAME with to-yes, to-no; try-NAME-yes-N, try-NAME-no-N       flow  chart, chart-choice, box,
//            zoomIn zoomOut zoomAll
//   compute  method-pd method-hours method-stated in-parameters in-tokens in-hours in-utilisation in-amount in-margin moe device,
//            peak, estimate, target, use-range, use-best                        time  timeline, undated
//   tools    tools (opens them on a phone) lang theme undo import export share print reset; import-file import-text import-read import-result take-rest,
//            export-text download copy-text share-link share-people with-files copy-link reset-yes close; said (the live region)
//   served   folder, save-state (data-state: saved, unsaved, saving, failed), save; leaving with unsaved changes asks first

import { isServed, loadData, loadFolder } from "./data.js";
import { changeView } from "./ui/change.js";
import { Compute } from "./ui/compute.js";
import { bdi, button, el, redraw } from "./ui/dom.js";
import { exportDialogue, importDialogue, resetDialogue, shareDialogue } from "./ui/files.js";
import { flowView } from "./ui/flow.js";
import { report } from "./ui/print.js";
import { Questions } from "./ui/questions.js";
import { Show } from "./ui/show.js";
import { State } from "./ui/state.js";
import { timelineView } from "./ui/timeline.js";
import { verdictView } from "./ui/verdict.js";
import { say } from "./words.js";

const VIEWS = ["ask", "verdict", "change", "flow", "compute", "time"];
const root = document.documentElement;
const wide = matchMedia("(min-width: 34.01rem)");
const $ = (id) => document.getElementById(id);

/** Colours and language are kept on this machine where the browser lets us; answers are not. */
const kept = {
  get(key) {
    try {
      return localStorage.getItem(`gpai-${key}`);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`gpai-${key}`, value);
    } catch {
      // Without storage the choice holds until the page is closed.
    }
  },
};

class App {
  constructor(state) {
    this.state = state;
    this.show = new Show(state);
    this.questions = new Questions(this);
    this.compute = new Compute(this);
    this.view = VIEWS.includes(history.state?.view) ? history.state.view : "ask";
    state.listen((what) => this.changed(what));
  }

  say(key, params) {
    return this.show.say(key, params);
  }

  views = {
    ask: () => this.questions.view(),
    verdict: () => verdictView(this),
    change: () => changeView(this),
    flow: () => flowView(this),
    compute: () => this.compute.view(),
    time: () => timelineView(this),
  };

  /** Everything that depends on answers or language. */
  draw() {
    const { lang } = this.state;
    root.lang = lang === "zh" ? "zh-Hans" : "en";
    document.title = this.say("title");
    redraw($("top"), this.top());
    redraw($("nav"), this.nav());
    redraw($("folder"), this.folder());
    const beside = this.view !== "verdict" && this.view !== "flow";
    $("main").className = beside ? "beside" : "";
    const heading = this.view === "ask" ? el("h1", { class: "unseen", tabindex: "-1", id: "view-title" }, this.say("ask")) : el("h1", { tabindex: "-1", id: "view-title" }, this.say(this.view));
    $("view").dataset.view = this.view;
    redraw($("view"), heading, this.views[this.view]());
    redraw($("aside"), beside ? this.questions.summary() : null);
    $("aside").hidden = !beside;
    redraw($("foot"), this.foot());
  }

  top() {
    const { state } = this;
    const theme = el("select", { id: "theme", "data-key": "theme", "data-test": "theme", onchange: () => setTheme(theme.value) },
      ["auto", "light", "dark"].map((t) => el("option", { value: t, selected: t === (root.dataset.theme ?? "auto") }, this.say(`theme${t[0].toUpperCase()}${t.slice(1)}`))));
    const other = state.lang === "zh" ? "en" : "zh";
    return [
      el("p", { class: "brand grow" }, el("strong", {}, this.say("brand")), el("span", {}, this.say("tagline"))),
      el("div", { class: "row" },
        button(this.say("langSwitch"), () => { state.lang = other; kept.set("lang", other); state.remember(); $("said").textContent = ""; this.draw(); }, { class: "small", lang: other === "zh" ? "zh-Hans" : "en", "data-test": "lang" }),
        el("label", { for: "theme", class: "hint" }, this.say("theme")), theme),
    ];
  }

  nav() {
    const { state } = this;
    const tool = (key, act, test, more) => button(this.say(key), act, { class: "small", "data-test": test, ...more });
    return [
      el("nav", { "aria-label": this.say("sections") }, el("ul", { class: "tabs" }, VIEWS.map((v) => el("li", {}, button(this.say(v), () => this.go(v), { "data-test": `nav-${v}`, "aria-current": v === this.view ? "page" : null }))))),
      el("details", { class: "tools", open: wide.matches, "data-key": "tools" }, el("summary", { "data-test": "tools" }, this.say("tools")), el("div", { class: "row", role: "group", "aria-label": this.say("tools") },
        tool("undo", () => state.undo(), "undo", { disabled: !state.past.length }),
        tool("importIt", () => importDialogue(this), "import"), tool("exportIt", () => exportDialogue(this), "export"),
        tool("share", () => shareDialogue(this), "share"), tool("print", () => this.print(), "print"), tool("reset", () => resetDialogue(this), "reset"))),
    ];
  }

  folder() {
    const { state } = this;
    if (this.folderError) return el("div", { class: "card problem" }, el("p", {}, bdi(this.say("folderFailed", { text: this.folderError }))), el("p", {}, this.say("folderMend")));
    if (!state.folder) return null;
    const unsaved = state.unsaved().length;
    const status = state.saving === "now" ? "saving" : state.saving ? "failed" : unsaved ? "unsaved" : "saved";
    const theirs = state.saving.names?.map((n) => `${this.show.name(n)}${this.show.colon}${this.show.value(n, state.savedAnswers.get(n)?.value)}`);
    const text = { saving: this.say("saving"), failed: theirs ? this.say("savedOver", { text: theirs.join("; ") }) : this.say("saveFailed", { text: state.saving }), unsaved: this.say("notSaved", { n: unsaved }), saved: this.say("saved") }[status];
    const evidence = Object.keys(state.folder.evidence ?? {}).filter((n) => state.facts.has(n));
    const clashes = state.disputed.length;
    return el("section", { class: "card row", "aria-label": this.say("folder"), "data-test": "folder" },
      el("p", { class: "grow" }, el("strong", {}, bdi(state.folder.model ?? "")), ` · ${this.say("foundFacts", { n: evidence.length })}`, clashes ? ` · ⚠ ${this.say("disagreeCount", { n: clashes })}` : ""),
      el("p", { role: "status", class: `save ${status}`, "data-state": status, "data-test": "save-state" }, el("span", { "aria-hidden": "true" }, status === "saved" ? "✓ " : "● "), bdi((state.gone ? this.say("fileGone", { n: state.savedAnswers.size }) : "") + text)),
      state.folder.writable === false ? el("p", { class: "hint" }, this.say("readOnly")) : button(this.say("save"), () => state.save(), { class: "main small", "data-test": "save", disabled: !unsaved || status === "saving" }));
  }

  foot() {
    const { law, version } = this.state.data;
    return [el("p", {}, el("strong", {}, this.say("notAdvice")), " ", this.say("what", { edition: law.edition })),
      el("p", {}, this.say(isServed() ? "privacyServed" : "privacy")), el("p", { class: "hint" }, this.say("lawVersion", { edition: law.edition, version }))];
  }

  /** The verdict in one sentence or two. */
  headline() {
    const { duties } = this.state.verdict;
    const count = (status) => duties.filter((d) => d.status === status).length;
    const [applies, open, exempt] = [count("applies"), count("open"), count("exempt")];
    const parts = [];
    if (applies) parts.push(this.say("headApplies", { n: applies }));
    else parts.push(this.say(open ? "headOpen" : "headNone"));
    if (exempt) parts.push(this.say("headExempt", { n: this.say("duties", { n: exempt }) }));
    if (applies && open) parts.push(this.say("headOpenMore", { n: open }));
    return parts.join(this.state.lang === "zh" ? "" : " ");
  }

  /** Whether duties are shown as if the asker were the provider. */
  assumes() {
    const { conclusions, duties } = this.state.verdict;
    return conclusions.some((c) => c.name === "provider" && c.status === "open") && duties.some((d) => d.status === "open");
  }

  go(view, kept = false) {
    if (!kept && view !== this.view) history.pushState({ view }, "");
    this.view = view;
    $("said").textContent = "";
    this.draw();
    $("view-title").focus();
    window.scrollTo(0, 0);
  }

  /** A button that leads to a question. */
  askButton(name) {
    return button(this.show.name(name), () => this.askFact(name), { class: "link", "data-test": `ask-${name}` });
  }

  askFact(name) {
    this.questions.open(name);
    this.go("ask");
    this.focusCard();
  }

  calculate(name) {
    this.compute.target = name;
    this.go("compute");
  }

  focusCard() {
    const heading = document.querySelector("[data-test=card] h2, [data-test=done] h2");
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "nearest" });
  }

  /** After a change: draws, and says briefly what it settled. */
  changed(what) {
    this.draw();
    if (what.saving) return;
    const { before, verdict } = this.state;
    const said = [what.said, what.undone && this.say("undone")].filter(Boolean);
    if (before) {
      const changes = verdict.conclusions.filter((c, i) => before.conclusions[i] && before.conclusions[i].status !== c.status);
      for (const c of changes.slice(0, 3)) said.push(this.say("answeredNow", { name: this.show.title(c.name), text: this.say(c.status) }));
      const same = before.duties.every((d, i) => d.status === verdict.duties[i]?.status);
      if (!same) said.push(this.headline());
    }
    $("said").textContent = said.join(this.state.lang === "zh" ? "" : " ");
  }

  buildReport() {
    this.printing = true;
    redraw($("report"), report(this));
    this.printing = false;
  }

  print() {
    this.buildReport();
    window.print();
  }
}

function setTheme(theme) {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
  kept.set("theme", theme);
}

/** Today on this machine, as YYYY-MM-DD. */
function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
}

/** The language the program was told, the one chosen before, or that of the browser. */
const preferred = () => root.dataset.lang ?? kept.get("lang") ?? (navigator.language.startsWith("zh") ? "zh" : "en");

async function start() {
  setTheme(kept.get("theme") ?? "auto");
  const lang = preferred();
  let data;
  try {
    data = await loadData();
  } catch (e) {
    $("view").replaceChildren(el("p", { class: "card problem" }, bdi(say(lang, "failed", { text: String(e.message ?? e) }))));
    return;
  }
  const state = new State(data, today(), root.dataset.on);
  state.lang = lang;
  const app = new App(state);
  try {
    const folder = await loadFolder();
    if (folder) state.takeFolder(folder);
  } catch (e) {
    app.folderError = String(e.message ?? e);
  }
  const take = () => {
    const read = state.takeFragment(location.hash);
    const back = [...read.removed].filter((n) => state.savedAnswers.has(n)).length;
    const said = [(read.answers.size || back) && app.say("linkRead", { n: read.answers.size, more: back ? app.say("linkBack", { n: back }) : "" }), read.problems.length && app.say("linkProblems", { text: read.problems.slice(0, 5).map((p) => app.show.problem(p)).join("; ") })].filter(Boolean);
    state.verdict = null;
    state.refresh({ said: said.join(" ") });
  };
  take();
  history.replaceState({ view: app.view }, "");
  // Back and forward change the view; another address behind the # brings other answers.
  window.addEventListener("popstate", (event) => {
    const view = event.state?.view;
    if (VIEWS.includes(view) && view !== app.view) app.go(view, true);
    if (event.state) state.remember();
  });
  window.addEventListener("hashchange", () => {
    if (!history.state?.view) {
      take();
      history.replaceState({ view: app.view }, "");
    }
  });
  wide.addEventListener("change", () => app.draw());
  window.addEventListener("beforeprint", () => app.buildReport());
  window.addEventListener("beforeunload", (event) => {
    if (state.folder && state.unsaved().length) event.preventDefault();
  });
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    $("main").focus();
  });
  $("main").removeAttribute("aria-busy");
}

start();
