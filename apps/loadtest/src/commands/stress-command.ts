import { defineCommand, optionInfos, wholeNumber } from "@chat/command-line";
import { z } from "zod";
import { runStress } from "../runs/run-stress.ts";
import { duration, durationRange, percentage, rate } from "../units/option-values.ts";
import {
  CLOSING_LINES,
  MAX_DURATION_MS,
  OptionGroup,
  resultOptions,
  TARGET_RULES,
  targetOptions,
  testerOptions,
  toCommonSettings,
} from "./common-options.ts";
import { createPersonas } from "./create-personas.ts";
import { runCommand } from "./run-command.ts";
import { defineSubcommand, withRules } from "./subcommand.ts";

/** How long bots stay away, in milliseconds: long enough to be missed, and short enough that most are there. */
const DEFAULT_AWAY_MS = { min: 1_000, max: 5_000 };

const OptionsSchema = withRules(
  z.object({
    bots: wholeNumber(1, 100_000).default(50).register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<bots>",
      default: "50",
      allowed: "a whole number from 1 to 100000",
      summary: "Bots that chat.",
    }),
    duration: duration(100, MAX_DURATION_MS).default(10_000).register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<time>",
      default: "10s",
      allowed: "a time from 100ms to 24h",
      summary: "How long they chat, once all have joined.",
    }),
    pace: durationRange().default({ min: 100, max: 1_000 }).register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<time-time>",
      default: "100ms-1s",
      allowed: "a time, or two such as 100ms-1s",
      summary: "Pause between two messages of a bot, drawn anew each time.",
    }),
    shouts: percentage().default(0.2).register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<percentage>",
      default: "20%",
      allowed: "a percentage from 0% to 100%",
      summary:
        "Share of the messages that go to everyone; the rest is /time, /list, another bot, and somebody who does not exist.",
    }),
    slowReaders: percentage().default(0).register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<percentage>",
      default: "0%",
      allowed: "a percentage from 0% to 100%",
      summary:
        "Share of the bots that read nothing: a server has to cut them off, and what they miss is listed and not counted as lost.",
    }),
    churn: rate(100_000).optional().register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<rate>",
      default: "none",
      allowed: "a rate such as 10/s or 300/min",
      summary:
        "So many bots leave in all, and come back under their names after --away; slow readers that were cut off come back as well.",
    }),
    away: durationRange().optional().register(optionInfos, {
      group: OptionGroup.Bots,
      placeholder: "<time-time>",
      default: "1s-5s",
      allowed: "a time, or two such as 1s-5s",
      summary: "How long who has left stays away with --churn, drawn anew each time.",
    }),
    ...targetOptions,
    ...testerOptions(1),
    ...resultOptions,
  }),
  [
    {
      message: "--away goes with --churn alone: without it nobody leaves.",
      isKept: ({ away, churn }) => away === undefined || churn !== undefined,
    },
    ...TARGET_RULES,
  ],
);

const stressCommand = defineCommand({
  name: "chat-load stress",
  summary: "bots that chat as people do, and an account of every message.",
  schema: OptionsSchema,
  exampleOption: "--bots 50",
  examples: [
    { line: "chat-load stress", purpose: "50 bots, 10 seconds, a server of its own" },
    { line: "chat-load stress --host 192.168.1.5 --bots 200", purpose: "a server on the network" },
    { line: "chat-load stress --fail-if 'p99>50ms' --duration 1m", purpose: "exit code 99 when it is slow" },
    { line: "chat-load stress --churn 5/s --slow-readers 4%", purpose: "bots leave, are cut off, and come back" },
    { line: "chat-load stress --spawn 'python3 server.py'", purpose: "a server that it starts and ends" },
  ],
  closing: CLOSING_LINES,
});

export const stress = defineSubcommand(stressCommand, (options, _operands, context) => {
  const settings = {
    ...toCommonSettings(options),
    bots: options.bots,
    durationMs: options.duration,
    personas: createPersonas(options),
    churn: options.churn === undefined ? null : { perSecond: options.churn, awayMs: options.away ?? DEFAULT_AWAY_MS },
  };
  return runCommand(options, (server, hooks) => runStress(settings, server, hooks), context);
});
