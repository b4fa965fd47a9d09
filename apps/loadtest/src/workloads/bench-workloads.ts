import { optionInfos } from "@chat/command-line";
import type { z } from "zod";
import { joinWords } from "../units/option-values.ts";
import { pacingOptions } from "./bench-options.ts";
import type { BenchDefinition, OptionRule, WorkloadDefinition } from "./workload-definition.ts";
import { WORKLOADS } from "./workloads.ts";

export interface BenchWorkload extends WorkloadDefinition {
  readonly bench: BenchDefinition<Record<string, unknown>>;
}

export const BENCH_WORKLOADS: readonly BenchWorkload[] = (WORKLOADS as readonly WorkloadDefinition[]).flatMap(
  ({ bench, ...definition }) => (bench ? [{ ...definition, bench }] : []),
);

export function findBenchWorkload(name: string): BenchWorkload {
  const found = BENCH_WORKLOADS.find((workload) => workload.name === name);
  if (!found) throw new Error(`There is no bench workload ${name}.`);
  return found;
}

/** Writes the part of each bench workload as a list: `connect, dm or shout`. */
export function listBenchWorkloads(write: (workload: BenchWorkload) => string, lastWord = "or"): string {
  return joinWords(BENCH_WORKLOADS.map(write), lastWord);
}

/** The options of all bench workloads; one that some workloads lack says which have it. */
export const benchOptions = mergeBenchOptions();

/** The rules about those options. Each holds whichever workload is chosen. */
export const BENCH_RULES: readonly OptionRule<Record<string, unknown>>[] = [
  ...new Set(BENCH_WORKLOADS.flatMap(({ bench }) => bench.rules ?? [])),
];

function mergeBenchOptions(): Record<never, z.ZodType> {
  const options: Record<string, z.ZodType> = Object.assign({}, ...BENCH_WORKLOADS.map(({ schema }) => schema.shape));
  for (const [name, option] of Object.entries(options)) {
    const having = BENCH_WORKLOADS.filter(({ schema }) => name in schema.shape);
    const info = optionInfos.get(option);
    if (!info || having.length === BENCH_WORKLOADS.length) continue;
    const names = joinWords(
      having.map((workload) => workload.name),
      "and",
    );
    const scenarios = having.length === 1 ? "scenario" : "scenarios";
    optionInfos.add(option, { ...info, summary: `${info.summary.slice(0, -1)}, in the ${scenarios} ${names}.` });
  }
  const inFlight = optionInfos.get(pacingOptions.inFlight);
  const scopes = listBenchWorkloads(({ bench }) => bench.inFlightScope);
  if (inFlight) {
    const summary = inFlight.summary.replace("in flight", `in flight ${scopes}`);
    optionInfos.add(pacingOptions.inFlight, { ...inFlight, summary });
  }
  return options;
}
