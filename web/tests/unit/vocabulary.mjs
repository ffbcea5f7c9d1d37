// The facts of law/vocabulary.toml for tests: name, type, words, unit. Reads the few lines it needs.
import { readFileSync } from "node:fs";

const CODES = "AT BE DE FR GB GR US CN".split(" ");

/** Map of name to a fact as the law data has it. */
export function vocabulary() {
  const text = readFileSync(new URL("../../../law/vocabulary.toml", import.meta.url), "utf8");
  const facts = new Map();
  for (const block of text.split("[[fact]]").slice(1)) {
    const one = (key) => new RegExp(`^${key} = "([^"]*)"`, "m").exec(block)?.[1];
    const words = /^words = \[([^\]]*)\]/m.exec(block)?.[1];
    const kind = one("type");
    facts.set(one("name"), {
      name: one("name"),
      kind,
      unit: one("unit"),
      words: words ? words.split(",").map((w) => w.trim().replaceAll('"', "")) : [],
      judged: /^judged = true/m.test(block),
      ...(kind === "country" ? { codes: CODES } : {}),
    });
  }
  return facts;
}
