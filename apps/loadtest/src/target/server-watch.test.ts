import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { findDescendants, parseStat, readProcessUsage } from "./server-watch.ts";

const isLinux = process.platform === "linux";

it("reads a process whose name has brackets and spaces in it", () => {
  const line =
    "42 (a) b (c) S 7 42 42 0 -1 4194304 100 0 0 0 150 50 9 9 20 0 11 0 12345 1000000 2500 18446744073709551615 1 1 0\n";
  expect(parseStat(line)).toEqual({ parent: 7, cpuTicks: 200, residentPages: 2_500 });
});

it("gives nothing for a line that is none", () => {
  expect(parseStat("")).toBeNull();
});

it("finds children and their children, and nobody else", () => {
  const stat = (parent: number, cpuTicks: number) => ({ parent, cpuTicks, residentPages: 0 });
  const stats = new Map([
    [2, stat(1, 10)],
    [3, stat(2, 20)],
    [4, stat(9, 40)],
    [5, stat(2, 80)],
  ]);
  expect(findDescendants(1, stats).map(({ cpuTicks }) => cpuTicks)).toEqual([10, 20, 80]);
});

it.runIf(isLinux)("knows what this process uses", () => {
  const usage = readProcessUsage(process.pid, false);
  const { user, system } = process.cpuUsage();
  expect(usage?.cpuUs).toBeGreaterThan((user + system) / 2);
  expect(usage?.memoryBytes).toBeGreaterThan(process.memoryUsage.rss() / 2);
  expect(usage?.memoryBytes).toBeLessThan(process.memoryUsage.rss() * 2);
});

it.runIf(isLinux)("counts what a process has started", async () => {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  await once(child, "spawn");
  try {
    const alone = readProcessUsage(process.pid, false);
    const together = readProcessUsage(process.pid, true);
    expect(together?.memoryBytes).toBeGreaterThan(alone?.memoryBytes ?? Number.POSITIVE_INFINITY);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

it("gives nothing for a process that does not exist", () => {
  expect(readProcessUsage(2 ** 30, true)).toBeNull();
});
