// The whole on paper: the verdict with everything opened, then the answers and the text of every provision cited.

import { bdi, el } from "./dom.js";
import { verdictView } from "./verdict.js";

export function report(app) {
  const { show, state } = app;
  const { law, version, citations } = state.data;
  const { conclusions, duties } = state.full;
  const cited = new Set([...duties, ...conclusions].flatMap((x) => x.cites));
  const names = [...new Set([...state.answers.keys(), ...Object.keys(state.known)])];
  const model = state.answers.get("model.name")?.value ?? state.folder?.model;
  return [
    el("h1", {}, show.say("printTitle")),
    model && el("p", { class: "headline" }, bdi(model)),
    el("p", {}, `${show.say("today")}${show.colon}${state.day} · ${show.say("lawVersion", { edition: law.edition, version })}`),
    el("p", {}, `${show.say("notAdvice")} ${show.say("what", { edition: law.edition })}`),
    verdictView(app),
    el("h2", {}, show.say("printAnswers")), el("ul", {}, names.map((n) => show.known(n))),
    el("h2", {}, show.say("printCites")), [...cited].map((id) => el("p", {}, el("strong", {}, `${show.provision(id)} `), show.of(citations[id]) || show.say("citeMissing"))),
  ];
}
