// What the browser tests share: the program started on a folder, a browser, a page of which nothing may go unnoticed, and
// hands that answer questions by mouse or by keyboard.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const GPAI = process.env.GPAI;
if (!GPAI || !existsSync(GPAI)) throw new Error("GPAI must name the built program; cargo test --workspace --features gpai/page-tests --test page sets it");
export const ON = "2026-11-25";

/** A folder with files, taken away at the end of the test. */
export function folder(t, files = {}) {
  const dir = mkdtempSync(join(tmpdir(), "gpai-page-"));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

/** `gpai serve` in a folder; gives the address. */
export async function serve(t, dir, args = []) {
  const child = spawn(GPAI, ["serve", "--port", "0", "--on", ON, ...args], { cwd: dir, stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => child.kill());
  let said = "";
  for await (const part of child.stdout) {
    said += part;
    const found = said.match(/http:\/\/\S+(?=\s)/);
    if (found) return found[0];
  }
  throw new Error(`gpai serve ended: ${said}`);
}

/** `gpai site`; gives the address of the file. */
export function site(t, args = []) {
  const dir = join(folder(t), "site");
  execFileSync(GPAI, ["site", "-o", dir, ...args]);
  return { dir, address: `file://${dir}/index.html` };
}

export async function browser(t) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) throw new Error(`no browser at ${executablePath}; install chromium, or name one in CHROMIUM`);
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const found = await chromium.launch({ executablePath, args });
  t.after(() => found.close());
  return found;
}

/**
 * A page at an address. Messages of the browser, errors, and whatever is asked of anybody but the address itself are kept in
 * `problems`; a test ends with `quiet(page)`.
 */
export async function open(t, address, options = {}) {
  const context = await (options.browser ?? (await browser(t))).newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 }, ...options.context });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.problems = [];
  page.on("console", (m) => ["error", "warning"].includes(m.type()) && page.problems.push(`${m.type()}: ${m.text()}`));
  page.on("pageerror", (e) => page.problems.push(`error: ${e.stack ?? e}`));
  page.on("dialog", (d) => {
    page.problems.push(`dialogue: ${d.message()}`);
    d.dismiss();
  });
  const own = new URL(address);
  page.on("request", (r) => {
    const to = new URL(r.url());
    const inside = ["data:", "blob:"].includes(to.protocol) || (own.protocol === "file:" ? to.pathname === own.pathname : to.origin === own.origin);
    if (!inside) page.problems.push(`request: ${r.url()}`);
  });
  await page.goto(address);
  await ready(page);
  return page;
}

/** Waits until the page is drawn. */
export const ready = (page) => page.locator("#main:not([aria-busy]) [data-test=view] h1, #main:not([aria-busy]) #view-title").first().waitFor();

/** Opens everything that folds. */
export async function unfold(page) {
  for (let i = 0; i < 3; i += 1) {
    await page.evaluate(() => {
      for (const summary of document.querySelectorAll("details:not([open]) > summary")) summary.click();
    });
    await page.waitForTimeout(50);
  }
}

export function quiet(page) {
  assert.deepEqual(page.problems, []);
}

export const by = (page, name) => page.locator(`[data-test="${name}"]`);
export const go = (page, view) => by(page, `nav-${view}`).click();

/** Status of a conclusion or duty in the verdict. */
export async function status(page, name) {
  const own = page.locator(`[data-test="${name}"] [data-status]`).first();
  return own.getAttribute("data-status");
}

export const JUDGE = { by: "R. Meier", why: "our board looked into it" };

/** Answers by mouse: a boolean, a text, a list of words, or a judgement as {value}. */
export const mouse = {
  press: (page, name) => by(page, name).first().click(),
  write: (page, name, text) => by(page, name).first().fill(text),
  tick: (page, name) => by(page, name).first().check(),
};

