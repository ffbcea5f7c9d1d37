// What the page knows: answers and files together, undo, what is not saved, the address. The engine is a stand-in that
// keeps what it was asked.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { vocabulary } from "./vocabulary.mjs";

const address = { pathname: "/", search: "", hash: "" };
globalThis.location = address;
globalThis.history = { state: null, replaceState: (_, __, url) => { address.hash = `#${url.split("#")[1]}`; } };
const { State } = await import("../../ui/state.js");

class Standin extends State {
  asked = ["openness.rights", "market.eu"];
  given = [];
  get engine() {
    return {
      verdict: (known) => ({ known, conclusions: [], duties: this.given, derived: {}, contradictions: [] }),
      questions: () => this.asked.map((fact) => ({ fact, settles: [fact === "role.develops" ? "54" : "open_source_exempt"] })),
      interview: (_, skip) => this.asked.filter((fact) => !skip.has(fact)).map((fact) => ({ fact, settles: ["53-3"] })),
      assess: () => ({ conclusions: [], duties: this.given }),
    };
  }
}

const data = { law: { first: "2025-08-02", last: "2028-12-31" }, facts: [...vocabulary().values()], conclusions: [], duties: [], countries: "AT US", presets: { list: [], lookups: [{ fact: "openness.licence", answers: ["openness.rights"] }], order: [] }, bases: [[["org/Base-7B", "org/Base-7B-Instruct"], { low: "5e23", best: "7e23", high: "9e23" }]] };
const evidence = {
  "model.outputs": { value: { words: ["text"], complete: false }, sources: [{ file: "README.md", line: 2 }] },
  "openness.weights_public": { value: true, sources: [{ file: "model.safetensors", line: 1 }] },
  "compute.update_flop": { contradiction: true, values: ["1e23", "2e23"], sources: [{ file: "README.md", line: 3 }, { file: "config.json", line: 1 }] },
};
const folder = (answers) => ({ model: "m", answers, evidence, csrf: "t", assessment: { facts: [] } });
let state;
beforeEach(() => {
  state = new Standin(data, "2026-11-25");
  state.refresh();
});

test("what is not answered is not there", () => {
  assert.deepEqual(state.known, {});
  state.skip("market.eu");
  assert.deepEqual(state.known, {});
  assert.equal(state.next().fact, "openness.rights", "what was left open is not asked again");
  state.answer("market.eu", { value: false });
  assert.deepEqual(state.known, { "market.eu": false });
  assert.equal(state.now.skipped.size, 0);
});

test("a duty not owed either way is not owed, and holds no question open", () => {
  state.given = [
    { id: "53-3", status: "open", owed: "open", missing: ["market.eu"] },
    { id: "54", status: "open", owed: "no", missing: ["role.develops"] },
  ];
  state.asked = ["market.eu"];
  state.refresh();
  for (const { duties } of [state.verdict, state.full]) assert.deepEqual(duties.map((d) => d.status), ["open", "not-applicable"]);
  assert.deepEqual(state.ask, ["market.eu"]);
  assert.equal(state.given[1].status, "open", "what the engine gives stays as it is");
});

test("every change can be undone", () => {
  state.answer("market.eu", { value: true });
  state.answer("market.eu", null);
  state.undo();
  assert.deepEqual(state.known, { "market.eu": true });
  state.undo();
  state.undo();
  assert.deepEqual(state.known, {});
});

test("files and answers together: agreeing, completing, contradicting", () => {
  state.takeFolder(folder({}));
  state.refresh();
  assert.deepEqual(state.known, { "model.outputs": { words: ["text"], complete: false }, "openness.weights_public": true });
  state.answer("model.outputs", { value: ["code", "text"] });
  assert.deepEqual(state.known["model.outputs"], ["code", "text"]);
  state.answer("openness.weights_public", { value: false });
  assert.ok(state.fact("openness.weights_public").contradiction);
  assert.ok(!("openness.weights_public" in state.known), "sources that disagree leave the fact unknown");
  state.answer("openness.weights_public", { value: false, by: "A", on: "2026-11-25", why: "b" });
  assert.equal(state.known["openness.weights_public"], false, "a named person with a reason decides");
  state.answer("compute.update_flop", { value: "1e24" });
  assert.ok(!("compute.update_flop" in state.known), "an answer does not settle files that contradict one another");
});

