// The served mode: what the folder says beside each question, answers written into gpai.toml with its comments kept, a
// hostile folder shown as text, other pages refused.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { GPAI, JUDGE, ON, OPEN_MODEL, answer, browser, by, folder, go, mouse, open, quiet, ready, serve, status, unfold } from "./start.mjs";

const CARD = "---\nlicense: apache-2.0\npipeline_tag: text-generation\n---\n\n# Example 7B\n\nA 7B parameter language model, pretrained on 4T tokens.\n";
const ANSWERS = "# ours; ask legal before editing\n[market]\neu = true # since May\n\n[role]\n# we trained it\ndevelops = true\n";
const VIEWS = ["ask", "verdict", "change", "flow", "compute", "time"];

const ask = async (page, fact) => {
  await go(page, "ask");
  const list = by(page, "all-questions");
  if (!(await list.evaluate((d) => d.open))) await list.locator("summary").click();
  await by(page, `fact-${fact}`).click();
};
const saved = (page, state) => page.locator(`[data-test=save-state][data-state=${state}]`).waitFor();

test("each fact has its file and line beside it", async (t) => {
  const page = await open(t, await serve(t, folder(t, { "README.md": CARD, "gpai.toml": ANSWERS })));
  await saved(page, "saved");
  await ask(page, "compute.update_flop");
  assert.match(await by(page, "evidence").innerText(), /README\.md.*line 8/s);
  await ask(page, "openness.licence");
  assert.match(await by(page, "evidence").innerText(), /README\.md.*line 2/s);
  await ask(page, "market.eu");
  assert.equal(await by(page, "yes").getAttribute("aria-pressed"), "true", "the answer of gpai.toml");
  await go(page, "verdict");
  assert.equal(await status(page, "conclusion-gpai"), "yes");
  quiet(page);
});

const SYSTEMIC = `[provider]
established = "DE"
code_signed = ["none"]
[role]
develops = true
own_name = true
[model]
outputs = ["text"]
[compute]
update_flop = "3e25"
cumulative_flop = "3e25"
[market]
eu = true
commercial = true
first_available = 2026-03-02
[systemic]
threshold_known_on = 2026-01-05
`;

test("what runs after release stands on the line of time, with how it stands", async (t) => {
  const page = await open(t, await serve(t, folder(t, { "README.md": CARD, "gpai.toml": SYSTEMIC })));
  await saved(page, "saved");
  await go(page, "time");
  const missed = page.locator("[data-test=clock][data-state=missed]").first();
  await missed.waitFor();
  assert.match(await by(page, "timeline").innerText(), /2026-01-19[^]*Notify the Commission/);
  assert.match(await missed.innerText(), /missed/);
  quiet(page);
});

const EXAMPLE = fileURLToPath(new URL("../../../examples/birke-7b", import.meta.url));

/** The bundled example of an open model, its summary written as Markdown. */
function example(t) {
  const dir = join(folder(t), "birke-7b");
  cpSync(EXAMPLE, dir, { recursive: true });
  rmSync(join(dir, "documents/training-summary.pdf"), { force: true });
  execFileSync(GPAI, ["doc", "render", "training-summary", dir, "--final", "--format", "md"]);
  return dir;
}

const stateOf = (page, duty) => page.locator(`[data-test="duty-${duty}"] [data-state]`).first().getAttribute("data-state");

