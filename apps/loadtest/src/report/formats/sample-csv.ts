import { countErrors } from "../../result/error-kind.ts";
import type { RunResult, Sample } from "../../result/run-result.ts";

interface Column {
  readonly head: string;
  /** Returns the value of a sample; `null` for an empty cell. */
  read(sample: Sample): number | null;
}

const COLUMNS: readonly Column[] = [
  { head: "at_s", read: ({ atMs }) => atMs / 1_000 },
  { head: "clients", read: ({ clients }) => clients },
  { head: "joins_per_s", read: ({ joinsPerSecond }) => joinsPerSecond },
  { head: "sent_per_s", read: ({ sentPerSecond }) => sentPerSecond },
  { head: "received_per_s", read: ({ receivedPerSecond }) => receivedPerSecond },
  { head: "p50_ms", read: ({ p50Ms }) => p50Ms },
  { head: "p99_ms", read: ({ p99Ms }) => p99Ms },
  { head: "max_ms", read: ({ maxMs }) => maxMs },
  { head: "loop_delay_ms", read: ({ loopDelayMs }) => loopDelayMs },
  { head: "tester_cpu_percent", read: ({ testerCpuShare }) => testerCpuShare * 100 },
  { head: "server_cpu_percent", read: ({ serverCpuShare }) => (serverCpuShare === null ? null : serverCpuShare * 100) },
  { head: "server_memory_bytes", read: ({ serverMemoryBytes }) => serverMemoryBytes },
  { head: "errors", read: ({ errors }) => countErrors(errors) },
];

/**
 * Writes the samples of a run as CSV, a row for each; the last columns are the errors by kind, since the run began. A cell is
 * empty where nothing was measured.
 */
export function writeSampleCsv({ samples }: Pick<RunResult, "samples">): string {
  const kinds = [...new Set(samples.flatMap(({ errors }) => Object.keys(errors)))].sort();
  const columns = [
    ...COLUMNS,
    ...kinds.map((kind): Column => ({ head: `errors_${kind}`, read: ({ errors }) => readOwn(errors, kind) })),
  ];
  const rows = samples.map((sample) => columns.map(({ read }) => writeCell(read(sample))));
  return [columns.map(({ head }) => quote(head)), ...rows].map((cells) => `${cells.join(",")}\n`).join("");
}

function readOwn(errors: Sample["errors"], kind: string): number {
  return Object.hasOwn(errors, kind) ? (errors[kind] ?? 0) : 0;
}

/** Writes a number for programs: a point, no grouping, and no more digits than were measured. */
function writeCell(value: number | null): string {
  return value === null ? "" : String(Number(value.toFixed(3)));
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
