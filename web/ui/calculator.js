// Training compute from what a person knows: 6·P·D, accelerator hours, or a stated amount. Exact decimals in, an estimate
// {low, best, high} out; what is assumed is returned with it. The margins are those of `gpai compute`.

import { compare, decimal, figures, percentOf, text, times, typed, whole } from "./decimal.js";

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

const short = (a) => text(figures(a, 4));

function around(best, percent) {
  const part = Math.min(Math.max(Math.trunc(percent), 0), 99);
  return { low: short(percentOf(best, 100 - part)), best: short(best), high: short(percentOf(best, 100 + part)) };
}

const need = (raw, field) => {
  const number = typed(raw);
  return number && number.n > 0n ? number : { problem: field };
};

/** 6·P·D: parameters (active ones in a mixture of experts) × tokens seen, epochs counted each time. */
export function sixPD({ parameters, tokens, margin = MARGIN }) {
  const [p, d] = [need(parameters, "parameters"), need(tokens, "tokens")];
  const problem = p.problem ?? d.problem;
  if (problem) return { problem };
  return { value: around(times(whole(6), p, d), margin), method: `6PD: 6 × ${text(p, 6)} × ${text(d, 6)}` };
}

/** Hours × 3600 × peak × utilisation; hours are summed over all accelerators. */
export function hardware({ hours, peak, peakLow, utilisation, name }) {
  const [h, best] = [need(hours, "hours"), need(peak, "peak")];
  const problem = h.problem ?? best.problem;
  if (problem) return { problem };
  const slow = peakLow ? need(peakLow, "peak") : best;
  const stated = String(utilisation ?? "").trim() ? decimal(String(utilisation).replace("%", "")) : null;
  if (String(utilisation ?? "").trim() && (!stated || stated.n === 0n || compare(stated, whole(100)) > 0)) return { problem: "utilisation" };
  const use = stated
    ? { low: percentOf(stated, 100 - STATED), best: stated, high: percentOf(stated, 100 + STATED) }
    : { low: whole(UTILISATION.low), best: whole(UTILISATION.best), high: whole(UTILISATION.high) };
  const of = (rate, u) => short(percentOf(times(h, whole(3600), rate, u), 1));
  return {
    value: { low: of(slow, use.low), best: of(best, use.best), high: of(best, use.high) },
    method: `${text(h, 9)} h × ${name ? `${name}, ` : ""}${text(best, 6)} FLOP/s × ${text(use.best)} %`,
    assumed: !stated,
  };
}

/** An amount somebody states, with its margin in percent. */
export function stated({ amount, margin = MARGIN }) {
  const a = need(amount, "amount");
  return a.problem ? { problem: a.problem } : { value: around(a, margin), method: "" };
}

/** How an estimate lies to a line that must be passed: `over`, `under`, or `across` where the bounds disagree. */
export function lies(value, line) {
  const at = decimal(line);
  if (compare(decimal(value.low), at) > 0) return "over";
  return compare(decimal(value.high), at) > 0 ? "across" : "under";
}

/** Whether the best value lies within the Guidelines' 30 % of a line: the reported estimate may be off by that much. */
export function near(value, line) {
  const [best, at] = [decimal(value.best ?? value.low), decimal(line)];
  return compare(percentOf(best, 100 + MARGIN), at) > 0 && compare(percentOf(best, 100 - MARGIN), at) < 0;
}
