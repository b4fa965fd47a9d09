import { writeCount, writeNumber } from "../result/format.ts";
import { count, OptionGroup, optionsIn, rate } from "../units/option-values.ts";
import type { OptionRule } from "./workload-definition.ts";

export const MAX_USERS = 100_000;

const { option, optional } = optionsIn(OptionGroup.Load);

export const usersOption = option(count("<users>", 2, MAX_USERS), "100", "Users that are online.");

/** Options for when the next message is due: after an answer (closed loop), or at its time (open loop). */
export const pacingOptions = {
  inFlight: optional(
    count("<messages>", 1, 10_000),
    "1",
    "Closed loop: so many in flight; the next waits for an answer.",
  ),
  rate: optional(
    rate(10_000_000, "5000/s"),
    "none",
    "Open loop instead: so many in all, whether the server keeps up or not; latency counts from when each was due.",
  ),
};

export interface PacingSettings {
  readonly inFlight?: number | undefined;
  readonly rate?: number | undefined;
}

export const PACING_RULE: OptionRule<PacingSettings> = {
  message: "--rate and --in-flight exclude one another: a rate does not wait for answers.",
  isKept: ({ rate: perSecond, inFlight }) => perSecond === undefined || inFlight === undefined,
};

export type Pacing =
  | { readonly kind: "closed"; readonly inFlight: number }
  | { readonly kind: "open"; readonly perSecond: number };

export function createPacing({ rate: perSecond, inFlight = 1 }: PacingSettings): Pacing {
  return perSecond === undefined ? { kind: "closed", inFlight } : { kind: "open", perSecond };
}

export function describePacing(settings: PacingSettings, inFlightScope: string): string {
  const pacing = createPacing(settings);
  if (pacing.kind === "open") return `open loop, ${writeNumber(pacing.perSecond)} a second`;
  return `closed loop, ${writeCount(pacing.inFlight)} in flight ${inFlightScope}`;
}
