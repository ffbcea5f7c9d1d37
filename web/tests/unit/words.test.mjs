// Texts of the page: complete in both languages, with the same marks; every key that is used exists, every one that exists is used.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { WORDS, say } from "../../words.js";

const web = new URL("../../", import.meta.url);
const sources = ["answers.js", "app.js", "toml.js", ...readdirSync(new URL("ui/", web)).map((f) => `ui/${f}`)].map((f) => readFileSync(new URL(f, web), "utf8")).join("\n");
const marks = (text) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

test("both languages, same marks", () => {
  for (const [key, pair] of Object.entries(WORDS)) {
    assert.equal(pair.length, 2, key);
    assert.ok(pair.every((text) => text.trim()), key);
    assert.deepEqual(marks(pair[0]), marks(pair[1]), key);
    assert.doesNotMatch(pair[1], /\|/, `${key}: Chinese has no plural`);
    if (!["langSwitch", "brand"].includes(key)) assert.doesNotMatch(pair[0], /[\u4e00-\u9fff]/, `${key}: English`);
    // Full-width punctuation between Chinese words.
    assert.doesNotMatch(pair[1], /[\u4e00-\u9fff][,;:()?!]|[,;:()?!][\u4e00-\u9fff]/, `${key}: ${pair[1]}`);
  }
});

test("every text is used, and every text used is there", () => {
  for (const key of Object.keys(WORDS)) {
    const built = /^lies_|^is_|^theme(Auto|Light|Dark)$/.test(key) || (key.startsWith("clock_") && sources.includes("`clock_${"));
    assert.ok(built || new RegExp(`["'\`]${key}["'\`]|\\b${key}: "|: "${key}"`).test(sources), `nothing uses ${key}`);
  }
  for (const [, key] of sources.matchAll(/\bsay\("([\w-]+)"/g)) assert.ok(WORDS[key], key);
  for (const [, key] of sources.matchAll(/code: "((?:err|frag|toml)\w+)"|wrong\("(\w+)"/g)) if (key) assert.ok(WORDS[key], key);
});

test("numbers choose singular and plural", () => {
  assert.equal(say("en", "duties", { n: 1 }), "1 duty");
  assert.equal(say("en", "duties", { n: 4 }), "4 duties");
  assert.equal(say("zh", "duties", { n: 1 }), "1 项义务");
  assert.equal(say("zh", "headExempt", { n: say("zh", "duties", { n: 2 }) }), "您被豁免 2 项义务。");
  assert.equal(say("en", "linkRead", { n: 1, more: say("en", "linkBack", { n: 1 }) }), "Taken from the link: 1 answer, 1 taken back.");
  assert.equal(say("zh", "linkRead", { n: 1, more: say("zh", "linkBack", { n: 1 }) }), "已从链接读取 1 个回答，撤回 1 个。");
  assert.equal(say("en", "errNumber", { text: "{n} <b>" }), "“{n} <b>” is not a number such as 1.8e23");
});
