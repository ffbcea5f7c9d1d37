// Numbers and days of the law stand in law/ and come with the law data: none of them stands in a script of the page.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const scripts = ["web/", "web/engine/", "web/ui/"].flatMap((folder) => readdirSync(new URL(folder, root)).filter((f) => f.endsWith(".js")).map((f) => folder + f));

/** What is compared with in the law: amounts as they are written and as a plain number, and days. */
function law() {
  const files = ["law/ai-act.toml", "law/guidelines.toml", "law/calendar.toml"].map(read);
  const amounts = files.flatMap((text) => text.split("[[threshold]]").slice(1)).flatMap((block) => /^value = "([^"/]+)/m.exec(block)?.[1] ?? []);
  const days = files.flatMap((text) => [...text.matchAll(/^day = (\d{4}-\d{2}-\d{2})/gm)].map((m) => m[1]));
  return { amounts: [...new Set(amounts)], days: [...new Set(days)] };
}

test("no number and no day of the law stands in a script", () => {
  const { amounts, days } = law();
  assert.ok(amounts.includes("1e23") && amounts.includes("30") && days.includes("2025-08-02"), JSON.stringify({ amounts, days }));
  for (const path of scripts) {
    const text = read(path);
    for (const day of days) assert.ok(!text.includes(day), `${path}: ${day}`);
    for (const amount of amounts) {
      // A small number may count anything; with a sign of percent, or in a text for people, it is the law's.
      const small = Number(amount) < 1000;
      if (small && path !== "web/words.js") assert.doesNotMatch(text, new RegExp(`(?<![\\d.])${amount} ?%`), path);
      else assert.doesNotMatch(text, new RegExp(`(?<![\\w.{-])${amount}(?![\\w.-])`), `${path}: ${amount}`);
    }
  }
});
