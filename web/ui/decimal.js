// Exact decimals for amounts such as 1.8e23: a whole number of any size and a power of ten. Never floating point.
// Texts are read and written as the program's own engine does.

const MAX_TEXT = 64;
const MAX_EXPONENT = 60;
const PLAIN_DIGITS = 15;

/** A decimal {n, e} = n × 10^e, or null where the text is none (negative, malformed, out of range). */
export function decimal(text) {
  const m = /^\+?(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(String(text).trim().replaceAll("_", ""));
  if (!m || m[0].length > MAX_TEXT || !(m[1] || m[2])) return null;
  const exponent = Number(m[3] ?? 0);
  if (Math.abs(exponent) > MAX_EXPONENT) return null;
  const fraction = m[2] ?? "";
  return tidy({ n: BigInt(m[1] + fraction), e: exponent - fraction.length });
}

function tidy({ n, e }) {
  if (n === 0n) return { n: 0n, e: 0 };
  while (n % 10n === 0n) {
    n /= 10n;
    e += 1;
  }
  return { n, e };
}

export const whole = (number) => tidy({ n: BigInt(number), e: 0 });

export const times = (...all) => tidy(all.reduce((a, b) => ({ n: a.n * b.n, e: a.e + b.e }), { n: 1n, e: 0 }));

/** So many percent of it; `percent` is a whole number. */
export const percentOf = (a, percent) => tidy({ n: a.n * BigInt(percent), e: a.e - 2 });

export function compare(a, b) {
  const e = Math.min(a.e, b.e);
  const x = a.n * 10n ** BigInt(a.e - e);
  const y = b.n * 10n ** BigInt(b.e - e);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Rounded, half up, to so many figures. */
export function figures(a, count) {
  const drop = a.n.toString().length - count;
  if (drop <= 0) return a;
  const unit = 10n ** BigInt(drop);
  return tidy({ n: (a.n + unit / 2n) / unit, e: a.e + drop });
}

/** `1296`, `0.5`, `1.8e23`: plain up to so many digits before the point, scientific beyond. */
export function text(a, plain = PLAIN_DIGITS) {
  const digits = a.n.toString();
  const exponent = digits.length - 1 + a.e;
  if (a.n === 0n) return "0";
  if (exponent >= plain || exponent < -6) {
    return `${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}e${exponent}`;
  }
  if (a.e >= 0) return digits + "0".repeat(a.e);
  const padded = digits.padStart(1 - a.e, "0");
  return `${padded.slice(0, a.e)}.${padded.slice(a.e)}`;
}

/** The logarithm to base ten, for drawing only; null for zero. */
export function power(a) {
  if (a.n === 0n) return null;
  const digits = a.n.toString();
  return Math.log10(Number(digits.slice(0, 15))) + (digits.length - Math.min(15, digits.length)) + a.e;
}

const UNITS = { k: 3, m: 6, million: 6, b: 9, bn: 9, g: 9, billion: 9, t: 12, trillion: 12, 万: 4, 亿: 8, 万亿: 12 };
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** What a person types: also `7B`, `2.1 万亿`, `1,000,000`, `1.8 × 10^23`, `10²³`. A decimal, or null. */
export function typed(written) {
  let s = String(written).trim().toLowerCase().replace(/[\u00a0\u202f\s'’]+/g, "");
  s = s.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (run) => `^${[...run].map((c) => SUPERSCRIPT.indexOf(c)).join("")}`);
  s = s.replace(/^(?:(.+)[×x*·])?10\^(\d+)$/, (_, factor, exponent) => `${factor ?? 1}e${exponent}`);
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(s)) s = s.replaceAll(",", "");
  const unit = /^(.*?\d\.?)([a-z]+|[万亿]+)$/.exec(s);
  if (unit && Object.hasOwn(UNITS, unit[2])) {
    const base = decimal(unit[1]);
    return base && tidy({ n: base.n, e: base.e + UNITS[unit[2]] });
  }
  return decimal(s);
}
