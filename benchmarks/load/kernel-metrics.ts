import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** The same on every x64 and arm64 system that we know of but the few with larger pages. */
const PAGES_PER_MIB = 256;
const KIB_PER_MIB = 1_024;

/** Reads the memory of a process in RAM, now and at most, in MiB. */
export function readMemory(pid: number): { residentMiB: number; peakMiB: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return { residentMiB: readKib(status, "VmRSS") / KIB_PER_MIB, peakMiB: readKib(status, "VmHWM") / KIB_PER_MIB };
}

/** Reads the memory that programs can still have, in MiB. */
export function readAvailableMiB(): number {
  return readKib(readFileSync("/proc/meminfo", "utf8"), "MemAvailable") / KIB_PER_MIB;
}

/** Reads the kernel's memory for what waits in the TCP sockets of all programs, in MiB. */
export function readTcpMiB(): number {
  return Number(/^TCP:.* mem (\d+)/m.exec(readFileSync("/proc/net/sockstat", "utf8"))?.[1]) / PAGES_PER_MIB;
}

function readKib(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(text)?.[1]);
}

/** Reads the processor time of a process since it began, in microseconds: that of all its threads. It needs Linux. */
export async function readProcessorTime(pid: number): Promise<number> {
  const folder = `/proc/${pid}/task`;
  const times = await Promise.all((await readdir(folder)).map((task) => readTaskTime(`${folder}/${task}/schedstat`)));
  return times.reduce((sum, time) => sum + time, 0) / 1_000;
}

/** Reads it in nanoseconds. A thread that has just ended took its time along. */
async function readTaskTime(file: string): Promise<number> {
  const text = await readFile(file, "utf8").catch(() => "0");
  return Number(text.split(" ")[0]);
}
