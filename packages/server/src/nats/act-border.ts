import type { Act } from "../control/act.ts";
import { checkName, checkReasonOptions, checkTarget, checkText, checkWhom, SANCTION_MS } from "../control/act-rules.ts";
import type { Sanction, SanctionId } from "../control/sanctions.ts";
import { isCount } from "./border.ts";

// The part of the border for what operators do. What comes from the broker keeps the rules of the acts of this program; it has the
// types below once it has passed.

/** An act between nodes. Of a ban or a mute, no more is read than which it is: the rest comes by the log. */
export type CarriedAct =
  | Exclude<Act, { readonly kind: "impose" }>
  | { readonly kind: "impose"; readonly sanction: SanctionId }
  /** The answer: how many connections of one node an act has hit. */
  | { readonly kind: "done"; readonly hits: number };

/** Time in milliseconds by which the clocks of two machines may differ before the end of a sanction counts as malformed. */
const CLOCK_TOLERANCE_MS = 86_400_000;

/** Reads an act from the broker. Returns `null` when it is malformed. */
export function readAct(json: Buffer): CarriedAct | null {
  return orNull(() => checkAct(JSON.parse(json.toString()) as CarriedAct));
}

/** Reads a ban or a mute from the broker. Returns `null` when it is malformed. */
export function readSanction(given: object | null): Sanction | null {
  return orNull(() => {
    const { endsAt, reason, by } = given as Sanction;
    if (!isCount(endsAt) || endsAt > Date.now() + SANCTION_MS.max + CLOCK_TOLERANCE_MS) return null;
    return { ...checkId(given as Sanction), endsAt, ...checkReasonOptions({ reason, by }) };
  });
}

function checkAct(act: CarriedAct): CarriedAct | null {
  const { kind } = act;
  switch (kind) {
    case "disconnect":
      return { kind, whom: checkWhom(act.whom), reason: checkReasonOptions({ reason: act.reason }).reason };
    case "tell":
      return { kind, name: checkName(act.name), text: checkText(act.text) };
    case "announce":
      return { kind, text: checkText(act.text) };
    case "impose":
    case "lift":
      return { kind, sanction: checkId(act.sanction) };
    case "done":
      return isCount(act.hits) ? { kind, hits: act.hits } : null;
    default:
      return null;
  }
}

function checkId({ kind, target }: SanctionId): SanctionId {
  if (kind !== "ban" && kind !== "mute") throw new RangeError("It is neither a ban nor a mute.");
  return { kind, target: checkTarget(target) };
}

/** The rules throw, with words for an operator. Here nobody would read them. */
function orNull<Result>(read: () => Result): Result | null {
  try {
    return read();
  } catch {
    return null;
  }
}
