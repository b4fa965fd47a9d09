import { cpus, type as osType, release, totalmem } from "node:os";
import { readOpenFileLimit } from "@chat/server";
import manifest from "../../package.json" with { type: "json" };
import { LEAST_CLIENTS_FOR_MEMORY } from "../result/least-values.ts";
import { type Limit, RESULT_VERSION, type RunEnding, type RunResult } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { conclude } from "../verdict/conclude.ts";
import type { LoadRun } from "./load-run.ts";
import type { CommonSettings } from "./run-settings.ts";

export interface ResultParts {
  readonly command: RunResult["command"];
  readonly settings: Readonly<Record<string, string>>;
  readonly goal: RunEnding["goal"];
  /**
   * True when the stages ended before all messages were sent.
   * @default false
   */
  readonly isCutShort?: boolean;
  /** Set for a run that searches for a limit. */
  readonly search?: SearchOutcome;
}

/** What a search for the limit has found. */
export interface SearchOutcome {
  readonly held: number;
  readonly limit: Limit | null;
  /** A sentence each. */
  readonly evidence: readonly string[];
  /** When the limit was met, in milliseconds of the run; `null` when none was. */
  readonly atMs: number | null;
}

/** Puts the result of a run together, and judges it. Conditions are the business of the caller, who concludes once more. */
export function assembleResult(
  run: LoadRun,
  { fleet, percentiles }: CommonSettings,
  server: TargetServer,
  { command, settings, goal, isCutShort = false, search }: ResultParts,
): RunResult {
  const { monitor, meter, accounts, measured } = run;
  const seconds = Math.max(0.001, measured.durationMs / 1_000);
  const memoryGrowth =
    meter.peakMemoryBytes === null || meter.memoryAtStartBytes === null
      ? null
      : Math.max(0, meter.peakMemoryBytes - meter.memoryAtStartBytes);
  const { ending } = run;
  return conclude({
    version: RESULT_VERSION,
    command,
    commandLine: "",
    settings: { ...settings },
    startedAt: run.startedAt.toISOString(),
    durationMs: Math.round(monitor.elapsedMs),
    machine: {
      cpu: cpus()[0]?.model.trim() ?? "unknown",
      cores: cpus().length,
      memoryBytes: totalmem(),
      os: `${osType()} ${release()}`,
      node: process.version,
      openFiles: readOpenFileLimit(),
    },
    tester: { version: manifest.version, processes: fleet.processes, threads: fleet.threads },
    server: {
      host: server.host,
      port: server.port,
      kind: monitor.serverKind,
      command: server.command,
      pid: server.pid,
      cpuUsPerDelivered:
        meter.totalCpuUs === null || measured.received === 0 ? null : meter.totalCpuUs / measured.received,
      memoryBytesPerClient:
        memoryGrowth === null || monitor.peakClients < LEAST_CLIENTS_FOR_MEMORY
          ? null
          : memoryGrowth / monitor.peakClients,
      peakMemoryBytes: meter.peakMemoryBytes,
    },
    clients: {
      asked: run.asked,
      joined: monitor.joins,
      rejoined: monitor.rejoins,
      cutOff: monitor.cutOffs,
      peak: monitor.peakClients,
      ...(monitor.notBack > 0 ? { notBack: monitor.notBack } : {}),
    },
    accounts: Object.fromEntries(Object.entries(accounts).filter(([, { expected }]) => expected > 0)),
    latencies: monitor.latencies(percentiles),
    throughput: {
      joinsPerSecond: measured.joins / seconds,
      sentPerSecond: measured.sent / seconds,
      receivedPerSecond: measured.received / seconds,
    },
    errors: { ...monitor.errors },
    samples: monitor.samples,
    ending: {
      ...ending,
      goal,
      isCutShort,
      atMs: search?.atMs ?? ending.atMs,
      held: search?.held ?? null,
      limit: search?.limit ?? null,
      limitEvidence: [...(search?.evidence ?? [])],
    },
  });
}
