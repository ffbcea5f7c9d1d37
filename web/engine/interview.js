// Which question to put next (crates/rules/src/interview.rs): what people know of themselves first, then facts, judgements last;
// nothing that can no longer change whether a duty is owed or by when. The order comes with the law data.

import { factLiterals } from "./decide.js";
import { isUnknown } from "./missing.js";
import * as number from "./number.js";
import { readValue, toAnswer } from "./values.js";

const LEGACY = "legacy";
/** Facts that only a due date asks for. */
const DAYS = { placing: "market.first_available", other: "systemic.threshold_known_on" };
/** More than any honest amount: the upper bound where none is known. */
export const UNBOUNDED = "1e60";

/** Whether a value is in keeping with what is known so far. */
function allows(law, fact, now, value) {
  const wanted = new Set(factLiterals(law, fact, value).map(String));
  if (!factLiterals(law, fact, now).every((literal) => wanted.has(String(literal)))) return false;
  if (now.low !== undefined && value.low !== undefined) return now.low <= value.high && value.low <= now.high;
  return Boolean(now.words && value.words) && now.words.every((word) => value.words.includes(word));
}

/** The choices of a preset that what is known allows, each with what it adds; none where one of them holds already. */
export function choices(law, known, preset, skip = new Set()) {
  const out = [];
  for (const choice of preset.choices) {
    const add = [];
    let fits = true;
    for (const [name, written] of choice.sets) {
      const [fact, value] = [law.position(name), readValue(law, law.fact(name), written)];
      if (fact < 0 || value === null) continue;
      const now = known.values[fact];
      if (now === null) {
        if (!skip.has(name)) add.push(name);
      } else if (String(factLiterals(law, fact, now)) !== String(factLiterals(law, fact, value))) {
        if (allows(law, fact, now, value)) add.push(name);
        else fits = false;
      }
    }
    if (fits && add.length === 0) return [];
    if (fits) out.push(choice);
  }
  return out;
}

/** The questions that still matter, the next one first: [{ presets: [ids] } or { fact }, with settles: [names]]. */
export function interview(engine, state, skip = new Set()) {
  const { law } = engine;
  const { presets } = law.data;
  const decisions = engine.decide(state, state.known);
  const status = (key) => decisions.of(key).status;
  const inForce = law.duties.filter((d) => engine.applies.has(`applies ${d.id}`));
  const keys = inForce.map((d) => d.id).filter((id) => status(`applies ${id}`) === "open").map((id) => [`applies ${id}`, id]);
  const applying = inForce.filter((d) => status(`applies ${d.id}`) === "yes");
  if (applying.length && status(LEGACY) === "open") keys.push([LEGACY, LEGACY]);
  const matter = new Map();
  const wait = (map, fact, name) => map.set(fact, [...(map.get(fact) ?? []), name]);
  for (const [key, name] of keys) for (const fact of engine.open(state).dependence.plain(key).keys()) wait(matter, fact, name);
  const days = new Map();
  for (const duty of applying) {
    const day = DAYS[duty.due] ?? DAYS.other;
    if (!state.values.has(day)) wait(days, day, duty.id);
  }
  const names = [...law.defs.keys()];
  const place = (name) => {
    const at = presets.order.indexOf(name);
    return [at < 0 ? Infinity : at, Number(law.fact(name)?.judged === true), names.indexOf(name)];
  };
  const out = [];
  for (const preset of presets.list) {
    if (skip.has(preset.id) || choices(law, state.known, preset, skip).length === 0) continue;
    const sets = preset.choices.flatMap((c) => c.sets.map(([name]) => name)).filter((name) => !skip.has(name));
    const settles = sets.flatMap((name) => matter.get(law.position(name)) ?? []);
    if (settles.length === 0) continue;
    const same = out.find((c) => c.screen === preset.screen);
    if (same) {
      same.presets.push(preset.id);
      same.settles.push(...settles);
    } else out.push({ screen: preset.screen, presets: [preset.id], settles, place: place(preset.screen) });
  }
  const facts = [...[...matter].sort((a, b) => a[0] - b[0]).map(([fact, list]) => [law.facts[fact], list]), ...[...days].sort((a, b) => (a[0] < b[0] ? -1 : 1))];
  for (const [fact, list] of facts) {
    const named = presets.lookups.find((l) => l.answers.includes(fact))?.fact;
    const asked = named && !state.values.has(named) && !skip.has(named) ? named : fact;
    if (!law.fact(asked) || skip.has(asked)) continue;
    const same = out.find((c) => c.fact === asked);
    if (same) same.settles.push(...list);
    else out.push({ fact: asked, settles: list.slice(), place: place(asked) });
  }
  for (const c of out) c.settles = [...new Set(c.settles)].sort();
  // Of what is known in part the rest is asked for only where nothing else is left that anybody knows.
  const key = (c) => [c.place[1], Number(c.fact !== undefined && state.values.has(c.fact)), ...c.place];
  return out.sort((a, b) => before(key(a), key(b))).map(({ place: _, ...step }) => step);
}

function before(a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/** For an amount: the lines of the law that still matter, as answers to "more than that?": [{ low, high }]. */
export function brackets(engine, state, fact) {
  const { law } = engine;
  const position = law.position(fact);
  if (position < 0) return [];
  const decisions = engine.decide(state, state.known);
  const vars = new Set();
  for (const { key } of engine.applies.values()) {
    if (decisions.of(key).status === "open") for (const v of engine.open(state).dependence.plain(key).get(position) ?? []) vars.add(v);
  }
  const [lines, below] = [new Set(), new Set()];
  for (const v of vars) {
    const { kind, facts, threshold } = law.variables[v];
    if (kind === "over" && threshold?.amount != null && threshold.strict) {
      if ((threshold.divisor ?? 1) === 1) lines.add(threshold.amount);
      else below.add(number.percent(threshold.amount, Math.floor(100 / threshold.divisor)));
    }
    if (kind === "part" && facts[0] === fact && threshold?.fraction) {
      const other = state.known.values[law.position(facts[1])];
      const [n, d] = threshold.fraction;
      if (other?.low !== undefined) below.add(number.percent(other.low, Math.floor((100 * n) / d)));
    }
  }
  const sorted = (set) => [...set].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const now = state.known.values[position] ?? { low: 0n, high: number.parse(UNBOUNDED) };
  const out = [];
  const between = (low, high) => {
    const [l, h] = [low > now.low ? low : now.low, high < now.high ? high : now.high];
    // The estimate itself stays where it lies between the two.
    const best = now.best != null && l <= now.best && now.best <= h ? now.best : null;
    if (low <= high && l <= h) out.push(toAnswer(number.interval(l, best, h)));
  };
  if (lines.size === 0) for (const line of sorted(below).slice(0, 1)) between(0n, line);
  let from = 0n;
  for (const line of sorted(lines)) {
    between(from, line);
    from = line + number.whole(1);
  }
  if (lines.size) between(from, number.parse(UNBOUNDED));
  return out;
}
