// How near a line is near (crates/rules/src/near.rs): an estimate of compute may be off by the margin that the law data names,
// so that a line within it may have been passed or not.

import * as number from "./number.js";

/** From here on an upper bound says that none is known. */
const UNBOUNDED = number.parse("1e60");

/** The margin in percent on the day of a law, or null. */
export function margin(law) {
  const amount = law.amount(law.data.lines.margin);
  return amount === null ? null : Number(number.format(amount));
}

/** Whether a line lies within the margin of the best estimate, or between the bounds where there is none. */
export function isNear({ low, best, high }, line, percent) {
  // "At most the line" is an answer to whether it was passed, and no estimate of an amount.
  if (best === null && low === 0n) return line < high;
  if (best === null) return low <= line && line <= high && high < UNBOUNDED;
  return number.percent(best, 100 + percent) > line && number.percent(best, 100 - percent) < line;
}

/** Which known amounts lie near the line they are compared with: [{ fact, line }] by id of the threshold. */
export function nearLines(law, values) {
  const percent = margin(law);
  if (percent === null) return [];
  const near = ([fact, line]) => {
    const [value, at] = [values.get(fact), law.amount(line)];
    return value !== undefined && at !== null && isNear(value, at, percent);
  };
  return law.data.lines.of.filter(near).map(([fact, line]) => ({ fact, line }));
}
