// The two pictures of the documentation, taken of the real page. With GPAI_PICTURES they are written into that folder.

import assert from "node:assert/strict";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { OPEN_MODEL, answer, by, folder, go, mouse, open, quiet, serve } from "./start.mjs";

const EXAMPLE = fileURLToPath(new URL("../../../examples/smollm3-3b", import.meta.url));
const LOOK = { viewport: { width: 1280, height: 900 }, colorScheme: "light", reducedMotion: "reduce" };

async function picture(t, page, name) {
  const to = process.env.GPAI_PICTURES ?? folder(t);
  mkdirSync(to, { recursive: true });
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(0, 0);
  const bytes = await page.screenshot({ path: join(to, `${name}.png`) });
  assert.ok(bytes.length > 30_000, "a picture of more than an empty page");
}

test("questions and verdict", async (t) => {
  const page = await open(t, await serve(t, folder(t)), { context: LOOK });
  for (;;) {
    const fact = await page.locator("[data-test=card]").getAttribute("data-fact");
    if (fact === "openness.usage_information") break;
    await answer(page, mouse, OPEN_MODEL[fact]);
  }
  await picture(t, page, "page-questions");
  quiet(page);
});

test("the served mode with evidence", async (t) => {
  const dir = join(folder(t), "SmolLM3-3B");
  cpSync(EXAMPLE, dir, { recursive: true });
  const page = await open(t, await serve(t, dir), { context: LOOK });
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-compute.update_flop").click();
  await picture(t, page, "page-served");
  await go(page, "flow");
  await picture(t, page, "page-flowchart");
  quiet(page);
});
