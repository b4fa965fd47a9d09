import { defineCommand } from "@chat/command-line";
import { z } from "zod";
import { runBench } from "../runs/run-bench.ts";
import { MAX_DURATION_MS, OptionGroup, optionsIn, time, word } from "../units/option-values.ts";
import {
  BENCH_RULES,
  BENCH_WORKLOADS,
  benchOptions,
  findBenchWorkload,
  listBenchWorkloads,
} from "../workloads/bench-workloads.ts";
import { pickSettings } from "../workloads/workload-definition.ts";
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

const { option } = optionsIn(OptionGroup.Load);

const OptionsSchema = withRules(
  z.object({
    scenario: option(
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
    ...targetOptions,
    ...testerOptions(MANY_THREADS),
    ...resultOptions,
  }),
  [...BENCH_RULES, ...TARGET_RULES],
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
  const workload = findBenchWorkload(options.scenario);
  const settings = {
    ...toCommonSettings(options),
    workload,
    load: pickSettings(workload, options),
    durationMs: options.duration,
    warmUpMs: options.warmUp,
  };
  return runCommand(options, (server, hooks) => runBench(settings, server, hooks), context);
});
