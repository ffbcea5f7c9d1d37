// Values: put together from two sources as the engine does it, and texts of strangers shown instead of obeyed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { visible } from "../../ui/dom.js";
import { Show } from "../../ui/show.js";
import { settle } from "../../engine/merge.js";
import { fromText, interval, isDate } from "../../ui/values.js";

const [yesNo, number, text] = ["yes-no", "number", "text"].map((kind) => ({ kind }));
const list = { kind: "set", words: ["text", "image", "code", "a", "b"] };

/** Two claims put together. */
const meet = (def, ...values) => settle({}, def, values.map((value) => ({ value }))).value;

test("sources that disagree leave nothing", () => {
  assert.equal(meet(yesNo, true, false), undefined);
  assert.equal(meet(yesNo, true), true);
  assert.equal(meet(number, "1e22", "1e24"), undefined);
  assert.equal(meet(text, "a", "b"), undefined);
});

test("intervals keep what both allow", () => {
  assert.deepEqual(meet(number, { low: "1e22", best: "5e22", high: "1e23" }, { low: "3e22", high: "2e23" }), { low: "3e22", best: "5e22", high: "1e23" });
  assert.equal(meet(number, { low: "1e22", high: "1e23" }, "5e22"), "5e22");
});

test("a set known in part is completed, not contradicted", () => {
  const part = { words: ["text"], complete: false };
  assert.deepEqual(meet(list, ["text", "image"], part), ["image", "text"]);
  assert.equal(meet(list, ["image"], part), undefined);
  assert.deepEqual(meet(list, part, { words: ["code"], complete: false }), { words: ["code", "text"], complete: false });
  assert.deepEqual(meet(list, ["a", "b"], ["b", "a"]), ["a", "b"]);
});

test("bounds and days are checked", () => {
  assert.deepEqual(interval("1e22", "", "1e23"), { value: { low: "1e22", high: "1e23" } });
  assert.deepEqual(interval("1e22", null, "1e22"), { value: "1e22" });
  assert.equal(interval("2", "1", "3").error.code, "errOrder");
  assert.ok(isDate("2024-02-29") && !isDate("2025-02-29") && !isDate("2025-2-1") && !isDate("2025-13-01"));
  assert.deepEqual(fromText({ kind: "yes-no" }, "unknown"), { unknown: true });
});

test("control and direction characters are shown", () => {
  assert.equal(visible("a\u202eb\u0000c\u200b\u001b[31m"), "a\\u202eb\\u0000c\\u200b\\u001b[31m");
  assert.equal(visible("模型 <b>🤖\n"), "模型 <b>🤖\n");
});

test("an estimate is shown to three figures, an exact amount as it is", () => {
  const facts = new Map([["compute.update_flop", { kind: "number" }]]);
  const shown = (v, lang = "en") => new Show({ facts, lang }).value("compute.update_flop", v);
  assert.equal(shown({ low: "1.4490000001e23", best: "2.0712345e23", high: "2.6926e23" }), "2.07e23 (1.45e23 to 2.69e23)");
  assert.equal(shown({ low: "3076543210", high: "4100000000" }, "zh"), "3.08e9 至 4.1e9");
  assert.equal(shown("2.0712345e23"), "2.0712345e23");
  assert.equal(shown({ low: "1.0000005e26" }), "over 1.0000005e26");
});
