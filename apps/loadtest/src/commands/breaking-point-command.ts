import { defineCommand } from "@chat/command-line";
import { z } from "zod";
import type { Ramp } from "../ramp/advance-ramp.ts";
import { runBreakingPoint } from "../runs/run-breaking-point.ts";
import { toCommonSettings } from "../runs/run-scenario.ts";
import { writeDuration } from "../units/duration.ts";
import {
  count,
  MAX_DURATION_MS,
  OptionGroup,
  optionsIn,
  orInfinite,
  percentage,
  time,
  word,
} from "../units/option-values.ts";
import { DEFAULT_BOUNDS } from "../verdict/breaking-bounds.ts";
import {
  CLOSING_LINES,
  fleetOptions,
  MANY_THREADS,
  messageOptions,
  resultOptions,
  TARGET_RULES,
  targetOptions,
} from "./common-options.ts";
import { runCommand } from "./run-command.ts";
import { defineSubcommand, withRules } from "./subcommand.ts";

const { option: rampOption } = optionsIn(OptionGroup.Ramp);
const { option: boundOption } = optionsIn(OptionGroup.Bounds);

const OptionsSchema = withRules(
  z.object({
    ramp: rampOption(
      word("<kind>", ["linear", "stepped", "bisect"]),
      "stepped",
      "How clients are added: --step of them each --every, at once or spread evenly; or twice as many each time, then half-way between good and broken.",
    ),
    step: rampOption(
      count("<clients>", 1, 100_000),
      "50",
      "Clients that are added each time; how many bisect begins with.",
    ),
    every: rampOption(
      time(100, MAX_DURATION_MS),
      "2s",
      "Pause between two steps; for bisect, how long a number has to hold.",
    ),
    precision: rampOption(
      percentage(),
      "2%",
      "How close together bisect brings the last good number and the broken one.",
    ),
    heartbeat: rampOption(time(10, MAX_DURATION_MS), "3s", "Each client asks for the time so often."),
    maxClients: rampOption(
      orInfinite(count("<clients>", 1, 1_000_000)),
      "10000",
      "The run ends when so many clients hold.",
    ),
    maxDuration: rampOption(
      orInfinite(time(1_000, MAX_DURATION_MS)),
      "10m",
      "The run ends after so long, broken or not.",
    ),
    maxHandshake: boundOption(
      time(1, MAX_DURATION_MS),
      writeDuration(DEFAULT_BOUNDS.handshakeP99Ms),
      "The server counts as broken when the 99th percentile of the handshakes is past this.",
    ),
    maxLatency: boundOption(
      time(1, MAX_DURATION_MS),
      writeDuration(DEFAULT_BOUNDS.answerP99Ms),
      "The same for the answers to heartbeats.",
    ),
    ...targetOptions,
    ...fleetOptions(MANY_THREADS),
    ...messageOptions,
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
  const { workers: processes, threads, size: messageBytes, seed, timeout, failIf } = options;
  const settings = {
    ...toCommonSettings({ messageBytes, seed, timeout, failIf }, { processes, threads }),
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
