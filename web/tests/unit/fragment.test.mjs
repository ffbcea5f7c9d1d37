// The fragment of the address: what is written is read back, whatever texts hold; what is garbled is left out and named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { read, write } from "../../ui/fragment.js";
import { vocabulary } from "./vocabulary.mjs";

const facts = vocabulary();
const hostile = [
  "<img src=x onerror=alert(1)>", "javascript:alert(1)", "a;b:c@d,e&f=g#h%i", "?", "-", "none", "unknown?", " spaced ", "\u202e\u0000\n\t", "模型，“引号”", "🤖".repeat(20),
  "'()*!~", "%E0%A4%A", "__proto__", "y", "x".repeat(2000),
];

test("texts of any kind survive", () => {
  for (const text of hostile) {
    const answers = new Map([
      ["model.name", { value: text }],
      ["market.commercial", { value: false, by: text, on: "2026-11-20", why: text }],
    ]);
    const fragment = write({ answers, lang: "zh", on: "2026-11-25" });
    // As a browser would give it back.
    const back = read(new URL(`http://localhost/#${fragment}`).hash, facts);
    assert.deepEqual(back.problems, []);
    assert.deepEqual(back.answers, answers);
    assert.equal(back.lang, "zh");
    assert.equal(back.on, "2026-11-25");
    assert.doesNotMatch(fragment, /[<>"'\s]/);
  }
});

test("every kind of answer survives", () => {
  const answers = new Map([
    ["market.eu", { value: true }],
    ["compute.update_flop", { value: { low: "1.3e23", best: "1.8e23", high: "2.4e23" } }],
    ["modification.flop", { value: { low: "1e20", high: "1e21" } }],
    ["compute.cumulative_flop", { value: "1e25" }],
    ["model.outputs", { value: ["image", "text"] }],
    ["openness.monetisation", { value: [] }],
    ["model.inputs", { value: { words: ["speech", "text"], complete: false } }],
    ["openness.personal_data", { value: "none" }],
    ["market.first_available", { value: "2025-08-01" }],
    ["provider.established", { value: "US" }],
  ]);
  const back = read(`#${write({ answers, skipped: ["role.develops"], removed: ["role.own_name"] })}`, facts);
  assert.deepEqual(back.problems, []);
  assert.deepEqual(back.answers, answers);
  assert.deepEqual([...back.skipped], ["role.develops"]);
  assert.deepEqual([...back.removed], ["role.own_name"]);
});

test("names and reasons can be left out", () => {
  const answers = new Map([["market.commercial", { value: false, by: "R. Meier", on: "2026-11-20", why: "secret" }]]);
  const fragment = write({ answers }, false);
  assert.doesNotMatch(fragment, /Meier|secret/);
  assert.deepEqual(read(fragment, facts).answers, new Map([["market.commercial", { value: false }]]));
});

test("unknown facts, wrong values and garbage are left out and named", () => {
  const back = read("#a=no.such:y;market.eu:maybe;model.outputs:fax;model.name:%E0%A4%A;__proto__:y;compute.update_flop:2,,1;role.develops:y&on=2026-02-31&lang=xx&evil=1&&=", facts);
  assert.deepEqual(back.answers, new Map([["role.develops", { value: true }]]));
  assert.deepEqual(back.problems.map((p) => p.code), ["fragUnknown", "errYesNo", "errSet", "fragBroken", "fragUnknown", "errOrder", "errDate"]);
  assert.equal(back.lang, null);
  assert.equal(back.on, null);
  for (const text of ["", "#", "#a", "#a=", "#a=;;;", `#a=${":".repeat(1000)}`, `#a=${"x".repeat(200_000)}`]) assert.equal(read(text, facts).answers.size, 0);
});

test("a name given twice says so, as an import does", () => {
  const back = read("#a=market.eu:y;market.eu:n;role.develops:y;role.develops:?;role.own_name:?;role.own_name:y;model.outputs:?;model.outputs:-", facts);
  assert.deepEqual([...back.answers].map(([n, a]) => [n, a.value]), [["market.eu", true], ["role.develops", true]]);
  assert.deepEqual(back.problems, ["market.eu", "role.develops", "role.own_name"].map((text) => ({ code: "tomlTwice", text })));
  assert.ok(back.skipped.has("model.outputs") && back.removed.has("model.outputs"), "left open, and the saved answer taken back");
});
