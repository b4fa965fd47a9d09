import { describe, expect, it } from "vitest";
import { RecordingLogger } from "../../test/recording-logger.ts";
import { Sanctions } from "../control/sanctions.ts";
import { resolveLimits } from "../limits.ts";
import { Admission, findLargestAddress } from "./admission.ts";
import type { Connection } from "./connection.ts";
import { LocalConnectionLimiter } from "./connection-limiter.ts";

/** A connection that keeps what happens to it. */
class FakeConnection {
  readonly ip: string;
  readonly isNameless = true;
  readonly events: string[] = [];

  constructor(ip: string) {
    this.ip = ip;
  }

  admitted(): void {
    this.events.push("admitted");
  }

  refuseOverLimit(limit: string): void {
    this.events.push(limit);
  }

  cutOff(reason: string): void {
    this.events.push(`cut off: ${reason}`);
  }
}

function createAdmission(limits: Parameters<typeof resolveLimits>[0], lingering = 64) {
  const resolved = resolveLimits(limits);
  const logger = new RecordingLogger();
  const limiter = Object.assign(new LocalConnectionLimiter(resolved), { lingering });
  const admission = new Admission(resolved, limiter, new Sanctions(), logger);
  const connect = (ip = "10.0.0.1") => {
    const connection = new FakeConnection(ip);
    admission.admit(connection as unknown as Connection);
    return connection;
  };
  return { admission, connect, logger };
}

describe("Admission", () => {
  it("admits connections up to the limit, warns once, and admits again when one is gone", () => {
    const { admission, connect, logger } = createAdmission({ maxConnections: 2, maxNamelessPerAddress: 0 });
    const [first] = [connect(), connect()];
    expect([connect(), connect()].map(({ events }) => events)).toEqual([
      ["it takes at most 2 connections"],
      ["it takes at most 2 connections"],
    ]);
    expect(logger.linesOf("warn")).toEqual([
      "all 2 places are taken: 10.0.0.1 has the most, 2, of which 2 have told no name",
    ]);
    admission.closed(first as unknown as Connection);
    expect(connect().events).toEqual(["admitted"]);
    expect(admission.connections.size).toBe(2);
  });

  it("refuses connections of an address that has too many", () => {
    const { admission, connect } = createAdmission({ maxConnectionsPerAddress: 1 });
    const [first, second] = [connect(), connect()];
    for (const connection of [first, second]) admission.admitAddress(connection as unknown as Connection);
    expect([first.events, second.events]).toEqual([
      ["admitted"],
      ["admitted", "it takes at most 1 connections from one address"],
    ]);
  });

  it("cuts off the oldest of the refused connections when too many linger", () => {
    const { admission, connect } = createAdmission({}, 2);
    const refused = [connect(), connect(), connect()];
    for (const connection of refused) admission.refused(connection as unknown as Connection);
    expect(refused.map(({ events }) => events.length)).toEqual([2, 1, 1]);
    expect(admission.connections.size).toBe(0);
  });

  it("cuts off all, those that linger included", () => {
    const { admission, connect } = createAdmission({});
    const [first, second] = [connect(), connect()];
    admission.refused(first as unknown as Connection);
    admission.cutOffAll();
    expect([first, second].map(({ events }) => events.at(-1))).toEqual([
      "cut off: shutting-down",
      "cut off: shutting-down",
    ]);
  });
});

describe("findLargestAddress", () => {
  const of = (ip: string, isNameless: boolean) => ({ ip, isNameless });

  it("finds the address with most connections, and counts those without a name", () => {
    const connections = [
      of("10.0.0.1", true),
      of("2001:db8::1", true),
      of("2001:db8::2", false),
      of("2001:db8::3", true),
      of("10.0.0.1", true),
    ];
    expect(findLargestAddress(connections)).toEqual({ network: "2001:db8:0:0::/64", connections: 3, nameless: 2 });
  });

  it("finds none where there are no connections", () => {
    expect(findLargestAddress([])).toEqual({ network: "no address", connections: 0, nameless: 0 });
  });
});
