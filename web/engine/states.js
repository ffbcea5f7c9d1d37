// Whether a duty is met, from answers and from what the program found of documents (crates/rules, state of a duty). Nothing
// here reads a document: that a duty is met is only ever taken over from the program that did.

import { trim } from "./number.js";

const isNone = (text) => ["", "none"].includes(trim(text).toLowerCase());

/**
 * The state of a duty of the law data with a status: { state, code, document }; `code` is that of the finding that says why.
 * `text` gives what a fact names; `looked` says whether a folder was looked through: only then is what is not named not there.
 */
export function dutyState(duty, status, { text, looked }) {
  if (status === "exempt" || status === "not-applicable") return { state: "not-needed", code: null };
  const named = (fact) => (fact === undefined ? undefined : text(fact));
  const none = (fact) => named(fact) !== undefined && isNone(named(fact));
  const document = named(duty.document);
  if (document !== undefined && !isNone(document)) return { state: "unknown", code: "document-unchecked", document };
  const absent = duty.public ? looked || none(duty.document) : none(duty.named);
  return duty.absent && absent ? { state: "gap", code: duty.absent } : { state: "unknown", code: null };
}
