// The decision diagram: shared nodes, each a test with two ways on, that end in false (node 0) or true (node 1). Nodes have
// higher numbers than their children, so one pass upwards answers a question for every node at once.

const DIGITS = "!#$%&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const BASE = DIGITS.length / 2;
const VALUE = new Int32Array(128).fill(-1);
for (let i = 0; i < DIGITS.length; i++) VALUE[DIGITS.charCodeAt(i)] = i;

/** The numbers of a packed text: the least digit first; the last digit of a number is below 45, the others are not. */
export function* unpack(text) {
  let [number, unit] = [0, 1];
  for (let i = 0; i < text.length; i++) {
    const digit = VALUE[text.charCodeAt(i)] ?? -1;
    if (digit < 0) throw new Error(`law data: character ${i} of the nodes is no digit`);
    number += digit * unit;
    if (digit >= BASE) unit *= BASE;
    else {
      yield number;
      [number, unit] = [0, 1];
    }
  }
}

export class Diagram {
  /** `text`: per variable, from the last to the first, how many nodes, then their children; see the format. */
  constructor(text, variables) {
    const [vars, lows, highs] = [[variables, variables], [0, 1], [0, 1]];
    const numbers = unpack(text);
    const next = () => numbers.next().value ?? 0;
    for (let variable = variables - 1; variable >= 0; variable--) {
      let [low, high] = [0, 0];
      for (let left = next(); left > 0; left--) {
        high += next();
        const change = next();
        low += change % 2 === 0 ? change / 2 : -(change + 1) / 2;
        if (low < 0 || low >= vars.length || high >= vars.length) throw new Error("law data: a node stands before its child");
        vars.push(variable);
        lows.push(low);
        highs.push(high);
      }
    }
    this.size = vars.length;
    this.variables = variables;
    this.vars = Uint16Array.from(vars);
    this.lows = Int32Array.from(lows);
    this.highs = Int32Array.from(highs);
    this.cones = new Map();
    this.can = new Int32Array(this.size);
    this.best = new Int32Array(this.size);
  }

  /** Some roots with the nodes that they need, children before parents, without the leaves. */
  cone(roots) {
    const seen = new Uint8Array(this.size);
    const stack = roots.slice();
    let count = 0;
    while (stack.length > 0) {
      const node = stack.pop();
      if (node < 2 || seen[node]) continue;
      seen[node] = 1;
      count++;
      stack.push(this.lows[node], this.highs[node]);
    }
    const nodes = new Int32Array(count);
    for (let node = 2, i = 0; i < count; node++) if (seen[node]) nodes[i++] = node;
    return { roots, nodes };
  }

  /** The cone of one root, kept. */
  coneOf(root) {
    if (!this.cones.has(root)) this.cones.set(root, this.cone([root]));
    return this.cones.get(root);
  }

  /**
   * For up to 32 partial assignments at once: which roots of a cone can still become true. An assignment is a list of -1
   * (open), 0, 1 by variable. Gives one number for each root, bit i for assignment i.
   */
  reach({ roots, nodes }, assignments) {
    const { vars, lows, highs, variables, can } = this;
    const [mayLow, mayHigh] = [new Int32Array(variables), new Int32Array(variables)];
    for (let i = 0; i < assignments.length; i++) {
      const [literals, bit] = [assignments[i], 1 << i];
      for (let v = 0; v < variables; v++) {
        if (literals[v] !== 1) mayLow[v] |= bit;
        if (literals[v] !== 0) mayHigh[v] |= bit;
      }
    }
    can[0] = 0;
    can[1] = -1;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      const v = vars[node];
      can[node] = (mayLow[v] & can[lows[node]]) | (mayHigh[v] & can[highs[node]]);
    }
    return roots.map((root) => can[root]);
  }

  /**
   * The cheapest way to make a root true: { total, path: [[variable, 0 or 1]] }, or null if there is none. `prices[0]` and
   * `prices[1]` say by variable what a no and a yes cost; -1 forbids.
   */
  cheapest(root, prices) {
    const { vars, lows, highs, best } = this;
    const [no, yes] = prices;
    best[0] = -1;
    best[1] = 0;
    const step = (child, price) => (child < 0 || price < 0 ? -1 : child + price);
    const { nodes } = this.coneOf(root);
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i];
      const v = vars[node];
      const low = step(best[lows[node]], no[v]);
      const high = step(best[highs[node]], yes[v]);
      best[node] = low < 0 ? high : high < 0 ? low : Math.min(low, high);
    }
    if (best[root] < 0) return null;
    const path = [];
    let node = root;
    while (node > 1) {
      const v = vars[node];
      const low = step(best[lows[node]], no[v]);
      const high = step(best[highs[node]], yes[v]);
      const up = low < 0 || (high >= 0 && high < low);
      path.push([v, up ? 1 : 0]);
      node = up ? highs[node] : lows[node];
    }
    return { total: best[root], path };
  }

  /**
   * Variables on which each root of a cone still depends under the literals: there are completions that differ in it alone and in
   * the outcome. One sorted list for each root.
   */
  openVariables({ roots, nodes }, literals) {
    const made = [null, null];
    const unique = new Map();
    const reduced = new Int32Array(this.size);
    reduced[1] = 1;
    for (const node of nodes) {
      const v = this.vars[node];
      const [low, high] = [reduced[this.lows[node]], reduced[this.highs[node]]];
      if (literals[v] === 1) reduced[node] = high;
      else if (literals[v] === 0 || low === high) reduced[node] = low;
      else {
        const key = (v * this.size + low) * this.size + high;
        if (!unique.has(key)) {
          unique.set(key, made.length);
          made.push([v, low, high]);
        }
        reduced[node] = unique.get(key);
      }
    }
    return roots.map((root) => {
      const [found, seen, stack] = [new Set(), new Set(), [reduced[root]]];
      while (stack.length > 0) {
        const node = stack.pop();
        if (node < 2 || seen.has(node)) continue;
        seen.add(node);
        const [v, low, high] = made[node];
        found.add(v);
        stack.push(low, high);
      }
      return [...found].sort((a, b) => a - b);
    });
  }
}
