// The static page: opened from disk and from a web host it needs nothing else, and gives the verdicts of the served one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { OPEN_MODEL, by, go, mouse, open, quiet, site, status, walk } from "./start.mjs";

const VIEWS = ["ask", "verdict", "change", "flow", "compute", "time"];

/** States of all duties that are shown. */
const states = (page) => page.locator("[data-test^=duty-] [data-state]").evaluateAll((all) => [...new Set(all.map((e) => e.dataset.state))].sort());

test("no folder was read: a duty is neither met nor called missing", async (t) => {
  const page = await open(t, site(t, ["--on", "2026-11-25"]).address);
  await walk(page, mouse, OPEN_MODEL);
  await mouse.press(page, "to-verdict");
  assert.deepEqual(await states(page), ["not-needed", "unknown"]);
  assert.ok(await page.getByText("This page reads no documents").isVisible());
  const link = `${page.url()}`.replace("#a=", "#a=documents.training_summary:none;");
  await page.goto(link);
  await page.reload();
  await go(page, "verdict");
  assert.deepEqual(await states(page), ["gap", "not-needed", "unknown"], "somebody said that there is none");
  assert.equal(await page.locator("[data-code=summary-missing]").count(), 1);
  quiet(page);
});

async function tour(page) {
  await walk(page, mouse, OPEN_MODEL);
  await mouse.press(page, "to-verdict");
  assert.equal(await status(page, "conclusion-open_source_exempt"), "yes");
  assert.equal(await status(page, "duty-53-1-a"), "exempt");
  for (const view of VIEWS) await go(page, view);
  await go(page, "flow");
  assert.ok((await page.locator("[data-test=chart] svg .lit").count()) > 3, "the road is lit");
  for (const tool of ["import", "export", "share"]) {
    await mouse.press(page, tool);
    await mouse.press(page, "close");
  }
  await mouse.press(page, "lang");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
  quiet(page);
}

test("opened from disk", async (t) => {
  const { address } = site(t, ["--on", "2026-11-25"]);
  await tour(await open(t, address));
});

test("from a web host, with the state in the address", async (t) => {
  const { dir } = site(t);
  const asked = [];
  const host = createServer((request, answer) => {
    asked.push(request.url);
    answer.setHeader("content-type", "text/html");
    answer.end(readFileSync(join(dir, "index.html")));
  }).listen(0, "127.0.0.1");
  t.after(() => host.close());
  await new Promise((done) => host.once("listening", done));
  const page = await open(t, `http://127.0.0.1:${host.address().port}/space/#a=market.eu:n&on=2026-11-25&lang=zh`);
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
  await tour2(page);
  assert.deepEqual(asked, ["/space/"], "the page and nothing else, and the answers are not in what is asked");
});

async function tour2(page) {
  for (const view of VIEWS) await go(page, view);
  await go(page, "ask");
  await by(page, "all-questions").locator("summary").click();
  assert.match(await by(page, "fact-market.eu").innerText(), /否/);
  quiet(page);
}

test("its policy lets no other script run", async (t) => {
  const page = await open(t, site(t).address);
  const ran = await page.evaluate(async () => {
    for (const type of ["", "module"]) {
      const script = document.createElement("script");
      script.type = type;
      script.textContent = "window.evil = 1";
      document.body.append(script);
    }
    await fetch("https://example.org/").catch(() => {});
    await new Promise((done) => setTimeout(done, 200));
    return window.evil;
  });
  assert.equal(ran, undefined);
  assert.ok(page.problems.filter((p) => p.includes("Content Security Policy")).length >= 3, page.problems.join("\n"));
});

test("the day asked for is the day of the page", async (t) => {
  const page = await open(t, site(t, ["--on", "2025-09-01", "--lang", "zh"]).address);
  await go(page, "verdict");
  assert.equal(await by(page, "as-of").inputValue(), "2025-09-01");
  assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
  quiet(page);
});