test("what is still missing: each duty has its state, with what was found on its document", async (t) => {
  const dir = example(t);
  const address = await serve(t, dir);
  const page = await open(t, address);
  await go(page, "verdict");
  assert.equal(await stateOf(page, "53-1-d"), "met");
  const found = by(page, "findings-53-1-d");
  assert.equal(await found.locator("[data-code=document-sound]").count(), 1);
  assert.match(await found.innerText(), /training-summary\.md.*no errors/s);
  assert.equal(await page.locator("[data-code=document-unchecked]").count(), 0);
  assert.equal(await stateOf(page, "53-1-a"), "not-needed");
  // The same states as the terminal's, and what is left stands first, with its day and what to do.
  const checked = JSON.parse(execFileSync(GPAI, ["check", dir, "--on", ON, "--format", "json", "--fail-on", "never"]));
  for (const d of checked.duties.filter((x) => x.status === "applies")) assert.equal(await stateOf(page, d.id), d.state, d.id);
  const owed = checked.duties.filter((d) => d.status === "applies");
  const rows = by(page, "duties").locator("tbody tr");
  assert.equal(await by(page, "duties").locator(".to-look, .to-gap, .to-overdue").count(), owed.filter((d) => d.state !== "met").length);
  assert.match(await by(page, "missing").innerText(), /met.*unknown/s);
  assert.doesNotMatch(await rows.first().innerText(), /53\(1\)\(d\)/, "what is met stands behind what is left");
  await mouse.press(page, "lang");
  assert.match(await by(page, "missing").innerText(), /已满足/);
  assert.match(await by(page, "duty-53-1-d").innerText(), /已满足/);
  assert.match(await found.innerText(), /已检查：无错误/);
  await mouse.press(page, "lang");
  // Another document named and not saved: nobody has checked that one.
  await ask(page, "documents.training_summary");
  await answer(page, mouse, "elsewhere.pdf");
  await go(page, "verdict");
  assert.equal(await stateOf(page, "53-1-d"), "unknown");
  assert.equal(await found.locator("[data-code=document-unchecked]").count(), 1);
  await mouse.press(page, "undo");
  await page.locator('[data-test="duty-53-1-d"] [data-state=met]').waitFor();
  // The document falls short: after a reload it is a gap, first of what is missing.
  const path = join(dir, "documents/training-summary.md");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace("☒ Yes", "☐ Yes"));
  await page.reload();
  await ready(page);
  await go(page, "verdict");
  assert.equal(await stateOf(page, "53-1-d"), "gap");
  assert.match(await rows.first().innerText(), /53\(1\)\(d\)/);
  assert.equal(await found.locator("[data-code=document-deficient]").count(), 1);
  quiet(page);
});

