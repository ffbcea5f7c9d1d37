// How fast the page is: the first thing to read, and the verdict after each answer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OPEN_MODEL, folder, open, quiet, serve, site } from "./start.mjs";

/** Milliseconds that a verdict after an answer may take, in the middle of the runs. */
const VERDICT = 5;
/** Milliseconds to the first meaningful paint, on a machine that has other things to do. */
const PAINT = 2000;

const plain = Object.fromEntries(Object.entries(OPEN_MODEL).map(([fact, told]) => [fact, told?.value !== undefined ? told.value : told]));

test(`a verdict after each answer takes less than ${VERDICT} ms`, async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  const times = await page.evaluate(async (answers) => {
    const { Engine } = await import("./engine/engine.js");
    const { loadData } = await import("./data.js");
    const engine = new Engine(await loadData(), "2026-11-25");
    const names = Object.keys(answers);
    const times = [];
    for (let run = 0; run < 20; run += 1) {
      const known = {};
      for (let i = 0; i < names.length; i += 1) {
        // Another order each run, so that no state is met twice.
        const name = names[(i * 7 + run) % names.length];
        known[name] = answers[name];
        const begun = performance.now();
        engine.verdict(known);
        times.push(performance.now() - begun);
      }
    }
    return times.slice(names.length).sort((a, b) => a - b);
  }, plain);
  const at = (part) => times[Math.floor((times.length - 1) * part)];
  t.diagnostic(`a verdict: median ${at(0.5).toFixed(2)} ms, 95 % below ${at(0.95).toFixed(2)} ms, ${times.length} answers`);
  assert.ok(at(0.5) < VERDICT, `median ${at(0.5)} ms`);
  quiet(page);
});

test("an answer is drawn at once", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  const times = await page.evaluate(async () => {
    const times = [];
    for (let i = 0; i < 10; i += 1) {
      const begun = performance.now();
      document.querySelector("[data-test=dont-know]").click();
      times.push(performance.now() - begun);
      await new Promise(requestAnimationFrame);
    }
    return times.sort((a, b) => a - b);
  });
  t.diagnostic(`from the press of a button to the new page: median ${times[5].toFixed(1)} ms`);
  assert.ok(times[5] < 100, `${times}`);
  quiet(page);
});

for (const [how, address] of [["served", (t) => serve(t, folder(t))], ["from disk", (t) => site(t).address]]) {
  test(`the first question is there at once, ${how}`, async (t) => {
    const page = await open(t, await address(t));
    const painted = await page.evaluate(() => new Promise((done) => {
      const first = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
      if (first) return done(first);
      new PerformanceObserver((list) => done(list.getEntries().find((e) => e.name === "first-contentful-paint")?.startTime)).observe({ type: "paint", buffered: true });
    }));
    const question = await page.evaluate(() => new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime)).observe({ type: "largest-contentful-paint", buffered: true });
    }));
    t.diagnostic(`${how}: first paint ${painted.toFixed(0)} ms, the question ${question.toFixed(0)} ms`);
    assert.ok(painted < PAINT && question < PAINT, `${painted} ${question}`);
    quiet(page);
  });
}
