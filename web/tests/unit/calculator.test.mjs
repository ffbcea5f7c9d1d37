// The compute calculator against figures worked out by hand: the examples of the Guidelines' annex, margins, lines, input.
import assert from "node:assert/strict";
import { test } from "node:test";
import { basisOf, hardware, lies, near, sixPD, stated } from "../../ui/calculator.js";
import { format, parse } from "../../engine/number.js";
import { brief, power, times, typed } from "../../ui/amounts.js";

const MARGIN = 30;
const basis = basisOf({ calculator: { accelerators: [["A", "2e12", "1e12"], ["B", "1e12"]], utilisation: ["30", "40", "50"], stated: [90, 110] } }, MARGIN);

test("6PD gives the exact products of the annex's examples", () => {
  const examples = [["3.8e9", "3.3e12", "7.524e22"], ["0.6e9", "36e12", "1.296e23"], ["1.54e9", "18e12", "1.663e23"], ["1.7e9", "36e12", "3.672e23"], ["2.5e9", "12e12", "1.8e23"], ["2.6e9", "1e13", "1.56e23"]];
  for (const [parameters, tokens, best] of examples) assert.equal(sixPD({ parameters, tokens, margin: MARGIN }).value.best, best);
  // 70 % and 130 % of 1.8e23.
  assert.deepEqual(sixPD({ parameters: "2.5B", tokens: "12T", margin: MARGIN }).value, { low: "1.26e23", best: "1.8e23", high: "2.34e23" });
  assert.deepEqual(sixPD({ parameters: "25亿", tokens: "12万亿", margin: 0 }).value, { low: "1.8e23", best: "1.8e23", high: "1.8e23" });
});

test("hours × 3600 × peak × utilisation gives those of the annex", () => {
  // 200 000 h × 3600 s × 300e12 × 0.5, and 10 % of the stated utilisation to either side.
  assert.deepEqual(hardware({ hours: "200000", peak: "300e12", utilisation: "50" }, basis).value, { low: "9.72e22", best: "1.08e23", high: "1.188e23" });
  assert.equal(hardware({ hours: "370 000", peak: "989e12", utilisation: "50 %" }, basis).value.best, "6.587e23");
  // Nothing stated: 30, 40, 50 %. 1000 h × 3600 × 1e15 = 3.6e21.
  const open = hardware({ hours: "1000", peak: "1e15", utilisation: "" }, basis);
  assert.deepEqual(open.value, { low: "1.08e21", best: "1.44e21", high: "1.8e21" });
  assert.ok(open.assumed);
  // A name that covers slower variants: the low bound takes the slower one.
  assert.equal(hardware({ hours: "1000", peak: "1e15", peakLow: "0.5e15", utilisation: "" }, basis).value.low, "5.4e20");
});

test("what is no amount is named, and nothing is put in its place", () => {
  assert.deepEqual(sixPD({ parameters: "many", tokens: "1T" }), { problem: "parameters" });
  assert.deepEqual(sixPD({ parameters: "1B", tokens: "0" }), { problem: "tokens" });
  assert.deepEqual(hardware({ hours: "1", peak: "1", utilisation: "101" }, basis), { problem: "utilisation" });
  assert.deepEqual(hardware({ hours: "1", peak: "1", utilisation: "half" }, basis), { problem: "utilisation" });
  assert.deepEqual(stated({ amount: "-1" }), { problem: "amount" });
});

test("lines are passed only by more than the line", () => {
  assert.equal(lies({ low: "1e23", best: "1e23", high: "1e23" }, "1e23"), "under");
  assert.equal(lies({ low: "1.0001e23", high: "2e23" }, "1e23"), "over");
  assert.equal(lies({ low: "1e23", high: "1.0001e23" }, "1e23"), "across");
  // 30 % of the estimate itself: 7.7e22 is near 1e23 (×1.3 = 1.001e23), 7.6e22 is not; 1.42e23 is, 1.43e23 is not.
  assert.deepEqual(["7.6e22", "7.7e22", "1e23", "1.42e23", "1.43e23"].map((best) => near({ best }, "1e23", MARGIN)), [false, true, true, true, false]);
});

test("amounts as people write them", () => {
  const same = { "1.8e23": "1.8e23", "1.8 × 10^23": "1.8e23", "1.8×10²³": "1.8e23", "10^25": "1e25", "7.3B": "7300000000", "2 T": "2000000000000", "1,000,000": "1000000", "1_000": "1000", "1 000 000": "1000000", "73亿": "7300000000", "1.5万": "15000", "15 trillion": "15000000000000", "0.5": "0.5", ".5": "0.5" };
  for (const [written, read] of Object.entries(same)) assert.equal(format(typed(written)), read, written);
  for (const bad of ["", "abc", "-1", "1e", "1,5", "1,00", "NaN", "Infinity", "1e999", "0x10", "7.3Q", "1".repeat(70), "e5", "constructor"]) assert.equal(typed(bad), null, bad);
});

test("products are exact, and short where shown", () => {
  assert.equal(format(times(parse("123456789"), parse("987654321e10"))), "1.21932631112635269e27");
  assert.deepEqual(["7300000000", "4e12", "999999", "1234567", "0.5"].map((x) => brief(parse(x))), ["7.3e9", "4e12", "999999", "1.234567e6", "0.5"]);
  assert.ok(Math.abs(power(parse("1.8e23")) - 23.2553) < 1e-3);
  assert.equal(power(parse("1e25")), 25);
});

test("a name without slower variants has one peak", () => {
  assert.deepEqual(basis.accelerators, [{ name: "A", peak: "2e12", low: "1e12" }, { name: "B", peak: "1e12", low: "1e12" }]);
});
