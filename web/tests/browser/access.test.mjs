// Who reads with a screen reader, a keyboard or a phone: axe-core on every view in both languages and both themes, the order of
// Tab, no sideways scrolling at 360 pixels.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { OPEN_MODEL, browser, by, folder, go, keyboard, mouse, open, quiet, serve, unfold, walk } from "./start.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const VIEWS = ["ask", "verdict", "change", "flow", "compute", "time"];
const CARD = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function violations(page) {
  const { violations: found } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return found.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(" | ")}`);
}

for (const theme of ["light", "dark"]) {
  test(`no serious violation in the ${theme} theme, in both languages, on every view`, async (t) => {
    const address = await serve(t, folder(t, { "README.md": CARD }));
    const page = await open(t, address, { context: { bypassCSP: true, colorScheme: theme, reducedMotion: "reduce" } });
    await page.addScriptTag({ content: AXE });
    for (const lang of ["en", "zh"]) {
      for (const view of VIEWS) {
        await go(page, view);
        if (view === "compute") {
          await mouse.write(page, "in-parameters", "7e9");
          await mouse.write(page, "in-tokens", "4e12");
        }
        assert.deepEqual(await violations(page), [], `${theme} ${lang} ${view}`);
        // Once more with everything that folds opened.
        await unfold(page);
        assert.deepEqual(await violations(page), [], `${theme} ${lang} ${view}, all open`);
      }
      for (const tool of ["import", "export", "share", "reset"]) {
        await mouse.press(page, tool);
        assert.deepEqual(await violations(page), [], `${theme} ${lang} ${tool}`);
        await page.keyboard.press("Escape");
      }
      await mouse.press(page, "lang");
    }
    quiet(page);
  });
}

test("the theme chosen by hand is used, with the same contrast", async (t) => {
  const page = await open(t, await serve(t, folder(t)), { context: { bypassCSP: true, colorScheme: "light" } });
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await by(page, "theme").selectOption("dark");
  assert.notEqual(await ground(), light);
  await page.addScriptTag({ content: AXE });
  assert.deepEqual(await violations(page), []);
  quiet(page);
});

test("on a phone nothing scrolls sideways", async (t) => {
  const shared = await browser(t);
  const address = await serve(t, folder(t, { "README.md": CARD }));
  const page = await open(t, address, { browser: shared, context: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 } });
  for (const lang of ["en", "zh"]) {
    for (const view of VIEWS) {
      await go(page, view);
      await unfold(page);
      const wide = await page.evaluate(() => {
        const most = document.documentElement.clientWidth;
        return { page: document.documentElement.scrollWidth - most, parts: [...document.querySelectorAll("main *")].filter((e) => !e.closest("svg, [data-test=chart]") && e.getBoundingClientRect().right > most + 1).map((e) => `${e.tagName} ${e.className}`).slice(0, 3) };
      });
      assert.deepEqual(wide, { page: 0, parts: [] }, `${lang} ${view}`);
    }
    if (!(await by(page, "lang").isVisible())) await mouse.press(page, "tools");
    await mouse.press(page, "lang");
  }
  await go(page, "ask");
  const asked = await walk(page, mouse, OPEN_MODEL);
  assert.ok(asked.length > 0);
  quiet(page);
});

test("text at twice the size and narrow windows keep everything in reach", async (t) => {
  const page = await open(t, await serve(t, folder(t)), { context: { viewport: { width: 320, height: 600 } } });
  for (const view of VIEWS) {
    await go(page, view);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, view);
  }
  quiet(page);
});

test("the first Tab leads past the navigation, and the place of the focus is seen", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => ({ skip: document.activeElement.className, seen: document.activeElement.getBoundingClientRect().top >= 0 }));
  assert.deepEqual(skip, { skip: "skip", seen: true });
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await keyboard.reach(page, "dont-know");
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  assert.ok(outline, "the focus is outlined");
  quiet(page);
});

test("what an answer settled is said aloud", async (t) => {
  const page = await open(t, await serve(t, folder(t)));
  await by(page, "all-questions").locator("summary").click();
  await by(page, "fact-compute.update_flop").click();
  await mouse.write(page, "amount", "1e22");
  await mouse.press(page, "keep");
  assert.ok((await by(page, "said").innerText()).length > 10);
  assert.equal(await by(page, "said").getAttribute("role"), "status");
  quiet(page);
});
