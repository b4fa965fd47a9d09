import { defineCommand, optionInfos, wholeNumber } from "@chat/command-line";
import { z } from "zod";
import type { Ramp } from "../ramp/advance-ramp.ts";
import { runBreakingPoint } from "../runs/run-breaking-point.ts";
import { duration, MAX_DURATION_MS, OptionGroup, orInfinite, percentage } from "../units/option-values.ts";
import { DEFAULT_BOUNDS } from "../verdict/breaking-bounds.ts";
import { heartbeat } from "../workloads/heartbeat.ts";
import {
  CLOSING_LINES,
  MANY_THREADS,
  resultOptions,
  TARGET_RULES,
  targetOptions,
  testerOptions,
  toCommonSettings,
} from "./common-options.ts";
import { runCommand } from "./run-command.ts";
import { defineSubcommand, withRules } from "./subcommand.ts";

const OptionsSchema = withRules(
  z.object({
    ramp: z.enum(["linear", "stepped", "bisect"]).default("stepped").register(optionInfos, {
      group: OptionGroup.Ramp,
      placeholder: "<kind>",
      default: "stepped",
      allowed: "linear, stepped or bisect",
      summary:
        "How clients are added: --step of them each --every, at once or spread evenly; or twice as many each time, then half-way between good and broken.",
    }),
    step: wholeNumber(1, 100_000).default(50).register(optionInfos, {
      group: OptionGroup.Ramp,
      placeholder: "<clients>",
      default: "50",
      allowed: "a whole number from 1 to 100000",
      summary: "Clients that are added each time; how many bisect begins with.",
    }),
    every: duration(100, MAX_DURATION_MS).default(2_000).register(optionInfos, {
      group: OptionGroup.Ramp,
      placeholder: "<time>",
      default: "2s",
      allowed: "a time from 100ms to 24h",
      summary: "Pause between two steps; for bisect, how long a number has to hold.",
    }),
    precision: percentage().default(0.02).register(optionInfos, {
      group: OptionGroup.Ramp,
      placeholder: "<percentage>",
      default: "2%",
      allowed: "a percentage from 0% to 100%",
      summary: "How close together bisect brings the last good number and the broken one.",
    }),
    ...heartbeat.schema.shape,
    maxClients: orInfinite(wholeNumber(1, 1_000_000)).default(10_000).register(optionInfos, {
      group: OptionGroup.Ramp,
      placeholder: "<clients>",
      default: "10000",
      allowed: "a whole number from 1 to 1000000, or infinite",
      summary: "The run ends when so many clients hold.",
    }),
    maxDuration: orInfinite(duration(1_000, MAX_DURATION_MS)).default(600_000).register(optionInfos, {
      group: OptionGroup.Ramp,
      placeholder: "<time>",
      default: "10m",
      allowed: "a time from 1s to 24h, or infinite",
      summary: "The run ends after so long, broken or not.",
    }),
    maxHandshake: duration(1, MAX_DURATION_MS).default(DEFAULT_BOUNDS.handshakeP99Ms).register(optionInfos, {
      group: OptionGroup.Bounds,
      placeholder: "<time>",
      default: "1s",
      allowed: "a time from 1ms to 24h",
      summary: "The server counts as broken when the 99th percentile of the handshakes is past this.",
    }),
    maxLatency: duration(1, MAX_DURATION_MS).default(DEFAULT_BOUNDS.answerP99Ms).register(optionInfos, {
      group: OptionGroup.Bounds,
      placeholder: "<time>",
      default: "1s",
      allowed: "a time from 1ms to 24h",
      summary: "The same for the answers to heartbeats.",
    }),
    ...targetOptions,
    ...testerOptions(MANY_THREADS),
    ...resultOptions,
  }),
  TARGET_RULES,
);

const breakingPointCommand = defineCommand({
  name: "chat-load breaking-point",
  summary: "more and more clients until the server gives way, and what gave way first.",
  schema: OptionsSchema,
  exampleOption: "--step 50",
  examples: [
    { line: "chat-load breaking-point", purpose: "50 more each 2 seconds, a server of its own" },
    {
      line: "chat-load breaking-point --step 500 --html r.html",
      purpose: "500 each time, and a report with charts",
    },
    { line: "chat-load breaking-point --ramp bisect", purpose: "searches for the number itself" },
    {
      line: "chat-load breaking-point --max-clients infinite",
      purpose: "no bound but the time",
    },
  ],
  closing: CLOSING_LINES,
});

export const breakingPoint = defineSubcommand(breakingPointCommand, (options, _operands, context) => {
  const settings = {
    ...toCommonSettings(options),
    ramp: createRamp(options),
    heartbeatMs: options.heartbeat,
    maxClients: options.maxClients,
    maxDurationMs: options.maxDuration,
    bounds: { ...DEFAULT_BOUNDS, handshakeP99Ms: options.maxHandshake, answerP99Ms: options.maxLatency },
  };
  return runCommand(options, (server, hooks) => runBreakingPoint(settings, server, hooks), context);
});

interface RampChoice {
  readonly ramp: Ramp["kind"];
  readonly step: number;
  readonly every: number;
  readonly precision: number;
}

function createRamp({ ramp: kind, step, every: everyMs, precision }: RampChoice): Ramp {
  switch (kind) {
    case "linear":
      return { kind, perSecond: (step * 1_000) / everyMs };
    case "stepped":
      return { kind, step, everyMs };
    case "bisect":
      return { kind, start: step, everyMs, precision };
  }
}
