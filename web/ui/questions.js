// The questions: one in focus, the best next first; the list of all of them, to answer in any order; what is settled so far.

import { bdi, button, el, fold, newId } from "./dom.js";
import { answerForm } from "./input.js";
import { consequences, line, presetCard } from "./preset.js";
import { judgedWhole, judgedWholeHere } from "./verdict.js";

export class Questions {
  constructor(app) {
    this.app = app;
    this.chosen = null;
    this.trail = [];
    this.onlyOpen = false;
    this.listOpen = false;
  }

  /** The question in focus: the one chosen, or the best next: { fact } or { presets, screen }; null where nothing is left. */
  current() {
    return this.chosen ?? this.app.state.next();
  }

  open(name) {
    const now = this.current();
    if (now && now.fact !== name) this.trail.push(now);
    this.chosen = { fact: name };
  }

  /** After an answer: on to the next. */
  advance(from) {
    this.trail.push(from);
    this.chosen = null;
  }

  /** To the question before; a preset is asked anew. */
  back() {
    const before = this.trail.pop() ?? null;
    if (before?.presets) {
      this.chosen = null;
      const adds = new Set(before.presets.flatMap((id) => this.app.state.presets.get(id)?.choices.flatMap((c) => c.sets.map(([n]) => n)) ?? []));
      this.app.state.change(({ answers, skipped }) => {
        for (const id of before.presets) skipped.delete(id);
        for (const name of adds) if (answers.get(name) && !answers.get(name).by) answers.delete(name);
      });
    } else {
      this.chosen = before;
    }
  }

  view() {
    const step = this.current();
    const { show, state } = this.app;
    const fresh = !state.answers.size && !state.now.skipped.size && !state.folder;
    return [fresh && el("p", { class: "lead" }, show.say("intro")), !step ? this.done() : step.presets ? this.preset(step) : this.card(step.fact), this.list()];
  }

  preset(step) {
    const { app } = this;
    const done = (act) => {
      this.advance(step);
      act();
      app.focusCard();
    };
    return presetCard(app, step, { done, skip: (ids) => done(() => app.state.choose(ids, [])), back: this.backButton() });
  }

  backButton() {
    const { app } = this;
    return button(app.show.say("back"), () => { this.back(); app.draw(); app.focusCard(); }, { "data-test": "back", disabled: !this.trail.length && !this.chosen });
  }

  card(name) {
    const { app } = this;
    const { show, state } = app;
    const def = state.facts.get(name);
    const { answer, evidence, contradiction } = state.fact(name);
    const done = (act) => {
      this.advance({ fact: name });
      act();
      app.focusCard();
    };
    const left = state.steps.filter((q) => q.fact !== name).length;
    let form;
    const give = (a) => {
      done(() => state.answer(name, a));
      // An answer against the files needs a name and a reason: ask for them at once.
      if (state.fact(name).contradiction) {
        this.trail.pop();
        this.chosen = { fact: name };
        app.draw();
        app.focusCard();
      }
    };
    const id = newId("question");
    return el("section", { class: "card", "aria-labelledby": id, "data-test": "card", "data-fact": name },
      el("p", { class: "eyebrow" }, [show.say(this.chosen ? "questionAny" : "questionNo"), show.group(name), left > 0 && left <= 10 && show.say("atMost", { n: left })].filter(Boolean).join(" · ")),
      el("h2", { id, tabindex: "-1", class: "question" }, show.of(def.question)),
      el("p", { class: "hint" }, this.reason(name)),
      answer && el("p", { class: "now" }, bdi(show.say("current", { text: show.value(name, answer.value) })), answer.by ? bdi(` – ${show.say("judgedBy", { by: answer.by, on: answer.on ?? "?", why: answer.why ?? "?" })}`) : ""),
      judgedWholeHere(app, name),
      this.found(name, evidence, contradiction),
      !answer && state.verdict.derived[name] && el("p", { class: "now" }, show.say(name === "modification.base_flop" ? "fromBase" : "fromLicence", { text: show.value(name, state.verdict.derived[name]) })),
      !answer && def.kind === "number" && line(app, def, { give, more: () => form.querySelector("input")?.focus() }),
      !answer && def.kind !== "number" && consequences(show, def),
      form = answerForm(show, def, {
        dispute: Boolean(evidence?.contradiction || (contradiction && answer)) && !def.judged,
        give,
        skip: () => done(() => state.skip(name)),
        toCalculator: () => app.calculate(name),
      }),
      el("h3", {}, show.say("help")),
      el("p", {}, show.of(def.help)),
      def.cites?.length ? [el("h3", {}, show.say("lawBehind")), show.cites(def.cites)] : null,
      el("div", { class: "row foot" },
        this.backButton(),
        answer && button(show.say("takeBack"), () => state.answer(name, null), { "data-test": "take-back" }),
        el("code", { class: "name" }, name)));
  }

