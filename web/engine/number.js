// Exact decimal amounts, never through floating point. An amount is a BigInt that counts units of 10^-130: fine enough
// that every amount that can be read, and every percent of one, is a whole number of them.

const SCALE = 130;
/** The longest amount that is read, in characters, and the largest power of ten, up or down. */
const MAX_TEXT = 64;
const MAX_EXPONENT = 60n;
/** Amounts with at least this power of ten are written in scientific form. */
const PLAIN_DIGITS = 15;

const FORM = /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;
const SPACE = /^\p{White_Space}+|\p{White_Space}+$/gu;

/** The white space that counts at the ends of a text, taken off. */
export const trim = (text) => text.replace(SPACE, "");

/** The amount that a text such as `5e24`, `7_300_000_000` or `1.8e23` says, or null. */
export function parse(text) {
  const clean = trim(text).replaceAll("_", "");
  if (clean.length > MAX_TEXT) return null;
  const parts = FORM.exec(clean);
  if (!parts) return null;
  const exponent = BigInt((parts[2] ?? "0").replace("+", ""));
  if (exponent > MAX_EXPONENT || exponent < -MAX_EXPONENT) return null;
  const [whole, fraction = ""] = parts[1].split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(SCALE + Number(exponent) - fraction.length);
}

/** A whole number as an amount. */
export const whole = (number) => BigInt(number) * 10n ** BigInt(SCALE);

/** So many percent of an amount; exact for every amount that was read. */
export const percent = (amount, share) => (amount * BigInt(share)) / 100n;

/** Rounded half up to so many significant figures. */
export function significant(amount, figures) {
  const drop = amount.toString().length - figures;
  if (amount === 0n || drop <= 0) return amount;
  const unit = 10n ** BigInt(drop);
  return ((amount + unit / 2n) / unit) * unit;
}

/** `1296`, `0.5`, `25000000`, `1.8e23`: plain up to 15 digits before the point, scientific beyond. */
export function format(amount) {
  if (amount === 0n) return "0";
  const all = amount.toString();
  const digits = all.replace(/0+$/, "");
  const exponent = all.length - 1 - SCALE;
  if (exponent >= PLAIN_DIGITS || exponent < -6) {
    return `${digits[0]}${digits.length > 1 ? "." + digits.slice(1) : ""}e${exponent}`;
  }
  if (exponent < 0) return "0." + "0".repeat(-exponent - 1) + digits;
  const padded = digits.padEnd(exponent + 1, "0");
  return padded.length > exponent + 1 ? padded.slice(0, exponent + 1) + "." + padded.slice(exponent + 1) : padded;
}

/** What is known of an amount: it lies between low and high; `best` is the estimate itself or null. Bounds that meet are one. */
export function interval(low, given, high) {
  const best = low === high ? (given ?? low) : given;
  const ordered = low <= high && (best === null || (low <= best && best <= high));
  return ordered ? { low, best, high } : null;
}

export const point = (amount) => ({ low: amount, best: amount, high: amount });
