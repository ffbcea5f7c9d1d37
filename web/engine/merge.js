// What the claims of a fact allow together (crates/rules/src/fact.rs): all that agree, completed by one another; unknown where
// they contradict one another, unless a named person with a reason decides.

import { interval, trim } from "./number.js";
import { meetSets, readValue, same, toAnswer } from "./values.js";

/** Whether an answer carries a named person and a reason: it decides where sources disagree. */
export const isJudged = (answer) => [answer?.by, answer?.why].every((text) => typeof text === "string" && trim(text) !== "");

/** The value that two claims allow together, or null where they contradict one another. */
function meet(kind, a, b) {
  if (kind === "set") return meetSets(a, b);
  if (kind !== "number") return same(a, b) ? a : null;
  const low = a.low > b.low ? a.low : b.low;
  const high = a.high < b.high ? a.high : b.high;
  return interval(low, [a.best, b.best].find((best) => best !== null && low <= best && best <= high) ?? null, high);
}

/**
 * The claims of a fact put together: { value, disagree }. `claims` are [{ value, judged }] in the order of their sources, the
 * person's own first; `value` is an answer as the page holds it, or undefined where nothing is known.
 */
export function settle(law, def, claims) {
  const read = claims.map((c) => readValue(law, def, c.value));
  if (!read.length || read.includes(null)) return { value: undefined, disagree: false };
  const met = read.slice(1).reduce((value, next) => (value === null ? null : meet(def.kind, value, next)), read[0]);
  if (met !== null) return { value: toAnswer(met), disagree: false };
  return { value: claims.find((c) => c.judged)?.value, disagree: true };
}
