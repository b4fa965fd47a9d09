import { writeCount } from "../../result/format.ts";
import type { RunResult } from "../../result/run-result.ts";
import type { LabelledRun } from "../run-labels.ts";
import { LIMIT_WORDS, wordsOf } from "../verdict-words.ts";
import type { MarkSpec } from "./chart-spec.ts";

/** Marks where each run met its limit. */
export function markLimits(runs: readonly LabelledRun[]): readonly MarkSpec[] {
  return runs.flatMap(({ letter, result }) => {
    const atMs = momentOfLimit(result);
    if (atMs === null) return [];
    const { clients, limit } = result.verdict;
    const name = runs.length > 1 ? `${letter}: ` : "";
    const words = limit === null ? "" : `, ${LIMIT_WORDS[limit]}`;
    return [{ x: atMs / 1_000, text: `${name}limit at ${writeCount(clients ?? 0)} clients`, detail: words }];
  });
}

/** When the clients that the verdict tells were there for the first time, in milliseconds; `null` when no limit was met. */
export function momentOfLimit({ verdict, samples }: RunResult): number | null {
  if (verdict.kind !== "limit-found" || wordsOf(verdict).tone === "good") return null;
  const peak = samples.reduce((most, { clients }) => Math.max(most, clients), 0);
  const sought = Math.min(verdict.clients ?? peak, peak);
  return samples.find(({ clients }) => clients >= sought)?.atMs ?? null;
}
