// Licences by id, alias or SPDX expression, and what a licence id says of rights and restrictions.

import { trim } from "./number.js";
import { makeSet, meetSets } from "./values.js";

/** The longest expression of several licences that is taken apart, in bytes of UTF-8. */
const EXPRESSION = 200;
const LICENCE = "openness.licence";
const RIGHTS = "openness.rights";
const RESTRICTIONS = "openness.restrictions";

/** All licences of the law data. */
export class Licences {
  constructor(data, words) {
    const list = data?.list ?? [];
    this.words = words;
    this.disqualifying = data?.disqualifying ?? [];
    this.harmless = data?.harmless ?? [];
    this.verdicts = data?.verdicts ?? [];
    this.byName = new Map();
    for (const [id, name, others, rights, restrictions, verdict] of list) {
      const licence = {
        id,
        name,
        rights: rights && rights.map((i) => words.rights[i]),
        restrictions: restrictions && restrictions.map((i) => words.restrictions[i]),
        verdict: this.verdicts[verdict],
      };
      for (const other of [id.toLowerCase(), ...others]) this.byName.set(other, licence);
    }
  }

  /** The licence of an id, alias or SPDX id, whatever the case; null if there is none. */
  find(name) {
    return this.byName.get(trim(name).toLowerCase()) ?? null;
  }

  /** A name, or an expression of names with AND and OR: what holds together, or what a recipient may choose. */
  resolve(expression) {
    const found = this.find(expression);
    if (found) return found;
    if (expression.length > EXPRESSION || new TextEncoder().encode(expression).length > EXPRESSION) return null;
    if (/[()]/.test(expression)) return null;
    const choices = expression.split(" OR ").map((choice) => this.together(choice));
    if (choices.includes(null)) return null;
    const rank = (licence) => this.verdicts.indexOf(licence.verdict);
    return choices.reduce((best, licence) => (rank(licence) < rank(best) ? licence : best));
  }

  /** Licences that hold together: the rights that all grant, the restrictions of each. */
  together(expression) {
    const parts = expression.split(" AND ").flatMap((part) => part.split(" + ")).map((part) => this.find(part));
    if (parts.includes(null)) return null;
    return parts.slice(1).reduce((whole, part) => {
      const both = {
        id: `${whole.id} AND ${part.id}`,
        name: `${whole.name} and ${part.name}`,
        rights: whole.rights && part.rights && whole.rights.filter((right) => part.rights.includes(right)),
        restrictions: whole.restrictions && part.restrictions && [
          ...whole.restrictions,
          ...part.restrictions.filter((word) => !whole.restrictions.includes(word)),
        ],
      };
      return { ...both, verdict: this.verdict(both) };
    }, parts[0]);
  }

  /** The verdict that rights and restrictions entail. */
  verdict({ rights, restrictions }) {
    if (!rights || !restrictions) return "uncertain";
    const all = ["access", "use", "modify", "distribute"].every((right) => rights.includes(right));
    if (!all || restrictions.some((word) => this.disqualifying.includes(word))) return "fails";
    return restrictions.every((word) => this.harmless.includes(word)) ? "qualifies" : "arguable";
  }
}

/**
 * Adds what the licence id stands for, where it is not answered, and keeps its restrictions where it is. Changes `values`;
 * gives { derived: names added, disagree: [{ fact, values }] }: an answer that leaves out a restriction of the licence
 * contradicts it, and the fact is then unknown.
 */
export function deriveLicence(law, values) {
  const found = { derived: [], disagree: [], licence: null };
  const written = values.get(LICENCE);
  if (typeof written !== "string") return found;
  const first = law.licences.resolve(written);
  const licence = first && law.licences.resolve(first.id);
  if (!licence) return found;
  values.set(LICENCE, first.id);
  found.licence = licence;
  if (licence.rights && !values.has(RIGHTS)) {
    values.set(RIGHTS, makeSet(licence.rights, true));
    found.derived.push(RIGHTS);
  }
  if (!licence.restrictions) return found;
  if (!values.has(RESTRICTIONS)) {
    values.set(RESTRICTIONS, makeSet(licence.restrictions, true));
    found.derived.push(RESTRICTIONS);
    return found;
  }
  // An own answer may add to the licence; what it leaves out of the licence is a contradiction.
  const weighty = licence.restrictions.filter((word) => !law.licences.harmless.includes(word));
  if (weighty.length === 0) return found;
  const [answer, stands] = [values.get(RESTRICTIONS), makeSet(weighty, false)];
  const met = meetSets(answer, stands);
  if (met) values.set(RESTRICTIONS, met);
  else {
    values.delete(RESTRICTIONS);
    found.disagree.push({ fact: RESTRICTIONS, values: [answer, stands] });
  }
  return found;
}
