import { defineCommand } from "@chat/command-line";
import { z } from "zod";
import { MAX_DURATION_MS, OptionGroup, optionsIn, time, word } from "../units/option-values.ts";
import {
  BENCH_WORKLOADS,
  benchOptions,
  createBenchScenario,
  findBenchWorkload,
  listBenchWorkloads,
} from "../workloads/bench-workloads.ts";
import {
  CLOSING_LINES,
  fleetOptions,
  MANY_THREADS,
  messageOptions,
  resultOptions,
  TARGET_RULES,
  targetOptions,
} from "./common-options.ts";
import { executeScenario, scenarioOptions } from "./scenario-command.ts";
import { defineSubcommand, withRules } from "./subcommand.ts";

const { option } = optionsIn(OptionGroup.Load);

const OptionsSchema = withRules(
  z.object({
    workload: option(
      word(
        "<name>",
        BENCH_WORKLOADS.map(({ name }) => name),
      ),
      "dm",
      `What is measured: ${listBenchWorkloads(({ summary }) => summary)}.`,
    ),
    ...benchOptions,
    duration: option(time(100, MAX_DURATION_MS), "10s", "How long it is measured."),
    warmUp: option(time(0, MAX_DURATION_MS), "2s", "Load before that, which is in no metric."),
    ...scenarioOptions,
    ...targetOptions,
    ...fleetOptions(MANY_THREADS),
    ...messageOptions,
    ...resultOptions,
  }),
  [
    {
      message: "--rate and --in-flight exclude one another: a rate does not wait for answers.",
      isKept: ({ rate, inFlight }) => rate === undefined || inFlight === undefined,
    },
    { message: "--shouters can't be more than --users.", isKept: ({ shouters, users }) => shouters <= users },
    ...TARGET_RULES,
  ],
);

const benchCommand = defineCommand({
  name: "chat-load bench",
  summary: "one kind of load, as fast as the server answers or at a rate.",
  schema: OptionsSchema,
  exampleOption: "--workload dm",
  examples: [
    { line: "chat-load bench --workload dm --users 1000", purpose: "as fast as answers come" },
    { line: "chat-load bench --workload dm --rate 5000/s --fail-if 'p99>10ms'", purpose: "latency at a rate" },
    { line: "chat-load bench --workload shout --users 500 --shouters 5", purpose: "everyone gets everything" },
    { line: "chat-load bench --workload connect --in-flight 20 --json connect.json", purpose: "joins a second" },
  ],
  renamed: { scenario: "workload" },
  closing: CLOSING_LINES,
});

export const bench = defineSubcommand(benchCommand, (options, _operands, context) => {
  const times = { durationMs: options.duration, warmUpMs: options.warmUp };
  const scenario = createBenchScenario(findBenchWorkload(options.workload), options, times);
  return executeScenario("bench", scenario, options, context);
});
