import { writeBytes, writeCount, writeMs, writeNumber, writePercent } from "../result/format.ts";
import type { RunResult } from "../result/run-result.ts";
import { usageOf } from "./usage.ts";

/** Describes the tester, and what it used of the machine. */
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

/** Describes the server, and what it used where that is known. */
export function describeServer(result: RunResult): string[] {
  const { host, port, kind, command, pid, cpuUsPerMessage, memoryBytesPerClient, peakMemoryBytes } = result.server;
  const { serverCpu } = usageOf(result);
  return [
    `${host}:${port}`,
    ...(kind === null ? ["welcomed nobody"] : [kind === "framing" ? "frames its messages" : "the original"]),
    ...(command === null ? [] : [command]),
    ...(pid === null ? ["its process is not known: name it with --pid"] : [`process ${pid}`]),
    ...(serverCpu ? [`CPU ${writePercent(serverCpu.mean)} of a core, ${writePercent(serverCpu.max)} at most`] : []),
    ...(cpuUsPerMessage === null ? [] : [`${writeNumber(cpuUsPerMessage)} µs of CPU a message`]),
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
