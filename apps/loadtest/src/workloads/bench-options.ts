import { optionInfos, wholeNumber } from "@chat/command-line";
import { OptionGroup, rate } from "../units/option-values.ts";
import type { OptionRule } from "./workload-definition.ts";

export const MAX_USERS = 100_000;

export const usersOption = wholeNumber(2, MAX_USERS)
  .default(100)
  .register(optionInfos, {
    group: OptionGroup.Load,
    placeholder: "<users>",
    default: "100",
    allowed: `a whole number from 2 to ${MAX_USERS}`,
    summary: "Users that are online.",
  });

/** Options for when the next message is due: after an answer (closed loop), or at its time (open loop). */
export const pacingOptions = {
  inFlight: wholeNumber(1, 10_000).optional().register(optionInfos, {
    group: OptionGroup.Load,
    placeholder: "<messages>",
    default: "1",
    allowed: "a whole number from 1 to 10000",
    summary: "Closed loop: so many in flight; the next waits for an answer.",
  }),
  rate: rate(10_000_000).optional().register(optionInfos, {
    group: OptionGroup.Load,
    placeholder: "<rate>",
    default: "none",
    allowed: "a rate such as 5000/s",
    summary:
      "Open loop instead: so many in all, whether the server keeps up or not; latency counts from when each was due.",
  }),
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
  if (pacing.kind === "open") return `open loop, ${pacing.perSecond} a second`;
  return `closed loop, ${pacing.inFlight} in flight ${inFlightScope}`;
}
