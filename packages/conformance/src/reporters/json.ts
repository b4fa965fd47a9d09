import type { Failure, Seen } from "../checks/failure.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import { firstDifference, toBytes } from "../show-difference.ts";
import type { Report, Reporter } from "./reporter.ts";

/** Changes when a member goes or means something else. New members may come without that. */
export const VERSION = 1;
/** Bytes of one connection that are written, counted from its end: a flood has more than a text of JavaScript can hold. */
const MAX_WIRE_BYTES = 256 * 1024;

/** Everything that is known, for programs. */
export const reporter: Reporter = {
  summary: "Write everything as JSON; report.schema.json describes it.",
  write(report) {
    const wellFormed = (_key: string, value: unknown) => (typeof value === "string" ? value.toWellFormed() : value);
    const written = JSON.stringify(toJson(report), wellFormed, 2);
    // Plain ASCII, as journals are: showing the file as it is does nothing to a terminal.
    return `${written.replace(/[^ -~\n]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}\n`;
  },
};

function toJson({ verdict, outcomes, language, isStaged, ...rest }: Report): object {
  return {
    version: VERSION,
    role: verdict.role,
    ...rest,
    levels: verdict.levels,
    rules: verdict.rules.map(({ rule: { number, text }, ...judged }) => ({ number, text, ...judged })),
    checks: outcomes.map(({ check: { name, title, stage, rules }, milliseconds, ...outcome }) => ({
      ...{ name, title, stage, rules, outcome: outcome.kind, milliseconds },
      reason: outcome.kind === "not judged" ? outcome.reason : null,
      failures: outcome.kind === "failed" ? outcome.failures.map((found) => failureToJson(found, rules)) : [],
    })),
  };
}

function failureToJson({ details, wires }: Failure, rules: readonly string[]): object {
  const { expected, came, mend, mistake } = details;
  return {
    rules: details.rules ?? rules,
    expected: seenToJson(expected),
    came: seenToJson(came),
    firstDifference: firstDifference(expected, came),
    mend: typeof mend === "string" ? { any: mend } : mend,
    hint: mistake?.words ?? null,
    connections: wires.map(wireToJson),
  };
}

function seenToJson(value: Seen): unknown {
  const buffer = toBytes(value);
  return buffer ? bytesToJson(buffer, MAX_WIRE_BYTES) : value;
}

function bytesToJson(value: Uint8Array, room: number): object {
  const kept = Buffer.from(value.subarray(0, room));
  return { length: value.length, text: kept.toString(), hex: kept.toString("hex") };
}

function wireToJson({ label, events }: RecordedWire): object {
  let room = MAX_WIRE_BYTES;
  const backwards = events.toReversed().map((event) => {
    if (event.event !== "bytes") return event;
    const { bytes: read, ...where } = event;
    const written = { ...where, ...bytesToJson(read, room) };
    room = Math.max(0, room - read.length);
    return written;
  });
  return { owner: label, events: backwards.reverse() };
}
