// gpai.toml: what is written is read back; what cannot be read is named with its line, and nothing else is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readToml, writeToml } from "../../answers.js";
import { vocabulary } from "./vocabulary.mjs";

const facts = vocabulary();
const read = (text) => readToml(text, facts);

test("every kind of answer survives a round trip", () => {
  const answers = new Map([
    ["provider.name", { value: 'A "B" \\ C\nsecond line\t\u0001 \u202e 模型 🤖' }],
    ["provider.established", { value: "US" }],
    ["provider.size", { value: "small-mid-cap" }],
    ["market.eu", { value: true }],
    ["market.commercial", { value: false, by: "R. Meier", on: "2026-11-20", why: 'a hobby, "really"\nno money' }],
    ["model.outputs", { value: ["image", "text"] }],
    ["openness.monetisation", { value: [] }],
    ["compute.update_flop", { value: { low: "1.3e23", best: "1.8e23", high: "2.4e23" } }],
    ["compute.cumulative_flop", { value: "7300000000" }],
    ["modification.flop", { value: { low: "1e20", high: "1e21" }, by: "A", on: "2026-01-02", why: "b" }],
    ["market.first_available", { value: "2025-08-01" }],
  ]);
  const text = writeToml(answers, facts, ["a heading\nwith a line feed = 1"]);
  const back = read(text);
  assert.deepEqual(back.problems, []);
  assert.deepEqual(new Map([...back.answers].sort()), new Map([...answers].sort()));
  assert.equal(writeToml(back.answers, facts, ["a heading\nwith a line feed = 1"]), text);
});

test("what people write by hand is read", () => {
  const { answers, problems } = read(`\ufeff# answers
market.eu = true
market.commercial = { value = false, by = "R", why = "x" }
[role]   # who
develops = "yes" # text stands for yes
[provider]
established = 'el'
[model]
outputs = [
  "text", # first
  'other-audio',
]
inputs = "none"
name = """
a "quoted" \\
   name"""
[compute]
update_flop = 1_000_000.5e20
cumulative_flop = "1e25"
[openness]
rights = "unknown"
[purpose] # the end\r\n`);
  assert.deepEqual(problems, []);
  assert.deepEqual(Object.fromEntries([...answers].map(([n, a]) => [n, a.value])), {
    "market.eu": true,
    "role.develops": true,
    "provider.established": "GR",
    "model.outputs": ["other_audio", "text"],
    "model.inputs": [],
    "model.name": 'a "quoted" name',
    "compute.update_flop": "1.0000005e26",
    "compute.cumulative_flop": "1e25",
    "market.commercial": false,
  });
});

const broken = [
  ["[market]\neu = maybe", 2, "tomlValue"],
  ["[market]\neu = 1", 2, "tomlKind"],
  ["[market]\neu true", 2, "tomlEquals"],
  ["[market]\neu", 2, "tomlEquals"],
  ["[market]\neu = true false", 2, "tomlHere"],
  ["[market]\neu = true\neu = false", 3, "tomlTwice"],
  ["[market]\n[market]", 2, "tomlTwice"],
  ["market.eu = true\n[market]", 2, "tomlTwice"],
  ["[market]\nchannels = [\"api\" \"cloud\"]", 2, "tomlHere"],
  ["[market]\nchannels = []", 2, "errSet"],
  ["[market]\nchannels = [\"none\", \"api\"]", 2, "errSet"],
  ["[market]\nchannels = [\"fax\"]", 2, "errSet"],
  ["\n\n[market]\ncomercial = true", 4, "tomlUnknown"],
  ["[model]\nname = \"open", 2, "tomlText"],
  ["[model]\nname = \"\\q\"", 2, "tomlText"],
  ["[model]\nname = \"\\ud800\"", 2, "tomlText"],
  ["[compute]\nupdate_flop = 0x10", 2, "tomlValue"],
  ["[compute]\nupdate_flop = -1", 2, "errNumber"],
  ["[compute]\nupdate_flop = 1e99999", 2, "errNumber"],
  ["[compute]\nupdate_flop = { low = 2, high = 1 }", 2, "errOrder"],
  ["[market]\ncommercial = { value = true, who = \"x\" }", 2, "tomlOddKey"],
  ["[market]\ncommercial = { by = \"x\" }", 2, "tomlNeedsValue"],
  ["[market]\nfirst_available = 2026-02-30", 2, "tomlValue"],
  ["[market]\nfirst_available = \"2026-02-30\"", 2, "errDate"],
  ["[provider]\nestablished = \"EU\"", 2, "errCountry"],
  ["[[market]]\neu = true", 1, "tomlMany"],
];

for (const [text, line, code] of broken) {
  test(`refused with its line: ${JSON.stringify(text)}`, () => {
    const { problems, answers } = read(`${text}\n[role]\ndevelops = true\n`);
    assert.equal(problems.length, 1, JSON.stringify(problems));
    assert.equal(problems[0].line, line);
    assert.equal(problems[0].code, code);
    assert.equal(answers.get("role.develops")?.value, true, "what follows is still read");
  });
}

test("a misspelt name brings the near one", () => {
  assert.equal(read("[market]\ncomercial = true").problems[0].near, "market.commercial");
});

test("hostile text ends quickly and without an exception", () => {
  for (const text of ["[".repeat(1e5), "a=".repeat(5e4), `a = ${"[".repeat(5e4)}`, `[x]\na = "${"\\".repeat(1e5)}`, "\u0000\u0001=\n".repeat(1e4), `__proto__ = 1\nconstructor.x = 2\n[__proto__]\na = { __proto__ = 1 }`]) {
    const start = performance.now();
    const { answers } = read(text);
    assert.equal(answers.size, 0);
    assert.ok(performance.now() - start < 2000, text.slice(0, 20));
  }
});

test("characters that are not seen, or turn what stands around them, are written as escapes", () => {
  const value = "a\u202eb\u2066c\u001bd\u0085e";
  const text = writeToml(new Map([["provider.name", { value }]]), facts);
  assert.ok(text.includes('"a\\u202eb\\u2066c\\u001bd\\u0085e"'), text);
  assert.equal(read(text).answers.get("provider.name").value, value);
});
