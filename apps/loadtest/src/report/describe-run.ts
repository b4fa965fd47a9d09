import { writeBytes, writeCount, writeMs, writeNumber, writePercent } from "../result/format.ts";
import { liveSamples } from "../result/live-samples.ts";
import type { RunResult, Sample } from "../result/run-result.ts";

export function describeTester(result: RunResult): string[] {
  const { processes, threads, version } = result.tester;
  const { testerCpu, loopDelayMs } = usageOf(result);
  return [
    `chat-load ${version}`,
    `${processes} ${processes === 1 ? "process" : "processes"}`,
    `${threads} ${threads === 1 ? "thread" : "threads"}`,
    ...(testerCpu
      ? [`busiest thread ${writePercent(testerCpu.mean)} of a core, ${writePercent(testerCpu.max)} at most`]
      : []),
    ...(loopDelayMs ? [`its loop late by ${writeMs(loopDelayMs.max)} at most`] : []),
  ];
}

export function describeServer(result: RunResult): string[] {
  const { host, port, kind, command, pid, cpuUsPerDelivered, memoryBytesPerClient, peakMemoryBytes } = result.server;
  const { serverCpu } = usageOf(result);
  return [
    `${host}:${port}`,
    ...(kind === null ? ["welcomed nobody"] : [kind === "framing" ? "frames its messages" : "the original"]),
    ...(command === null ? [] : [command]),
    ...(pid === null ? ["its process is not known: name it with --pid"] : [`process ${pid}`]),
    ...(serverCpu ? [`CPU ${writePercent(serverCpu.mean)} of a core, ${writePercent(serverCpu.max)} at most`] : []),
    ...(cpuUsPerDelivered === null ? [] : [`${writeNumber(cpuUsPerDelivered)} µs of CPU for each message delivered`]),
    ...(peakMemoryBytes === null ? [] : [`memory ${writeBytes(peakMemoryBytes)} at most`]),
    ...(memoryBytesPerClient === null ? [] : [`${writeBytes(memoryBytesPerClient)} a client`]),
  ];
}

/** Describes the machine of the tester, which may be that of the server too. */
export function describeMachine({ machine: { cpu, cores, memoryBytes, os, node, openFiles } }: RunResult): string[] {
  return [
    cpu,
    `${cores} ${cores === 1 ? "core" : "cores"}`,
    writeBytes(memoryBytes),
    os,
    `Node ${node.replace(/^v/, "")}`,
    ...(openFiles === null ? [] : [`${writeCount(openFiles)} open files`]),
  ];
}

/** Usage of the machine over the samples of a run. CPU is the share of one core; `null` where nothing is known. */
export interface Usage {
  readonly testerCpu: Spread | null;
  readonly loopDelayMs: Spread | null;
  readonly serverCpu: Spread | null;
}

interface Spread {
  readonly mean: number;
  readonly max: number;
}

export function usageOf(result: Pick<RunResult, "samples" | "ending">): Usage {
  const samples = liveSamples(result);
  const spread = (read: (sample: Sample) => number | null) => spreadOf(samples.map(read));
  return {
    testerCpu: spread(({ testerCpuShare }) => testerCpuShare),
    loopDelayMs: spread(({ loopDelayMs }) => loopDelayMs),
    serverCpu: spread(({ serverCpuShare }) => serverCpuShare),
  };
}

function spreadOf(values: readonly (number | null)[]): Spread | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const sum = known.reduce((total, value) => total + value, 0);
  return { mean: sum / known.length, max: known.reduce((a, b) => Math.max(a, b)) };
}
