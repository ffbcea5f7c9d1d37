// The whole on paper: what is assumed, conclusions, duties with their days, answers, provisions. Built when it is printed.

import { bdi, el } from "./dom.js";
import { dueText, inOrder, remarks } from "./verdict.js";

export function report(app) {
  const { show, state } = app;
  const { law, version } = state.data;
  const cited = new Set();
  const law_of = (ids) => {
    for (const id of ids ?? []) cited.add(id);
    return ids?.length ? el("p", { class: "hint" }, show.join(ids.map((id) => show.provision(id)))) : null;
  };
  const conclusions = state.full.conclusions.map((c) => {
    const def = state.conclusions.get(c.name);
    return el("section", {}, el("h3", {}, show.of(def?.title), " ", show.badge(c.status, c.strength)), el("p", {}, show.of(def?.said?.[c.status])),
      c.because?.length ? el("ul", {}, c.because.map((n) => show.known(n))) : null, law_of(c.cites));
  });
  const duties = inOrder(state.full.duties).map((d) => el("section", {}, el("h3", {}, `${show.article(d.id)} · ${show.of(state.duties.get(d.id)?.title)} `, show.badge(d.status)),
    el("p", {}, [dueText(app, d), d.status === "open" && d.if_provider !== "open" ? show.say("ifProvider", { text: show.say(d.if_provider) }) : ""].filter(Boolean).join(" · ")),
    el("p", {}, show.of(state.duties.get(d.id)?.text)), law_of(d.cites)));
  const names = [...new Set([...state.answers.keys(), ...Object.keys(state.known)])].filter((n) => state.facts.has(n));
  const model = state.answers.get("model.name")?.value ?? state.folder?.model;
  return [
    el("h1", {}, show.say("printTitle")),
    model && el("p", { class: "headline" }, bdi(model)),
    el("p", {}, `${show.say("today")}: ${state.day} · ${show.say("lawVersion", { edition: law.edition, version })}`),
    el("p", {}, `${show.say("notAdvice")} ${show.say("what", { edition: law.edition })}`),
    el("p", { class: "headline" }, app.headline()),
    app.assumes() && el("p", {}, show.say("assumption")),
    el("h2", {}, show.say("dutiesTitle")), duties, el("h2", {}, show.say("conclusions")), conclusions, remarks(app),
    el("h2", {}, show.say("printAnswers")), el("ul", {}, names.map((n) => show.known(n))),
    el("h2", {}, show.say("printCites")), [...cited].map((id) => el("p", {}, el("strong", {}, `${show.provision(id)} `), show.of(state.data.citations[id]) || show.say("citeMissing"))),
  ];
}
