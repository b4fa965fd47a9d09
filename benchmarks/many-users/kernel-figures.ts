import { readFileSync } from "node:fs";

/** The same on every x64 and arm64 system that we know of but the few with larger pages. */
const PAGES_PER_MIB = 256;
const KIB_PER_MIB = 1_024;

/** Memory of a process in RAM, now and at most, in MiB. */
export function readMemory(pid: number): { residentMiB: number; peakMiB: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return { residentMiB: readKib(status, "VmRSS") / KIB_PER_MIB, peakMiB: readKib(status, "VmHWM") / KIB_PER_MIB };
}

/** Memory that programs can still have, in MiB. */
export function readAvailableMiB(): number {
  return readKib(readFileSync("/proc/meminfo", "utf8"), "MemAvailable") / KIB_PER_MIB;
}

/** Memory that the kernel has for what waits in TCP sockets, of all programs, in MiB. */
export function readTcpMiB(): number {
  return Number(/^TCP:.* mem (\d+)/m.exec(readFileSync("/proc/net/sockstat", "utf8"))?.[1]) / PAGES_PER_MIB;
}

function readKib(text: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(text)?.[1]);
}
