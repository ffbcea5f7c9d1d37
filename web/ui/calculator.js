// Training compute from what a person knows: 6·P·D, accelerator hours, or a stated amount. Exact decimals in, an estimate
// {low, best, high} out; what is assumed is returned with it. Margins and accelerators are those of `gpai compute`: they come
// with the law data.

import { isNear } from "../engine/near.js";
import { format, parse, percent, significant, whole } from "../engine/number.js";
import { brief, times, typed } from "./amounts.js";

/** What the law data says of estimates: accelerators, utilisation, and margins in percent. */
export function basisOf(data, margin) {
  const { accelerators = [], utilisation = [], stated = [] } = data.calculator ?? {};
  const [low, best, high] = utilisation;
  return {
    margin,
    utilisation: { low, best, high },
    stated: { low: stated[0], high: stated[1] },
    accelerators: accelerators.map(([name, peak, slow]) => ({ name, peak, low: slow ?? peak })),
  };
}

const short = (a) => format(significant(a, 4));

const around = (best, margin) => ({ low: short(percent(best, 100 - margin)), best: short(best), high: short(percent(best, 100 + margin)) });

/** The amounts of some fields, or the first that is none. */
function amounts(fields) {
  const out = {};
  for (const [field, raw] of Object.entries(fields)) {
    out[field] = typed(raw);
    if (!out[field]) return { problem: field };
  }
  return out;
}

/** 6·P·D: parameters (active ones in a mixture of experts) × tokens seen, epochs counted each time. */
export function sixPD({ parameters, tokens, margin }) {
  const a = amounts({ parameters, tokens });
  if (a.problem) return a;
  return { value: around(times(whole(6), a.parameters, a.tokens), margin), method: `6PD: 6 × ${brief(a.parameters)} × ${brief(a.tokens)}` };
}

/** Hours × 3600 × peak × utilisation; hours are summed over all accelerators. */
export function hardware({ hours, peak, peakLow = peak, utilisation = "", name }, basis) {
  const a = amounts({ hours, peak });
  if (a.problem) return a;
  const written = utilisation.replace("%", "").trim();
  const stated = written ? parse(written) : null;
  if (written && (!stated || stated > whole(100))) return { problem: "utilisation" };
  const use = stated
    ? { low: percent(stated, basis.stated.low), best: stated, high: percent(stated, basis.stated.high) }
    : Object.fromEntries(Object.entries(basis.utilisation).map(([bound, share]) => [bound, whole(share)]));
  const of = (rate, share) => short(percent(times(a.hours, whole(3600), rate, share), 1));
  return {
    value: { low: of(typed(peakLow), use.low), best: of(a.peak, use.best), high: of(a.peak, use.high) },
    method: `${brief(a.hours)} h × ${name ? `${name}, ` : ""}${brief(a.peak)} FLOP/s × ${format(use.best)} %`,
    assumed: !stated,
  };
}

/** An amount somebody states, with its margin in percent. */
export function stated({ amount, margin }) {
  const a = amounts({ amount });
  return a.problem ? a : { value: around(a.amount, margin), method: "" };
}

/** How an estimate lies to a line that must be passed: `over`, `under`, or `across` where the bounds disagree. */
export function lies(value, line) {
  if (parse(value.low) > parse(line)) return "over";
  return parse(value.high) > parse(line) ? "across" : "under";
}

/** Whether a line lies within the margin of the best value. */
export const near = (value, line, margin) => isNear({ best: parse(value.best) }, parse(line), margin);
