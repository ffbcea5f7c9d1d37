// Full walks through the questions, by mouse and by keyboard, to an exempt and to a not-exempt verdict, and with answers that
// nobody knows.

import assert from "node:assert/strict";
import { test } from "node:test";
import { JUDGE, OPEN_MODEL, answer, by, folder, go, keyboard, mouse, open, quiet, serve, status, walk } from "./start.mjs";

const EXEMPT = { "conclusion-gpai": "yes", "conclusion-provider": "yes", "conclusion-open_source_exempt": "yes", "duty-53-1-a": "exempt", "duty-53-1-b": "exempt", "duty-53-1-c": "applies", "duty-53-1-d": "applies", "duty-55-1-a": "not-applicable" };
const OWED = { "conclusion-gpai": "yes", "conclusion-open_source_exempt": "no", "duty-53-1-a": "applies", "duty-53-1-b": "applies", "duty-53-1-c": "applies", "duty-54": "applies" };
const CLOSED_MODEL = { ...OPEN_MODEL, "openness.licence": "cc-by-nc-4.0", "openness.rights": ["access", "use", "modify", "distribute"], "openness.restrictions": ["non_commercial"] };

async function verdict(page, expected) {
  for (const [name, wanted] of Object.entries(expected)) assert.equal(await status(page, name), wanted, name);
}

for (const [how, hands] of [["mouse", mouse], ["keyboard", keyboard]]) {
  test(`by ${how} to an exempt verdict`, async (t) => {
    const page = await open(t, await serve(t, folder(t)));
    const asked = await walk(page, hands, OPEN_MODEL);
    assert.ok(asked.length <= 10, `${asked.length} questions: ${asked}`);
    assert.ok(!asked.some((f) => f.startsWith("systemic.")), "nothing is asked that decides nothing");
    await hands.press(page, "to-verdict");
    await verdict(page, EXEMPT);
    quiet(page);
  });

  test(`by ${how} to a verdict that is not exempt`, async (t) => {
    const page = await open(t, await serve(t, folder(t)));
    await walk(page, hands, CLOSED_MODEL);
    await hands.press(page, "to-verdict");
    await verdict(page, OWED);
    quiet(page);
  });
}

test("research alone: nothing is owed, after one answer", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  assert.equal(await page.locator("[data-test=card]").getAttribute("data-fact"), "start", "what was done comes first, judgements last");
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-purpose.research_only").click();
  await answer(page, mouse, { value: true, ...JUDGE });
  await go(page, "verdict");
  await verdict(page, { "conclusion-research_excluded": "yes", "duty-53-1-a": "not-applicable", "duty-53-1-c": "not-applicable", "duty-55-1-a": "not-applicable" });
  quiet(page);
});

test("who knows nothing is told that everything is open, and what it depends on", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  const asked = await walk(page, mouse, () => null);
  assert.ok(asked.length > 10);
  assert.ok((await by(page, "done").locator("ul.asks li").count()) >= 10, "open questions are named");
  await mouse.press(page, "to-verdict");
  await verdict(page, { "conclusion-gpai": "open", "duty-53-1-a": "open", "conclusion-open_source_exempt": "open" });
  // From what is open back to its question.
  await page.locator('[data-test="conclusion-gpai"] [data-test="ask-compute.update_flop"]').click();
  assert.equal(await page.locator("[data-test=card]").getAttribute("data-fact"), "compute.update_flop");
  await answer(page, mouse, "2e22");
  await go(page, "verdict");
  await verdict(page, { "conclusion-gpai_criterion": "no" });
  quiet(page);
});

test("one unknown answer leaves open what depends on it, and only that", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  await walk(page, mouse, { ...OPEN_MODEL, reach: null, "openness.monetisation": null });
  await mouse.press(page, "to-verdict");
  await verdict(page, { "conclusion-gpai": "yes", "conclusion-provider": "yes", "conclusion-open_source_exempt": "open", "duty-53-1-a": "open", "duty-53-1-c": "applies" });
  quiet(page);
});

test("back, take back, undo", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  const fact = () => page.locator("[data-test=card]").getAttribute("data-fact");
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-purpose.research_only").click();
  const first = await fact();
  await answer(page, mouse, { value: false, ...JUDGE });
  const second = await fact();
  assert.notEqual(first, second);
  await mouse.press(page, "back");
  assert.equal(await fact(), first);
  await mouse.press(page, "take-back");
  await go(page, "verdict");
  await verdict(page, { "conclusion-research_excluded": "open" });
  await mouse.press(page, "undo");
  await verdict(page, { "conclusion-research_excluded": "no" });
  quiet(page);
});

test("what does not fit is refused with what would", async (t) => {
  const page = await open(t, `${await serve(t, folder(t))}#a=purpose.research_only:n@A@2026-11-25@b`);
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-compute.update_flop").click();
  for (const wrong of ["a lot", "-1", "1e99", ""]) {
    await mouse.write(page, "amount", wrong);
    await mouse.press(page, "keep");
    assert.ok((await page.locator("[data-test=card] [role=alert]").innerText()).length > 5, wrong);
    assert.equal(await by(page, "amount").getAttribute("aria-invalid"), "true");
  }
  await by(page, "fact-market.commercial").click();
  await mouse.tick(page, "word-no");
  await mouse.press(page, "keep");
  assert.ok((await page.locator("[data-test=card] [role=alert]").innerText()).length > 5, "a judgement without a name");
  quiet(page);
});