test("a state of a duty is the program's as long as the documents named are those it saw", () => {
  const found = { "documents.training_summary": { value: "summary.pdf", yields: true, sources: [{ file: "summary.pdf", line: 1 }] } };
  const told = { assessment: { facts: [], duties: [{ id: "53-1-d", state: "met", findings: ["document-sound"] }] }, findings: [{ code: "document-sound", duty: "53-1-d" }, { code: "document-sound", duty: "53-1-c" }] };
  const duty = { id: "53-1-d", document: "documents.training_summary", public: true, absent: "summary-missing" };
  state = new Standin({ ...data, duties: [duty] }, "2026-11-25");
  const owed = { id: "53-1-d", status: "applies" };
  state.refresh();
  assert.equal(state.stateOf(owed).state, "unknown", "no folder was looked through");
  state.answer("documents.training_summary", { value: "None" });
  assert.deepEqual([state.stateOf(owed).state, state.stateOf(owed).code], ["gap", "summary-missing"], "somebody said so");
  state.undo();
  state.takeFolder({ ...folder({}), evidence: found, ...told });
  state.refresh();
  assert.deepEqual(state.stateOf(owed), { state: "met", findings: [told.findings[0]] });
  assert.equal(state.stateOf({ ...owed, status: "exempt" }).state, "not-needed");
  state.answer("documents.training_summary", { value: "other.pdf" });
  assert.deepEqual([state.fact("documents.training_summary").contradiction, state.stateOf(owed).code, state.stateOf(owed).state], [false, "document-unchecked", "unknown"]);
});

test("what is not saved is counted, and alone stands in the address", () => {
  state.takeFolder(folder({ "market.eu": true, "market.commercial": { value: false, by: "A", on: "2026-01-01", why: "b" }, "no.such": 1 }));
  state.takeFragment("");
  state.refresh();
  assert.deepEqual(state.unsaved(), []);
  assert.equal(address.hash, "#lang=en");
  state.answer("market.eu", null);
  state.answer("role.develops", { value: true });
  assert.deepEqual(state.unsaved().sort(), ["market.eu", "role.develops"]);
  const after = new Standin(data, "2026-11-25");
  after.takeFolder(folder({ "market.eu": true, "market.commercial": { value: false, by: "A", on: "2026-01-01", why: "b" } }));
  after.takeFragment(address.hash);
  after.refresh();
  assert.deepEqual(after.answers, state.answers);
  assert.deepEqual(after.unsaved().sort(), ["market.eu", "role.develops"]);
});

test("the day stays within what the law data covers", () => {
  state.change((now) => { now.on = "2020-01-01"; });
  assert.equal(state.day, "2025-08-02");
  state.change((now) => { now.on = "2030-01-01"; });
  assert.equal(state.day, "2028-12-31");
  state.change((now) => { now.on = null; });
  assert.equal(state.day, "2026-11-25");
});

test("a link made in a folder says what the files say too, so that it shows the same", () => {
  state.takeFolder(folder({ "market.eu": true }));
  state.takeFragment("");
  state.skip("openness.weights_public");
  const { known } = state;
  assert.equal(known["model.outputs"].complete, false, "a list that may go on stays one");
  const opened = (people, files) => {
    const there = new Standin(data, "2026-11-25");
    assert.deepEqual(there.takeFragment(state.fragment(people, true, files)).problems, []);
    there.refresh();
    return there.known;
  };
  assert.deepEqual(opened(true, true), known);
  assert.deepEqual(opened(true, false), { "market.eu": true });
  // What is disputed is as unknown there as it is here.
  state.answer("openness.weights_public", { value: false });
  assert.deepEqual(Object.keys(opened(true, true)).sort(), ["market.eu", "model.outputs"]);
  // Opened at a folder, such a list is no change to be saved.
  const there = new Standin(data, "2026-11-25");
  there.takeFolder(folder({ "market.eu": true }));
  there.takeFragment("#a=model.outputs:image,*");
  there.refresh();
  assert.deepEqual([there.known["model.outputs"], there.unsaved()], [{ words: ["image", "text"], complete: false }, []]);
});