test("answers are written back and comments stay", async (t) => {
  const dir = folder(t, { "README.md": CARD, "gpai.toml": ANSWERS });
  const file = () => readFileSync(join(dir, "gpai.toml"), "utf8");
  const page = await open(t, await serve(t, dir));
  await ask(page, "market.eu");
  await answer(page, mouse, false);
  await ask(page, "market.commercial");
  await answer(page, mouse, { value: false, ...JUDGE });
  await ask(page, "role.develops");
  await mouse.press(page, "take-back");
  await saved(page, "unsaved");
  assert.equal(file(), ANSWERS, "nothing is written before it is asked for");
  await mouse.press(page, "save");
  await saved(page, "saved");
  const now = file();
  assert.ok(now.startsWith("# ours; ask legal before editing\n[market]\neu = false # since May\n"), now);
  assert.match(now, /commercial = \{ value = false, by = "R\. Meier", on = \d{4}-\d{2}-\d{2}, why = "our board looked into it" \}/);
  assert.ok(!now.includes("develops"), now);
  // What somebody writes into the file meanwhile stays, and is shown after a reload.
  writeFileSync(join(dir, "gpai.toml"), now.replace("eu = false", "eu = true"));
  await ask(page, "role.own_name");
  await answer(page, mouse, true);
  await mouse.press(page, "save");
  await saved(page, "saved");
  assert.match(file(), /eu = true # since May/);
  await page.reload();
  await ready(page);
  await ask(page, "market.eu");
  assert.equal(await by(page, "yes").getAttribute("aria-pressed"), "true");
  quiet(page);
});

test("a file that broke meanwhile is named and nothing is lost", async (t) => {
  const dir = folder(t, { "README.md": CARD, "gpai.toml": ANSWERS });
  const page = await open(t, await serve(t, dir));
  await ask(page, "market.eu");
  await answer(page, mouse, false);
  writeFileSync(join(dir, "gpai.toml"), "[market]\nue = true\n");
  await mouse.press(page, "save");
  await saved(page, "failed");
  assert.match(await by(page, "save-state").innerText(), /gpai\.toml:2:1.*did you mean/s);
  assert.equal(readFileSync(join(dir, "gpai.toml"), "utf8"), "[market]\nue = true\n");
  writeFileSync(join(dir, "gpai.toml"), ANSWERS);
  await mouse.press(page, "save");
  await saved(page, "saved");
  assert.match(readFileSync(join(dir, "gpai.toml"), "utf8"), /eu = false # since May/);
  // The browser notes the refusal by itself; nothing else was said.
  assert.deepEqual(page.problems.filter((p) => !p.includes("status of 422")), []);
});

test("two pages: the later one does not save over the earlier one unseen", async (t) => {
  const dir = folder(t, { "README.md": CARD, "gpai.toml": ANSWERS });
  const address = await serve(t, dir);
  const [first, second] = [await open(t, address), await open(t, address)];
  await ask(first, "market.eu");
  await answer(first, mouse, false);
  await mouse.press(first, "save");
  await saved(first, "saved");
  await ask(second, "market.eu");
  await mouse.press(second, "take-back");
  await ask(second, "role.own_name");
  await answer(second, mouse, true);
  await mouse.press(second, "save");
  await saved(second, "failed");
  const says = await by(second, "save-state").innerText();
  assert.match(says, /gpai\.toml was changed meanwhile \(.*: No\).*save again/);
  await mouse.press(second, "lang");
  assert.match(await by(second, "save-state").innerText(), /gpai\.toml 期间已被修改/);
  assert.match(readFileSync(join(dir, "gpai.toml"), "utf8"), /eu = false # since May/);
  await mouse.press(second, "save");
  await saved(second, "saved");
  const now = readFileSync(join(dir, "gpai.toml"), "utf8");
  assert.ok(!now.includes("eu =") && now.includes("own_name = true"), now);
  // The file goes away: what stood in it stays on the page, unsaved.
  rmSync(join(dir, "gpai.toml"));
  await ask(second, "role.professional");
  await answer(second, mouse, true);
  await mouse.press(second, "save");
  await saved(second, "unsaved");
  assert.match(await by(second, "save-state").innerText(), /gpai\.toml 已不存在；新文件只含 1 个回答。2 处改动未保存/);
  assert.deepEqual(second.problems.filter((p) => !p.includes("status of 409")), []);
  quiet(first);
});

test("a link from a folder says what its files say, or that it does not", async (t) => {
  const page = await open(t, await serve(t, folder(t, { "README.md": CARD, "gpai.toml": ANSWERS })));
  await mouse.press(page, "share");
  const link = () => by(page, "share-link").inputValue();
  assert.match(await link(), /openness\.licence:apache-2\.0/);
  assert.match(await link(), /model\.outputs:text,\*/);
  await by(page, "with-files").uncheck();
  assert.doesNotMatch(await link(), /openness\.licence/);
  assert.ok(await page.getByText("What the files say is not in the link").isVisible());
  await mouse.press(page, "close");
  await mouse.press(page, "export");
  assert.ok(await page.getByText("What the files say is not in it").isVisible());
  await by(page, "with-files").check();
  assert.match(await by(page, "export-text").inputValue(), /licence = "apache-2\.0"/);
  quiet(page);
});

test("a duty not owed either way is not counted open and asks for nothing", async (t) => {
  // Where the provider is established would only tell an exemption from Article 54 from a duty that was never owed.
  const { "provider.established": _, start: _s, reach: _r, ...told } = OPEN_MODEL;
  const plain = (v) => (Array.isArray(v) ? `[${v.map((w) => `"${w}"`)}]` : typeof v === "boolean" ? v : typeof v === "string" ? `"${v}"` : `{ value = ${v.value}, by = "${v.by}", why = "${v.why}" }`);
  const dotted = Object.entries(told).map(([n, v]) => `${n} = ${plain(v)}\n`).join("");
  const page = await open(t, await serve(t, folder(t, { "gpai.toml": dotted })));
  const given = await page.evaluate(async () => (await (await fetch("./api/folder", { headers: { "x-gpai": sessionStorage.getItem("gpai-key") } })).json()).assessment.duties.find((d) => d.id === "54").status);
  assert.equal(given, "open", "the data keeps the difference");
  assert.equal(await by(page, "done").count(), 1);
  assert.ok(await page.getByText("settles which duties are yours").isVisible());
  await go(page, "verdict");
  assert.equal(await status(page, "duty-54"), "not-applicable");
  assert.doesNotMatch(await by(page, "headline").innerText(), /open/i);
  await go(page, "time");
  assert.doesNotMatch(await by(page, "timeline").innerText(), /Article 54/);
  quiet(page);
});

test("a file that is broken from the start is said to be no place for answers", async (t) => {
  const dir = folder(t, { "README.md": CARD, "gpai.toml": ANSWERS });
  const address = await serve(t, dir);
  writeFileSync(join(dir, "gpai.toml"), "[market]\nue = true\n");
  const page = await open(t, address);
  assert.ok(await page.getByText("Mend the file, then reload; answers given here are not saved.").isVisible());
});

const EVIL = '</script><script>window.evil=1</script><img src=x onerror="window.evil=1"><svg onload=window.evil=1>';

test("nothing of a hostile folder is markup, and no script of it runs", async (t) => {
  const yaml = JSON.stringify(EVIL);
  const dir = folder(t, {
    "README.md": `---\nlicense: ${yaml}\nlicense_name: ${yaml}\npipeline_tag: ${yaml}\nbase_model: ${yaml}\nlanguage: [${yaml}]\n---\n\n# ${EVIL}\n\nA 7B parameter model, pretrained on 4T tokens. ${EVIL}\n\n[x](javascript:window.evil=1)\u202e\u0000\n`,
    "config.json": JSON.stringify({ architectures: [EVIL], model_type: EVIL }),
    "gpai.toml": `[provider]\nname = ${yaml}\n[model]\nname = ${yaml}\n[market]\ncommercial = { value = true, by = ${yaml}, why = ${yaml} }\n`,
  });
  const address = await serve(t, dir);
  const page = await open(t, address);
  for (const lang of ["en", "zh"]) {
    for (const view of VIEWS) {
      await go(page, view);
      await unfold(page);
      assert.equal(await page.locator("img, iframe, object, embed, base, form[action], script:not([src])").count(), 0, `${lang} ${view}`);
      assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
    }
    for (const fact of ["openness.licence", "provider.name", "market.commercial", "model.name"]) {
      await ask(page, fact);
      assert.ok((await page.locator("[data-test=card]").innerText()).includes("<img src=x onerror=") || (await page.locator("[data-test=card] input").first().inputValue()).includes("<img src=x"), fact);
    }
    for (const tool of ["export", "share"]) {
      await mouse.press(page, tool);
      await mouse.press(page, "close");
    }
    await mouse.press(page, "lang");
  }
  assert.equal(await page.evaluate(() => window.evil), undefined);
  // Written back as it was: the name survives an answer beside it.
  await ask(page, "market.eu");
  await answer(page, mouse, true);
  await mouse.press(page, "save");
  await saved(page, "saved");
  assert.ok(readFileSync(join(dir, "gpai.toml"), "utf8").includes(`name = ${yaml}`));
  quiet(page);
});

test("the policy of the server is kept by the browser", async (t) => {
  const page = await open(t, await serve(t, folder(t, { "README.md": CARD })));
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.evil = 1";
    document.body.append(script);
    const frame = document.createElement("img");
    frame.setAttribute("onerror", "window.evil = 2");
    frame.src = "data:x";
    document.body.append(frame);
    await new Promise((done) => setTimeout(done, 200));
    return window.evil;
  });
  assert.equal(ran, undefined);
  assert.ok(page.problems.some((p) => p.includes("Content Security Policy")));
});

test("another page can neither read the folder nor write an answer", async (t) => {
  const dir = folder(t, { "README.md": CARD, "gpai.toml": ANSWERS });
  const address = (await serve(t, dir)).split("#")[0];
  const other = createServer((_, answer) => answer.end("<!doctype html><title>other</title>")).listen(0, "127.0.0.1");
  t.after(() => other.close());
  await new Promise((done) => other.once("listening", done));
  const shared = await browser(t);
  const page = await (await shared.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${other.address().port}/`);
  const tried = await page.evaluate(async (to) => {
    const attempt = (f) => f().then(() => "done", () => "refused");
    const element = (tag) => new Promise((done) => {
      const e = document.createElement(tag);
      e.onload = () => done("done");
      e.onerror = () => done("refused");
      e.src = `${to}${tag === "script" ? "app.js" : "api/folder"}`;
      if (tag === "script") e.type = "module";
      document.body.append(e);
    });
    return {
      read: await attempt(() => fetch(`${to}api/folder`).then((r) => r.text())),
      write: await attempt(() => fetch(`${to}api/answers`, { method: "POST", headers: { "content-type": "application/json", "x-gpai": "x" }, body: '{"set":{"market.eu":false}}' })),
      blind: await attempt(() => fetch(`${to}api/answers`, { method: "POST", mode: "no-cors", body: '{"set":{"market.eu":false}}' }).then(() => Promise.reject())),
      script: await element("script"),
      picture: await element("img"),
    };
  }, address);
  assert.deepEqual(tried, { read: "refused", write: "refused", blind: "refused", script: "refused", picture: "refused" });
  assert.equal(readFileSync(join(dir, "gpai.toml"), "utf8"), ANSWERS);
  // In a frame it is not shown either.
  const shown = await page.evaluate(async (to) => {
    const frame = document.createElement("iframe");
    frame.src = to;
    document.body.append(frame);
    await new Promise((done) => { frame.onload = done; setTimeout(done, 3000); });
    return frame.contentDocument === null;
  }, address);
  assert.ok(shown);
  const frame = page.frames().find((f) => f !== page.mainFrame());
  assert.ok(!frame || !(await frame.content().catch(() => "")).includes("data-mode"));
});

test("read-only: shown, and not saved", async (t) => {
  const page = await open(t, await serve(t, folder(t, { "README.md": CARD }), ["--read-only"]));
  await by(page, "folder").waitFor();
  assert.equal(await by(page, "save").count(), 0);
  quiet(page);
});
