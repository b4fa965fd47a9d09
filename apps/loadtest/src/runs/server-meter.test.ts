import { expect, it } from "vitest";
import type { TargetServer } from "../target/target-server.ts";
import { ServerMeter } from "./server-meter.ts";

/** A server that has used so much each time it is looked at. */
function serverOf(...cpuUs: number[]): TargetServer {
  const server: Pick<TargetServer, "readUsage"> = {
    readUsage: () => ({ cpuUs: cpuUs.shift() ?? 0, memoryBytes: 1 }),
  };
  return server as TargetServer;
}

it("gives what was used from the beginning to the end", () => {
  const meter = new ServerMeter(serverOf(100, 350));
  meter.stop();
  expect(meter.totalCpuUs).toBe(250);
});

it("knows nothing of a server that lost a child with what it had used", () => {
  const meter = new ServerMeter(serverOf(100, 40));
  meter.stop();
  expect(meter.totalCpuUs).toBeNull();
});
