// The public form by which rightsholders complain, as a person meets it without a mouse: axe-core on each of its pages in both
// languages and both schemes of colour, the order of Tab, a complaint written and sent by keys alone, no script in any page.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { GPAI, browser, folder } from "./start.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const REGISTER = join(dirname(GPAI), "gpai-register");
if (!existsSync(REGISTER)) throw new Error(`${REGISTER} is not built; cargo build -p gpai-register`);

const free = () => new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** The form of a new register; gives its address and how to ask the register. */
async function form(t) {
  const dir = join(folder(t), "register");
  execFileSync(REGISTER, ["init", dir]);
  const at = `127.0.0.1:${await free()}`;
  const child = spawn(REGISTER, ["serve-forms", at, "--register", dir, "--disk-floor", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => child.kill());
  for await (const part of child.stdout) if (String(part).includes("/complaint")) break;
  return { address: `http://${at}`, ask: (...args) => JSON.parse(execFileSync(REGISTER, [...args, "--register", dir, "--format", "json"])) };
}

async function violations(page) {
  await page.addScriptTag({ content: AXE });
  const { violations: found } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), TAGS);
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 200)).join(" | ")}`);
}

const focus = (page) => page.evaluate(() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  return { id: e.id || e.type || e.getAttribute("href"), seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
});

for (const colorScheme of ["light", "dark"]) {
  test(`no violation on any page of the form, ${colorScheme}`, async (t) => {
    const { address } = await form(t);
    const context = await (await browser(t)).newContext({ bypassCSP: true, colorScheme });
    const page = await context.newPage();
    for (const lang of ["en", "zh"]) {
      for (const path of ["/complaint", "/request", "/incident", "/complaint/state", "/nothing"]) {
        await page.goto(`${address}${path}?lang=${lang}`);
        assert.deepEqual(await violations(page), [], `${lang} ${path}`);
        assert.equal(await page.locator("script").count(), 1, "axe's own is the only script");
      }
      // What is shown again, and why; a receipt that nobody has.
      await page.goto(`${address}/complaint?lang=${lang}`);
      await page.locator("#statement").fill("   ");
      await page.locator("button[type=submit]").click();
      assert.equal(await page.locator("[role=alert]").count(), 1);
      assert.deepEqual(await violations(page), [], `${lang} shown again`);
      await page.goto(`${address}/complaint/state?lang=${lang}`);
      await page.locator("#receipt").fill("GPC-0000");
      await page.locator("button[type=submit]").click();
      assert.deepEqual(await violations(page), [], `${lang} unknown receipt`);
    }
  });
}

test("a complaint is written and sent by keys alone, without script, on a narrow page", async (t) => {
  const { address, ask } = await form(t);
  const context = await (await browser(t)).newContext({ javaScriptEnabled: true, viewport: { width: 320, height: 640 } });
  const page = await context.newPage();
  await page.goto(`${address}/complaint?lang=en`);
  const fields = ["statement", "works", "name", "role", "on_behalf_of", "contact", "measure"];
  const order = [];
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press("Tab");
    const { id, seen } = await focus(page);
    order.push(id);
    assert.ok(seen, `the focus is outlined at ${id}`);
    if (id === "statement") await page.keyboard.type("My page was read although its robots.txt says no.");
    if (id === "name") await page.keyboard.type("A Person");
    if (id === "role") await page.keyboard.press("ArrowDown");
    if (id === "submit") break;
  }
  assert.deepEqual(order.filter((id) => fields.includes(id)), fields, "in the order in which they are read");
  assert.ok(!order.includes("website"), "the field that is to stay empty cannot be reached");
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await page.waitForTimeout(3100);
  await page.keyboard.press("Enter");
  const receipt = await page.locator(".receipt").innerText();
  assert.match(receipt, /^GPC-/);
  const { records } = ask("complaint", "list");
  assert.equal(records.length, 1);
  assert.equal(records[0].state, "received");
  // The same receipt, typed by keys, tells how it stands.
  await page.keyboard.press("Tab");
  while ((await focus(page)).id !== "/complaint/state?lang=en") await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator("#receipt").waitFor();
  while ((await focus(page)).id !== "receipt") await page.keyboard.press("Tab");
  await page.keyboard.type(receipt);
  await page.keyboard.press("Enter");
  await page.locator("[role=status]").waitFor();
});
