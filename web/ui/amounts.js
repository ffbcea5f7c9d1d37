// Amounts as people type them, and what the calculator needs beside the engine's exact decimals (engine/number.js).

import { format, parse, whole } from "../engine/number.js";

const ONE = whole(1);
const SCALE = ONE.toString().length - 1;
const UNITS = { k: 3, m: 6, million: 6, b: 9, bn: 9, g: 9, billion: 9, t: 12, trillion: 12, 万: 4, 亿: 8, 万亿: 12 };
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The amount in `1.8e23`, `7B`, `2.1 万亿`, `1,000,000`, `1.8 × 10^23` or `10²³`; null where it is none. */
export function typed(written) {
  let s = String(written).toLowerCase().replace(/[\s'’]+/g, "");
  s = s.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (run) => `^${[...run].map((c) => RAISED.indexOf(c)).join("")}`);
  s = s.replace(/^(?:(.+)[×x*·])?10\^(\d+)$/, (_, factor, exponent) => `${factor ?? 1}e${exponent}`);
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(s)) s = s.replaceAll(",", "");
  const [, number, unit] = /^([\d.]*\d\.?)([a-z]+|[万亿]+)$/.exec(s) ?? [];
  return parse(Object.hasOwn(UNITS, unit ?? "") ? `${number}e${UNITS[unit]}` : s);
}

export const times = (...all) => all.reduce((a, b) => (a * b) / ONE);

/** In as few signs as it has figures: `7.3e9`. */
export const brief = (amount) => format(amount).replace(/^(\d)(\d*?)(0*)$/, (all, first, rest) => (all.length > 6 ? `${first}${rest && `.${rest}`}e${all.length - 1}` : all));

/** The logarithm to base ten, for drawing only. */
export function power(amount) {
  const digits = amount.toString();
  const shown = digits.slice(0, 15);
  return Math.log10(Number(shown)) + digits.length - shown.length - SCALE;
}