/** The same without a mouse: Tab to the place, then keys. */
export const keyboard = {
  async reach(page, name) {
    for (let i = 0; i < 150; i += 1) {
      const there = await page.evaluate((n) => document.activeElement?.closest?.("[data-test]")?.dataset.test === n, name);
      if (there) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not reach ${name}`);
  },
  async press(page, name) {
    await keyboard.reach(page, name);
    await page.keyboard.press("Enter");
  },
  async write(page, name, text) {
    await keyboard.reach(page, name);
    const type = await page.evaluate(() => document.activeElement.type);
    if (type === "select-one") return void (await page.keyboard.type(text));
    if (type === "date") {
      const [year, month, day] = text.split("-");
      return void (await page.keyboard.type(`${day}${month}${year}`));
    }
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  },
  async tick(page, name) {
    const radio = await by(page, name).first().evaluate((e) => e.type === "radio");
    if (!radio) {
      await keyboard.reach(page, name);
      return void (await page.keyboard.press("Space"));
    }
    // Of the radio buttons of a group Tab reaches one; arrows go on from there.
    const group = await by(page, name).first().getAttribute("name");
    for (let i = 0; i < 150; i += 1) {
      if (await page.evaluate((g) => document.activeElement?.type === "radio" && document.activeElement.name === g, group)) break;
      await page.keyboard.press("Tab");
    }
    for (let i = 0; i < 30; i += 1) {
      const now = await page.evaluate(() => ({ name: document.activeElement.dataset.test, checked: document.activeElement.checked }));
      if (now.name === name) return void (now.checked || (await page.keyboard.press("Space")));
      await page.keyboard.press("ArrowDown");
    }
    throw new Error(`arrows do not reach ${name}`);
  },
};

/** Gives the answer to the question shown; `null` is "I don't know". */
export async function answer(page, hands, told) {
  if (told === null || told === undefined) return hands.press(page, "dont-know");
  if (told.choices) {
    // What the files say already is not asked.
    for (const choice of told.choices) if (await by(page, `word-${choice}`).count()) await hands.tick(page, `word-${choice}`);
    return hands.press(page, "keep");
  }
  const judged = typeof told === "object" && !Array.isArray(told);
  const value = judged ? told.value : told;
  if (typeof value === "boolean" && !judged) return hands.press(page, value ? "yes" : "no");
  if (typeof value === "boolean") await hands.tick(page, `word-${value ? "yes" : "no"}`);
  else if (Array.isArray(value)) {
    for (const word of value) if (!(await by(page, `word-${word}`).first().isChecked())) await hands.tick(page, `word-${word}`);
  } else {
    const kind = await page.locator("[data-test=card]").evaluate((card) => ["amount", "date", "country", "text"].find((k) => card.querySelector(`[data-test=${k}]`)));
    if (!kind) await hands.tick(page, `word-${value}`);
    else if (kind === "country" && hands === mouse) await by(page, "country").selectOption(value);
    else await hands.write(page, kind, value);
  }
  if (judged) {
    await hands.write(page, "by", told.by);
    await hands.write(page, "why", told.why);
  }
  return hands.press(page, "keep");
}

/** Answers until nothing is asked any more; gives the facts in the order in which they were asked. */
export async function walk(page, hands, told, most = 60) {
  const asked = [];
  while (asked.length < most) {
    const card = page.locator("[data-test=card], [data-test=done]").first();
    await card.waitFor();
    if ((await card.getAttribute("data-test")) === "done") return asked;
    const fact = await card.getAttribute("data-fact");
    asked.push(fact);
    await answer(page, hands, typeof told === "function" ? told(fact) : told[fact]);
    await page.waitForFunction((f) => document.querySelector("[data-test=card]")?.dataset.fact !== f, fact);
  }
  throw new Error(`more than ${most} questions: ${asked.join(", ")}`);
}

/** A provider who publishes a model of 2e23 FLOP under a free licence, with everything said. */
export const OPEN_MODEL = {
  start: { choices: ["trainer", "text"] }, reach: { choices: ["open"] },
  "role.develops": true, "role.own_name": true, "role.modifies_other": false, "role.hosts_only": false, "role.professional": true,
  "market.eu": true, "market.internal_only": false, "market.commercial": { value: true, ...JUDGE }, "market.first_available": "2025-09-01",
  "purpose.research_only": { value: false, ...JUDGE }, "purpose.pre_market_only": false,
  "compute.update_flop": "2e23", "compute.cumulative_flop": "2e23", "model.outputs": ["text"], "model.inputs": ["text"],
  "provider.established": "US", "openness.licence": "apache-2.0",
  "openness.weights_public": true, "openness.architecture_public": true, "openness.usage_public": true,
  "openness.usage_information": ["modalities", "capabilities", "limitations", "technical_means"],
  "openness.monetisation": ["none"], "openness.personal_data": "none",
};
