import { defineCommand, optionInfos, wholeNumber } from "@chat/command-line";
import { z } from "zod";
import type { Pacing } from "../generator/load-plan.ts";
import { runBench } from "../runs/run-bench.ts";
import { duration, rate } from "../units/option-values.ts";
import {
  CLOSING_LINES,
  MANY_THREADS,
  MAX_DURATION_MS,
  OptionGroup,
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
    scenario: z.enum(["connect", "dm", "shout"]).default("dm").register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<name>",
      default: "dm",
      allowed: "connect, dm or shout",
      summary: "What is measured: clients that join and leave, direct messages between pairs, or messages to everyone.",
    }),
    inFlight: wholeNumber(1, 10_000).optional().register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<messages>",
      default: "1",
      allowed: "a whole number from 1 to 10000",
      summary:
        "Closed loop: so many under way between each pair, of each shouter, or joining in each thread; the next waits for an answer.",
    }),
    rate: rate(10_000_000).optional().register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<rate>",
      default: "none",
      allowed: "a rate such as 5000/s",
      summary:
        "Open loop instead: so many in all, whether the server keeps up or not; latency counts from when each was due.",
    }),
    users: wholeNumber(2, 100_000).default(100).register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<users>",
      default: "100",
      allowed: "a whole number from 2 to 100000",
      summary: "Users that are online, in the scenarios dm and shout.",
    }),
    shouters: wholeNumber(1, 100_000).default(1).register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<users>",
      default: "1",
      allowed: "a whole number from 1 to 100000",
      summary: "Of the users, how many write to everyone, in the scenario shout.",
    }),
    duration: duration(100, MAX_DURATION_MS).default(10_000).register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<time>",
      default: "10s",
      allowed: "a time from 100ms to 24h",
      summary: "How long it is measured.",
    }),
    warmUp: duration(0, MAX_DURATION_MS).default(2_000).register(optionInfos, {
      group: OptionGroup.Load,
      placeholder: "<time>",
      default: "2s",
      allowed: "a time from 0s to 24h",
      summary: "Load before that, which is in no figure.",
    }),
    ...targetOptions,
    ...testerOptions(MANY_THREADS),
    ...resultOptions,
  }),
  [
    {
      message: "--rate and --in-flight exclude one another: a rate does not wait for answers.",
      isKept: ({ rate: perSecond, inFlight }) => perSecond === undefined || inFlight === undefined,
    },
    {
      message: "--shouters can't be more than --users.",
      isKept: ({ shouters, users }) => shouters <= users,
    },
    ...TARGET_RULES,
  ],
);

const benchCommand = defineCommand({
  name: "chat-load bench",
  summary: "one kind of load, as fast as the server answers or at a rate.",
  schema: OptionsSchema,
  exampleOption: "--scenario dm",
  examples: [
    { line: "chat-load bench --scenario dm --users 1000", purpose: "as fast as answers come" },
    { line: "chat-load bench --scenario dm --rate 5000/s --fail-if 'p99>10ms'", purpose: "latency at a rate" },
    { line: "chat-load bench --scenario shout --users 500 --shouters 5", purpose: "everyone gets everything" },
    { line: "chat-load bench --scenario connect --in-flight 20 --json connect.json", purpose: "joins a second" },
  ],
  closing: CLOSING_LINES,
});

export const bench = defineSubcommand(benchCommand, (options, _operands, context) => {
  const settings = {
    ...toCommonSettings(options),
    scenario: options.scenario,
    users: options.users,
    shouters: options.shouters,
    pacing: createPacing(options),
    durationMs: options.duration,
    warmUpMs: options.warmUp,
  };
  return runCommand(options, (server, hooks) => runBench(settings, server, hooks), context);
});

interface PacingChoice {
  readonly rate?: number | undefined;
  readonly inFlight?: number | undefined;
}

function createPacing({ rate: perSecond, inFlight = 1 }: PacingChoice): Pacing {
  return perSecond === undefined ? { kind: "closed", inFlight } : { kind: "open", perSecond };
}
