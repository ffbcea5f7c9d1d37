// On paper: a typical verdict is one page of A4, whoever prints it and in either language; and what is judged as a whole is said not
// to be gone by.

import assert from "node:assert/strict";
import { test } from "node:test";
import { OPEN_MODEL, by, mouse, open, quiet, site, walk } from "./start.mjs";

/** Pages of what the browser would print. */
async function pages(page) {
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  return (pdf.match(/\/Type\s*\/Page(?![a-zA-Z])/g) ?? []).length;
}

const HOST = { start: { choices: ["host"] } };
/** A lab over the line, outside the Union: every duty there is. */
const LAB = { ...OPEN_MODEL, "compute.cumulative_flop": "3e25", "compute.update_flop": "3e25", reach: { choices: ["api"] }, "openness.licence": "proprietary" };

for (const [who, told] of Object.entries({ "an open model": OPEN_MODEL, "a host": HOST, "a lab": LAB })) {
  test(`${who}: one page of A4`, async (t) => {
    const page = await open(t, site(t, ["--on", "2026-11-25"]).address);
    await walk(page, mouse, told);
    for (const lang of ["en", "zh"]) {
      assert.equal(await pages(page), 1, lang);
      await mouse.press(page, "lang");
    }
    // More than fits would be counted.
    await page.evaluate(() => { document.querySelector("#report").style.lineHeight = "6"; });
    assert.ok((await pages(page)) > 1);
    // It is the report that is printed, and nothing of the page beside it.
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
    assert.deepEqual(await page.evaluate(() => [...document.body.children].filter((e) => getComputedStyle(e).display !== "none").map((e) => e.id)), ["report"]);
    const text = await page.locator("#report").innerText();
    assert.ok(text.includes(await page.evaluate(() => document.querySelector("#report .headline").innerText)) && text.length > 600, text);
    quiet(page);
  });
}

test("a conclusion judged as a whole is kept, and said not to be gone by", async (t) => {
  const page = await open(t, `${site(t, ["--on", "2026-11-25"]).address}#a=conclusions.gpai:n`);
  const note = by(page, "judged-whole").first();
  assert.match(await note.innerText(), /General-purpose AI model – No.*does not go by it/);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("#report [data-test=judged-whole]").count(), 1);
  quiet(page);
});

test("buttons stand in line, and fields of dialogues are neither cut nor touched", async (t) => {
  const page = await open(t, site(t, ["--on", "2026-11-25"]).address);
  await walk(page, mouse, HOST);
  await mouse.press(page, "to-verdict");
  const box = (name) => by(page, name).first().boundingBox();
  const [day, print] = [await box("as-of"), await box("print-here")];
  assert.ok(Math.abs(day.y + day.height - print.y - print.height) <= 2, JSON.stringify({ day, print }));
  for (const tool of ["import", "share"]) {
    await mouse.press(page, tool);
    const wrong = await page.locator("dialog[open]").evaluate((dialog) => {
      const inner = dialog.getBoundingClientRect();
      const boxes = [...dialog.querySelectorAll("input, textarea, button, label")].map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect(), e]).filter(([, b]) => b.width > 0);
      const out = boxes.filter(([, b]) => b.right > inner.right || b.left < inner.left).map(([name]) => `cut: ${name}`);
      for (const [name, a, e] of boxes) {
        for (const [other, b, f] of boxes) {
          if (e.contains(f) || f.contains(e) || b.top < a.top || b.left >= a.right || a.left >= b.right || b.top >= a.bottom + 2) continue;
          if (e !== f && e.htmlFor !== f.id && b.top >= a.bottom - 1) out.push(`touch: ${name} ${other}`);
        }
      }
      return out;
    });
    assert.deepEqual(wrong, [], tool);
    await mouse.press(page, "close");
  }
  quiet(page);
});
