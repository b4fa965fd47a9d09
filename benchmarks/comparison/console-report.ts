import type { Table } from "../load/format.ts";
import type { Comparison } from "./comparison.ts";
import { JOIN_LOADS, MESSAGE_LOADS } from "./measures.ts";
import { listBetterPeers, listVerdicts, tabulateGenerators, tabulateMetrics, VERDICT_KEY } from "./tables.ts";

/** Writes the report that is printed at the end of a run. */
export function writeConsoleReport(comparison: Comparison): string {
  const { rounds, machine, waitingTimeShare, generators } = comparison;
  const losses = listBetterPeers(comparison);
  const parts = [
    `${rounds === 1 ? "1 round" : `${rounds} rounds`} on ${machine}. Other programs had ${(waitingTimeShare * 100).toFixed(1)} % of the generator's time.
In tables: the median, and from where to where the middle half of the rounds is.`,
    `Processor time of the server for each message, and latency at a fixed rate
${writePlainTable(tabulateMetrics(comparison, MESSAGE_LOADS))}`,
    `Connections\n${writePlainTable(tabulateMetrics(comparison, JOIN_LOADS))}`,
    `What our server has to keep\n${listVerdicts(comparison).join("\n")}\n${VERDICT_KEY}`,
    `Where others are better than our server, and how many times\n${losses.join("\n") || "nowhere"}`,
  ];
  if (Object.keys(generators).length > 0) {
    parts.push(
      `The same load by the generator in C and by chat-load\n${writePlainTable(tabulateGenerators(generators))}`,
    );
  }
  return parts.join("\n\n");
}

function writePlainTable(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => `${row[column] ?? ""}`.length)));
  const align = (cell: string | number, column: number) =>
    column === 0 ? `${cell}`.padEnd(widths[column] ?? 0) : `${cell}`.padStart(widths[column] ?? 0);
  return table.map((row) => row.map(align).join("  ")).join("\n");
}
