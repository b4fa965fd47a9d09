import { defineCommand } from "@chat/command-line";
import { z } from "zod";
import { MAX_DURATION_MS, OptionGroup, optionsIn, time } from "../units/option-values.ts";
import { chatOptions, createChatScenario } from "../workloads/chat.ts";
import {
  CLOSING_LINES,
  fleetOptions,
  messageOptions,
  resultOptions,
  TARGET_RULES,
  targetOptions,
} from "./common-options.ts";
import { executeScenario, scenarioOptions } from "./scenario-command.ts";
import { defineSubcommand, withRules } from "./subcommand.ts";

const { option } = optionsIn(OptionGroup.Bots);
const { bots, ...otherChatOptions } = chatOptions.shape;

const OptionsSchema = withRules(
  z.object({
    bots,
    duration: option(time(100, MAX_DURATION_MS), "10s", "How long they chat, once all have joined."),
    ...otherChatOptions,
    ...scenarioOptions,
    ...targetOptions,
    ...fleetOptions(1),
    ...messageOptions,
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

export const stress = defineSubcommand(stressCommand, (options, _operands, context) =>
  executeScenario("stress", createChatScenario(options, options.duration), options, context),
);