  /** What the files say of the fact, with every place. */
  found(name, evidence, contradiction) {
    const { show } = this.app;
    if (!evidence) return null;
    const partial = evidence.value && typeof evidence.value === "object" && evidence.value.words;
    return el("div", { class: contradiction ? "found clash" : "found", "data-test": "evidence" },
      evidence.value !== undefined && el("p", {}, bdi(show.say(partial ? "fromFilesPart" : "fromFiles", { text: show.value(name, partial ? evidence.value.words : evidence.value) }))),
      show.sources(evidence),
      contradiction && el("p", { class: "problem", "data-test": "contradiction" }, show.say("filesDisagree")));
  }

  reason(name) {
    const { show, state } = this.app;
    const settles = state.settles(name);
    if (!settles.length) return show.say(state.facts.get(name).exceptional ? "displaces" : "decidesNothing");
    const parts = settles.filter((s) => state.conclusions.has(s)).map((s) => show.title(s));
    const duties = settles.filter((s) => state.duties.has(s)).length;
    if (duties) parts.push(show.say("duties", { n: duties }));
    return show.say("decides", { text: show.join(parts) });
  }

  done() {
    const { app } = this;
    const { show, state } = app;
    const left = [...state.now.skipped].filter((n) => state.ask.includes(n));
    return el("section", { class: "card", "data-test": "done" },
      el("h2", { tabindex: "-1", class: "question" }, show.say(state.idle ? "doneNone" : "doneTitle")),
      el("p", {}, show.say(left.length && !state.idle ? "doneOpen" : state.idle ? "doneIdle" : "doneAll")),
      left.length > 0 && !state.idle && el("ul", { class: "asks" }, left.map((n) => el("li", {}, app.askButton(n)))),
      el("div", { class: "row foot" },
        this.backButton(),
        button(show.say("toVerdict"), () => app.go("verdict"), { class: "main", "data-test": "to-verdict" }),
        state.rest.length > 0 && !state.onward && button(show.say("goOn"), () => { state.onward = true; app.draw(); app.focusCard(); }, { "data-test": "go-on" })));
  }

  list() {
    const { app } = this;
    const { show, state } = app;
    const all = state.data.facts.filter((f) => !f.evidence_only);
    const build = () => {
      const filter = el("input", { type: "checkbox", checked: this.onlyOpen, "data-key": "only-open", "data-test": "only-open", onchange: (e) => { this.onlyOpen = e.target.checked; app.draw(); } });
      const groups = new Map();
      for (const f of all) {
        const g = f.name.split(".")[0];
        if (!this.onlyOpen || state.ask.includes(f.name)) groups.set(g, [...(groups.get(g) ?? []), f]);
      }
      return [
        el("label", { class: "choice" }, filter, el("span", {}, show.say("showOpen"))),
        [...groups].map(([g, facts]) => [el("h3", {}, show.group(g) || g), el("ul", { class: "facts" }, facts.map((f) => el("li", {}, this.item(f))))]),
      ];
    };
    const details = fold([show.say("allQuestions"), " ", el("span", { class: "hint" }, show.say("answeredCount", { n: state.answers.size, all: all.length }))], build, { class: "card", open: this.listOpen, "data-test": "all-questions" });
    details.addEventListener("toggle", () => { this.listOpen = details.open; });
    return details;
  }

  item(f) {
    const { app } = this;
    const { show, state } = app;
    const { answer, evidence, contradiction, value } = state.fact(f.name);
    const derived = state.verdict.derived[f.name];
    const text = contradiction ? `⚠ ${show.say("filesDisagree")}`
      : value !== undefined ? bdi(show.value(f.name, value))
        : derived ? show.say("fromLicence", { text: show.value(f.name, derived) })
          : state.now.skipped.has(f.name) ? show.say("leftOpen")
            : state.ask.includes(f.name) ? `◐ ${show.say("matters")}` : show.say("notAnswered");
    const unsure = f.judged && answer && !(answer.by && answer.why);
    return button([el("span", { class: "fact-name" }, show.name(f.name)), el("span", { class: value === undefined ? "fact-value hint" : "fact-value" }, text, unsure ? ` (${show.say("noReason")})` : "", evidence?.sources?.length ? el("span", { class: "hint" }, bdi(` ${place(show, evidence.sources[0])}`)) : "")],
      () => app.askFact(f.name), { class: "fact", "data-test": `fact-${f.name}` });
  }

  /** What is settled so far, beside the question. */
  summary() {
    const { app } = this;
    const { show, state } = app;
    const { conclusions } = state.verdict;
    return el("section", { class: "card", "data-test": "summary" },
      el("h2", {}, show.say("inHand")),
      el("p", { class: "headline" }, app.headline()),
      judgedWhole(app),
      el("dl", { class: "summary" }, conclusions.map((c) => el("div", {}, el("dt", {}, show.title(c.name)), el("dd", {}, show.badge(c.status, c.strength))))),
      button(show.say("toVerdict"), () => app.go("verdict"), { "data-test": "summary-verdict" }));
  }
}

const place = (show, s) => (s.line ? show.say("place", { file: s.file, line: s.line }) : s.file);