/** Saves where the program gives these answers one after the other; gives what was sent. */
async function saves(...given) {
  const sent = [];
  globalThis.document = { documentElement: { dataset: { mode: "serve" } } };
  globalThis.fetch = async (_, { body } = {}) => {
    if (body) sent.push(JSON.parse(body));
    const { status = 200, ...json } = given.shift();
    return { status, ok: status === 200, json: async () => json };
  };
  await state.save();
  assert.equal(given.length, 0);
  return sent;
}

test("what somebody else wrote into the file is not replaced unseen, and nothing is lost", async () => {
  state.takeFolder(folder({ "market.eu": true, "role.develops": true }));
  state.takeFragment("");
  state.answer("market.eu", { value: false });
  state.answer("role.own_name", { value: true });
  const theirs = folder({ "market.eu": { value: true, by: "B", on: "2026-11-24", why: "c" }, "role.develops": false });
  const sent = await saves({ status: 409, error: "changed" }, theirs);
  assert.deepEqual(sent, [{ set: { "market.eu": false, "role.own_name": true }, seen: { "market.eu": true, "role.develops": true } }]);
  assert.deepEqual(state.saving, { names: ["market.eu"] });
  assert.deepEqual(state.unsaved().sort(), ["market.eu", "role.own_name"]);
  assert.equal(state.answers.get("role.develops").value, false, "what was not answered here follows the file");
  // Looked at, the same is saved over what is there now.
  const [again] = await saves(folder({ "market.eu": false, "role.develops": false, "role.own_name": true }));
  assert.deepEqual(again.seen, theirs.answers);
  assert.deepEqual([state.saving, state.unsaved()], ["", []]);
});

test("where the file is gone, what stood in it stays here, unsaved", async () => {
  state.takeFolder(folder({ "market.eu": true }));
  state.takeFragment("");
  state.answer("role.own_name", { value: true });
  await saves({ ...folder({ "role.own_name": true }), created: true });
  assert.ok(state.gone);
  assert.deepEqual(state.unsaved(), ["market.eu"]);
  await saves({ ...folder({ "role.own_name": true, "market.eu": true }), created: false });
  assert.ok(!state.gone && !state.unsaved().length);
});

test("a base that is known by name stands for its training compute, until somebody says otherwise", () => {
  for (const name of ["org/Base-7B", "base 7b", "Base-7B-Instruct"]) {
    state.answer("modification.base", { value: name });
    assert.equal(state.known["modification.base_flop"]?.best, "7e23", name);
  }
  state.answer("modification.base_flop", { value: "1e22" });
  assert.equal(state.known["modification.base_flop"], "1e22");
  state.answer("modification.base_flop", null);
  state.answer("modification.base", { value: "something of ours" });
  assert.equal(state.known["modification.base_flop"], undefined);
});

test("names and reasons stay out of the address, and are there again in the same tab", () => {
  const kept = new Map();
  globalThis.sessionStorage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v), removeItem: (k) => void kept.delete(k) };
  const judged = { value: false, by: "Dr. Erika Muster", on: "2026-11-30", why: "our secret product" };
  state.answer("purpose.research_only", judged);
  assert.doesNotMatch(decodeURIComponent(address.hash), /Muster|secret|2026-11-30/);
  assert.match(address.hash, /purpose\.research_only:n/);
  const again = new Standin(data, "2026-11-25");
  again.takeFragment(address.hash);
  assert.deepEqual(again.answers.get("purpose.research_only"), judged);
  for (const broken of ["[", "7", '[["purpose.research_only", 7]]', "null"]) {
    kept.set("gpai-people", broken);
    const other = new Standin(data, "2026-11-25");
    other.takeFragment(address.hash);
    assert.deepEqual(other.answers.get("purpose.research_only"), { value: false }, broken);
  }
  delete globalThis.sessionStorage;
});
