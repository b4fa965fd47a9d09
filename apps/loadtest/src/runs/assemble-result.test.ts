import { expect, it } from "vitest";
import { createEnding } from "../../test/support/create-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { assembleResult } from "./assemble-result.ts";
import type { LoadRun } from "./load-run.ts";
import { RunMonitor } from "./run-monitor.ts";
import type { CommonSettings } from "./run-settings.ts";

/** Assembles the result of a run whose server took 1,000 µs and grew by 5 MB. */
function assemble({ sent = 10, received = 100, peakClients = 1_000 }) {
  const run: Pick<LoadRun, "monitor" | "meter" | "accounts" | "measured" | "startedAt" | "asked" | "ending"> = {
    monitor: Object.assign(new RunMonitor(), { peakClients }),
    meter: { totalCpuUs: 1_000, peakMemoryBytes: 6e6, memoryAtStartBytes: 1e6 } as LoadRun["meter"],
    accounts: {} as LoadRun["accounts"],
    measured: { durationMs: 2_000, joins: 4, sent, received },
    startedAt: new Date(),
    asked: peakClients,
    ending: createEnding(),
  };
  const settings = { fleet: { processes: 1, threads: 1 } } as CommonSettings;
  const server = { host: "127.0.0.1", port: 1, pid: 1, command: null } as unknown as TargetServer;
  return assembleResult(run as LoadRun, settings, server, { command: "stress", settings: {}, goal: "messages" });
}

it("divides the server's time by what was delivered, and not by what was sent as well", () => {
  expect(assemble({ sent: 10, received: 100 }).server.cpuUsPerDelivered).toBe(10);
  expect(assemble({ sent: 10, received: 0 }).server.cpuUsPerDelivered).toBeNull();
});

it("knows the memory of a client from 1,000 clients on", () => {
  expect(assemble({ peakClients: 1_000 }).server.memoryBytesPerClient).toBe(5_000);
  expect(assemble({ peakClients: 999 }).server.memoryBytesPerClient).toBeNull();
});

it("has the rates of the load", () => {
  expect(assemble({ sent: 10, received: 100 }).throughput).toEqual({
    joinsPerSecond: 2,
    sentPerSecond: 5,
    receivedPerSecond: 50,
  });
});
