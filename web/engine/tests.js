// Tests against values: what a value says of each test, and how the tests of two numbers tied by a fraction can come out
// together. 1 is yes, 0 is no, -1 is open.

/** What a value says of a variable of the diagram; fractions are left to `tieRows`. */
export function holds(law, test, value) {
  switch (test.kind) {
    case "claim":
      return 1;
    case "yes":
      return typeof value === "boolean" ? Number(value) : -1;
    case "no":
      return typeof value === "boolean" ? Number(!value) : -1;
    case "is":
      return typeof value === "string" ? Number(value === test.word) : -1;
    case "has":
      if (!value?.words) return -1;
      return value.words.includes(test.word) ? 1 : value.complete ? 0 : -1;
    case "over":
      return value?.low === undefined ? -1 : passes(test.threshold, value);
    case "before":
      return typeof value === "string" && test.day !== null ? Number(value < test.day) : -1;
    case "today":
      return typeof value === "string" ? Number(value <= law.day) : -1;
    case "in": {
      const list = test.threshold?.countries;
      return typeof value === "string" && list ? Number(list.includes(value)) : -1;
    }
    default:
      return -1;
  }
}

function passes(threshold, { low, high }) {
  if (threshold?.amount == null) return -1;
  const over = (x) => {
    const scaled = x * BigInt(threshold.divisor ?? 1);
    return threshold.strict ? scaled > threshold.amount : scaled >= threshold.amount;
  };
  const [least, most] = [over(low), over(high)];
  return least === most ? Number(least) : -1;
}

/** The part of a number line that a threshold cuts off below, and the part above. `high` is null without end. */
function cut(span, at, strict) {
  const [below, above] = [{ ...span }, { ...span }];
  const lower = below.high === null || at < below.high || (at === below.high && below.highIn && !strict);
  if (lower) [below.high, below.highIn] = [at, strict];
  if (at > above.low || (at === above.low && strict)) [above.low, above.lowIn] = [at, !strict];
  return [below, above];
}

const isEmpty = ({ low, lowIn, high, highIn }) =>
  high !== null && (low > high || (low === high && !(lowIn && highIn)));

/** The ways in which the tests of a tie can come out together, given the interval known of each number, or null. */
export function tieRows(law, tie, first, second) {
  const tests = tie.variables.map((v) => [v, law.variables[v]]);
  const pair = tests.find(([, test]) => test.kind === "part")?.[1].facts;
  if (!pair) return [];
  const overs = tests.filter(([, test]) => test.kind === "over" && test.threshold?.amount != null);
  const divisors = new Set(overs.map(([, test]) => test.threshold.divisor ?? 1));
  const scale = [...divisors].reduce((product, divisor) => product * BigInt(divisor), 1n);
  const cells = (fact, known) => {
    const whole = { low: known ? known.low * scale : 0n, lowIn: true, high: known ? known.high * scale : null, highIn: true };
    let list = [[whole, []]];
    for (const [v, test] of overs) {
      if (test.facts[0] !== fact) continue;
      const { amount, divisor, strict } = test.threshold;
      const at = (amount * scale) / BigInt(divisor ?? 1);
      list = list.flatMap(([span, literals]) => {
        const [below, above] = cut(span, at, strict === true);
        return [[below, 0], [above, 1]]
          .filter(([part]) => !isEmpty(part))
          .map(([part, value]) => [part, [...literals, [v, value]]]);
      });
    }
    return list;
  };
  const fractions = tests
    .filter(([, test]) => test.kind === "part" && test.threshold?.fraction)
    .map(([v, test]) => {
      const { fraction, strict } = test.threshold;
      return { v, n: BigInt(fraction[0]), d: BigInt(fraction[1]), strict: strict === true };
    });
  const rows = new Map();
  for (const [x, of] of cells(pair[0], first)) {
    for (const [y, other] of cells(pair[1], second)) {
      for (const outcome of outcomes(x, y, fractions)) {
        const row = [...of, ...other, ...outcome].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        rows.set(row.join(";"), row);
      }
    }
  }
  return [...rows.values()].sort(compareRows);
}

function compareRows(a, b) {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = a[i][0] - b[i][0] || a[i][1] - b[i][1];
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/**
 * Which fraction tests can hold for some x and y of two spans. With several, the larger fraction is the harder test, and
 * every cut along that order is tried by its two neighbours.
 */
function outcomes(x, y, fractions) {
  const hardest = fractions.slice().sort((a, b) => {
    const [left, right] = [a.n * b.d, b.n * a.d];
    if (left !== right) return left > right ? -1 : 1;
    return Number(b.strict) - Number(a.strict);
  });
  const out = [];
  for (let failing = 0; failing <= hardest.length; failing++) {
    const [last, next] = [hardest[failing - 1], hardest[failing]];
    if ((!last || possible(x, y, last, false)) && (!next || possible(x, y, next, true))) {
      out.push(hardest.map(({ v }, i) => [v, i >= failing ? 1 : 0]));
    }
  }
  return out;
}

/** Whether some x and y of the spans pass (or fail) `d·x > n·y`, or `>=` where not strict. */
function possible(x, y, { n, d, strict }, pass) {
  const left = pass ? x.high && x.high * d : y.high && y.high * n;
  const right = pass ? y.low * n : x.low * d;
  const attained = pass ? x.highIn && y.lowIn : y.highIn && x.lowIn;
  if (left === null) return true;
  // Passing a strict test and failing a lax one both need a true inequality.
  return left > right || (left === right && attained && pass !== strict);
}
