// How many questions and clicks to an answer, for the people who ask most: from an empty page, answering honestly.

import assert from "node:assert/strict";
import { test } from "node:test";
import { by, open, quiet, site } from "./start.mjs";

/** What a person answers: presets by choice, facts by value; [value, why] for a judgement. What is not there is "I don't know". */
const PERSONS = [
  { who: "a LoRA of a known base", most: [3, 6], headline: /No duty/, answers: {
    did: "fine-tuner", out: "text", "modification.base": "Llama 3 8B", "modification.flop": "less" } },
  { who: "a LoRA in one list only", most: [3, 6], headline: /No duty/, answers: {
    did: "fine-tuner", "modification.base": "Qwen/Qwen2.5-7B-Instruct", "modification.flop": "less" } },
  { who: "a quantised copy of a known base", most: [2, 5], headline: /No duty/, answers: { did: "quantiser", out: "text", "modification.base": "Qwen2.5 0.5B" } },
  { who: "a classifier", most: [1, 3], headline: /No duty/, answers: { did: "trainer", out: "labels" } },
  { who: "a host", most: [1, 3], headline: /No duty/, answers: { did: "host" } },
  { who: "an integrator", most: [1, 3], headline: /No duty/, answers: { did: "integrator" } },
  { who: "a small model from scratch", most: [3, 6], headline: /No duty/, answers: { did: "trainer", out: "text", reach: "open", "compute.update_flop": "less" } },
  { who: "an open 3B model from scratch", most: [10, 24], headline: /3 duties apply/, answers: {
    did: "trainer", out: "text", reach: "open", "compute.update_flop": "more", "compute.cumulative_flop": "less", "openness.licence": "apache-2.0",
    "openness.usage_information": ["modalities", "capabilities", "limitations", "technical_means"], "market.first_available": "2026-11-01",
    "market.commercial": ["yes", "a business"], "purpose.research_only": ["no", "for everybody"], "provider.established": "FR" } },
];

async function walk(page, answers) {
  let [questions, clicks] = [0, 0];
  const asked = [];
  const press = async (name) => {
    await by(page, name).first().click();
    clicks += 1;
  };
  for (;;) {
    const card = page.locator("[data-test=card]");
    if (!(await card.count())) return { questions, clicks, asked };
    const fact = await card.getAttribute("data-fact");
    asked.push(fact);
    questions += 1;
    assert.ok(questions < 40, asked.join(" "));
    const presets = await card.locator("[data-test^=preset-]").evaluateAll((all) => all.map((e) => e.dataset.test.slice(7)));
    if (presets.length) {
      const chosen = presets.map((id) => answers[id]).filter(Boolean);
      for (const choice of chosen) await press(`word-${choice}`);
      await press(chosen.length ? "keep" : "dont-know");
      continue;
    }
    const answer = answers[fact];
    if (answer === undefined) await press("dont-know");
    else if (answer === "less" || answer === "more") await press(answer);
    else if (["yes", "no"].includes(answer)) await press(answer);
    else if (await card.locator("[data-test=why]").count()) {
      await press(`word-${answer[0]}`);
      await by(page, "by").fill("R. Meier");
      await by(page, "why").fill(answer[1]);
      clicks += 2;
      await press("keep");
    } else {
      if (Array.isArray(answer)) for (const word of answer) await press(`word-${word}`);
      else if (await by(page, "country").count()) await by(page, "country").selectOption(answer);
      else await card.locator("[data-test=text], [data-test=amount], [data-test=date]").first().fill(answer);
      if (!Array.isArray(answer)) clicks += 1;
      await press("keep");
    }
  }
}

for (const { who, most, headline, answers } of PERSONS) {
  test(`${who}: at most ${most[0]} questions and ${most[1]} clicks`, async (t) => {
    const page = await open(t, site(t, ["--on", "2026-11-25"]).address);
    const { questions, clicks, asked } = await walk(page, answers);
    t.diagnostic(`${who}: ${questions} questions, ${clicks} clicks: ${asked.join(" ")}`);
    assert.match(await page.locator("[data-test=summary] .headline").innerText(), headline);
    assert.ok(questions <= most[0], `${questions} questions: ${asked.join(" ")}`);
    assert.ok(clicks <= most[1], `${clicks} clicks: ${asked.join(" ")}`);
    quiet(page);
  });
}

test("back asks a preset anew, the browser's Back leads to the view before, and nothing jumps", async (t) => {
  const page = await open(t, site(t, ["--on", "2026-11-25"]).address);
  const shift = await page.evaluate(() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value; }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 500);
  }));
  assert.ok(shift < 0.05, `layout shift ${shift}`);
  await by(page, "word-host").click();
  await by(page, "keep").click();
  assert.equal(await page.locator("[data-test=done]").count(), 1);
  await by(page, "to-verdict").click();
  await by(page, "nav-flow").click();
  await page.goBack();
  await page.locator("#view[data-view=verdict]").waitFor();
  await page.goBack();
  await page.locator("#view[data-view=ask]").waitFor();
  assert.equal(await page.locator("[data-test=done]").count(), 1, "the answers are still there");
  await page.goForward();
  await page.locator("#view[data-view=verdict]").waitFor();
  await page.goBack();
  await page.locator("#view[data-view=ask]").waitFor();
  await by(page, "back").click();
  assert.equal(await page.locator("[data-test=card]").getAttribute("data-fact"), "start");
  await by(page, "word-fine-tuner").click();
  await by(page, "keep").click();
  assert.equal(await page.locator("[data-test=card]").getAttribute("data-fact"), "modification.base");
  quiet(page);
});

test("no name and no reason stands in the address", async (t) => {
  const page = await open(t, site(t, ["--on", "2026-11-25"]).address);
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-purpose.research_only").click();
  await by(page, "word-no").click();
  await by(page, "by").fill("Dr. Erika Muster");
  await by(page, "why").fill("Our secret product launches in May");
  await by(page, "keep").click();
  assert.doesNotMatch(decodeURIComponent(page.url()), /Muster|secret/);
  assert.match(page.url(), /purpose\.research_only:n/);
  await page.reload();
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-purpose.research_only").click();
  await page.getByText("Dr. Erika Muster").first().waitFor();
  quiet(page);
});
