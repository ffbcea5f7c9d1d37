// When a duty falls due (Articles 52(1), 53 to 55, 111(3), 113), and the ceiling of a fine (Article 101(1)).

import { answered } from "./decide.js";
import * as number from "./number.js";
import { addDays, nextWorkingDay } from "./dates.js";

const later = (a, b) => (a > b ? a : b);

/**
 * The day each duty falls due under one state of knowledge: a function of the duty that gives a day, or null where none can
 * be given yet. `decide` gives the decisions of a state; `thresholdKnownOn` is the answer to that fact.
 */
export function dueDates(law, known, decide, thresholdKnownOn) {
  const start = law.dayOf("chapter-v-applies");
  const legacyEnd = law.dayOf("legacy-end");
  const value = (fact) => known.values[law.position(fact)] ?? null;
  const designated = value("systemic.designated_on");
  const legacy = decide(known).of("legacy").status;
  const without = designated === null ? null : decide(answered(known, law.position("systemic.designated_on"), null));

  /** Owed only because the Commission designated the model, it is not due before the provider was informed. */
  const afterDesignation = (duty, day) => {
    if (day === null || without === null) return day;
    const { status } = without.of(`applies ${duty.id}`);
    if (status === "yes") return day;
    if (status === "no") return later(day, designated);
    return day >= designated ? day : null;
  };

  const line = law.amount("systemic-presumption");
  const COMPUTE = ["compute.update_flop", "compute.cumulative_flop", "compute.expected_cumulative_flop"];
  /** The decisions while the compute had not passed the line of Article 51(2); made once, and only where a day needs them. */
  let early = null;
  const beforeThreshold = () => {
    early ??= decide(
      COMPUTE.map((fact) => law.position(fact))
        .filter((at) => known.values[at]?.low > line)
        .reduce((state, at) => answered(state, at, { low: line, best: null, high: line }), known),
    );
    return early;
  };
  /** Not owed until then, because exempt or internal, it is not due before the provider knew of the threshold. */
  const afterThreshold = (duty, day) => {
    if (!thresholdKnownOn || line === null) return day;
    return beforeThreshold().of(`applies ${duty.id}`).status === "no" ? later(day, thresholdKnownOn) : day;
  };

  return (duty) => {
    if (start === null || legacyEnd === null) return null;
    // While that is open, the earlier of the two days of a notification is the careful one.
    if (legacy === "open" && duty.due !== "notification") return null;
    const first = value("market.first_available");
    const placing = legacy === "yes" ? legacyEnd : first && later(first, start);
    if (duty.due === "notification") {
      if (legacy === "yes") return afterDesignation(duty, legacyEnd);
      const days = law.amount("notify-within");
      // A day before the answer to an accepted rebuttal is that of the first notification, not of a new one.
      const told = value("systemic.rebuttal") === "accepted" ? value("systemic.rebuttal_on") : null;
      if (days === null || !thresholdKnownOn || (told && thresholdKnownOn <= told)) return null;
      const from = later(thresholdKnownOn, start);
      const end = addDays(from, Number(number.format(days)));
      return end && nextWorkingDay(end, law.data.holidays);
    }
    if (placing === null) return null;
    if (duty.due === "placing") return afterDesignation(duty, afterThreshold(duty, placing));
    // From the first of what brings it about: the threshold becoming known, the provider being informed.
    const cause = [thresholdKnownOn, designated].filter(Boolean).sort()[0];
    return afterDesignation(duty, legacy === "no" && cause ? later(placing, cause) : placing);
  };
}

/** A share of worldwide turnover or a fixed amount, whichever is higher; null while the turnover is not answered. */
export function fineCeiling(law, turnover) {
  const [share, fixed] = [law.amount("fine-percent"), law.amount("fine-fixed")];
  if (!turnover || share === null || fixed === null) return null;
  const part = number.percent(turnover.high, number.format(share));
  return part > fixed ? part : fixed;
}
