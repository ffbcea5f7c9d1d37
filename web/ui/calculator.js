// Training compute from what a person knows: 6·P·D, accelerator hours, or a stated amount. Exact decimals in, an estimate
// {low, best, high} out; what is assumed is returned with it. The margins are those of `gpai compute`.

import { format, parse, percent, significant, whole } from "../engine/number.js";
import { brief, times, typed } from "./amounts.js";

/** The Guidelines accept an estimate within 30 % (paragraph 123). */
export const MARGIN = 30;
/** Utilisation in percent where nothing is stated: large runs are reported between these. */
export const UTILISATION = { low: 30, best: 40, high: 50 };
/** Percent by which a stated utilisation may be off. */
const STATED = 10;

/** Accelerators with the vendor's dense peak in FLOP per second (BF16 or FP16); `low` where a name covers slower variants. */
export const ACCELERATORS = [
  ["NVIDIA V100", "125e12", "112e12"],
  ["NVIDIA A100", "312e12"],
  ["NVIDIA A800", "312e12"],
  ["NVIDIA L40S", "362e12"],
  ["NVIDIA H100 SXM", "989.4e12"],
  ["NVIDIA H100 PCIe", "756e12"],
  ["NVIDIA H800", "989.4e12", "756e12"],
  ["NVIDIA H20", "148e12"],
  ["NVIDIA H200", "989.4e12", "835.5e12"],
  ["NVIDIA GH200", "989.4e12"],
  ["NVIDIA B200", "2250e12"],
  ["NVIDIA GB200", "2500e12"],
  ["NVIDIA B300", "2500e12", "2250e12"],
  ["AMD MI250", "383e12", "362.1e12"],
  ["AMD MI300X", "1307.4e12", "980.6e12"],
  ["AMD MI325X", "1307.4e12"],
  ["AMD MI355X", "2516e12", "2300e12"],
  ["Google TPU v3", "123e12"],
  ["Google TPU v4", "275e12"],
  ["Google TPU v5e", "197e12"],
  ["Google TPU v5p", "459e12"],
  ["Google TPU v6e", "918e12"],
  ["AWS Trainium", "190e12"],
  ["AWS Trainium 2", "667e12"],
  ["Intel Gaudi 2", "432e12"],
  ["Intel Gaudi 3", "1835e12"],
  ["Huawei Ascend 910B", "376e12", "280e12"],
  ["Huawei Ascend 910C", "800e12", "752e12"],
].map(([name, peak, low]) => ({ name, peak, low: low ?? peak }));

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
export function sixPD({ parameters, tokens, margin = MARGIN }) {
  const a = amounts({ parameters, tokens });
  if (a.problem) return a;
  return { value: around(times(whole(6), a.parameters, a.tokens), margin), method: `6PD: 6 × ${brief(a.parameters)} × ${brief(a.tokens)}` };
}

/** Hours × 3600 × peak × utilisation; hours are summed over all accelerators. */
export function hardware({ hours, peak, peakLow = peak, utilisation = "", name }) {
  const a = amounts({ hours, peak });
  if (a.problem) return a;
  const written = utilisation.replace("%", "").trim();
  const stated = written ? parse(written) : null;
  if (written && (!stated || stated > whole(100))) return { problem: "utilisation" };
  const use = stated
    ? { low: percent(stated, 100 - STATED), best: stated, high: percent(stated, 100 + STATED) }
    : { low: whole(UTILISATION.low), best: whole(UTILISATION.best), high: whole(UTILISATION.high) };
  const of = (rate, share) => short(percent(times(a.hours, whole(3600), rate, share), 1));
  return {
    value: { low: of(typed(peakLow), use.low), best: of(a.peak, use.best), high: of(a.peak, use.high) },
    method: `${brief(a.hours)} h × ${name ? `${name}, ` : ""}${brief(a.peak)} FLOP/s × ${format(use.best)} %`,
    assumed: !stated,
  };
}

/** An amount somebody states, with its margin in percent. */
export function stated({ amount, margin = MARGIN }) {
  const a = amounts({ amount });
  return a.problem ? a : { value: around(a.amount, margin), method: "" };
}

/** How an estimate lies to a line that must be passed: `over`, `under`, or `across` where the bounds disagree. */
export function lies(value, line) {
  if (parse(value.low) > parse(line)) return "over";
  return parse(value.high) > parse(line) ? "across" : "under";
}

/** Whether the best value lies within the Guidelines' 30 % of a line: the reported estimate may be off by that much. */
export function near(value, line) {
  const [best, at] = [parse(value.best ?? value.low), parse(line)];
  return percent(best, 100 + MARGIN) > at && percent(best, 100 - MARGIN) < at;
}
