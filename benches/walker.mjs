// Speed of the page's walker over 2,000 seeded random answer sets: ms per verdict, per list of questions, per assessment.
//
//   gpai law data > law.json && node benches/walker.mjs law.json [DAY]

import { readFileSync } from "node:fs";

import { Engine } from "../web/engine/engine.js";

const SETS = 2_000;
const WARM = 200;

const [file, day = "2026-11-25"] = process.argv.slice(2);
if (!file) {
  console.error("usage: gpai law data > law.json && node benches/walker.mjs law.json [DAY]");
  process.exit(2);
}
const data = JSON.parse(readFileSync(file, "utf8"));

let seed = 53n;
/** A number below `most`, from a fixed sequence. */
function random(most) {
  seed = (seed * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
  return Number((seed >> 33n) % BigInt(most));
}
const pick = (list) => list[random(list.length)];

const AMOUNTS = ["1", "3.4e22", "9.9e22", "1e23", "1.8e23", "3.4e24", "1e25", "2.1e25"];

function value(fact) {
  switch (fact.kind) {
    case "yes-no":
      return random(2) === 0;
    case "number": {
      const sorted = [random(AMOUNTS.length), random(AMOUNTS.length)].sort((a, b) => a - b).map((i) => AMOUNTS[i]);
      return random(4) === 0 ? { low: sorted[0], high: sorted[1] } : sorted[0];
    }
    case "date":
      return pick(["2025-07-01", "2025-08-02", "2026-03-01", "2026-11-25", "2027-08-02"]);
    case "word":
      return pick(fact.words);
    case "set":
      return fact.words.filter(() => random(2) === 0);
    case "country":
      return pick(["DE", "FR", "US", "CN"]);
    default:
      return fact.name === "openness.licence" ? pick(data.licences.list)[0] : "x";
  }
}

function answers() {
  const share = pick([0, 5, 20, 50, 80]);
  const out = {};
  for (const fact of data.facts) if (random(100) < (fact.exceptional ? share / 4 : share)) out[fact.name] = value(fact);
  return out;
}

const begun = performance.now();
const engine = new Engine(data, day);
console.log(`law data read in ${(performance.now() - begun).toFixed(1)} ms`);
const times = { verdict: [], questions: [], assess: [] };
for (let set = 0; set < SETS + WARM; set++) {
  const given = answers();
  for (const [name, list] of Object.entries(times)) {
    // Another name of the model, so that nothing is kept from the call before.
    given["model.name"] = `${set} ${name}`;
    const start = performance.now();
    engine[name](given);
    if (set >= WARM) list.push(performance.now() - start);
  }
}
for (const [name, list] of Object.entries(times)) {
  list.sort((a, b) => a - b);
  const at = (share) => list[Math.min(list.length - 1, Math.floor(list.length * share))].toFixed(2);
  console.log(`${name.padEnd(9)} median ${at(0.5)} ms, 99 % ${at(0.99)} ms, worst ${at(1)} ms`);
}
