import { describe, expect, it } from "vitest";
import { resolveLimits } from "../limits.ts";
import { type LimitedConnection, LocalConnectionLimiter } from "./connection-limiter.ts";

function from(ip: string): LimitedConnection {
  return { ip, refuseOverLimit: () => undefined };
}

describe("LocalConnectionLimiter", () => {
  it("admits as many connections as there are places", () => {
    const limiter = new LocalConnectionLimiter(resolveLimits({ maxConnections: 2 }));
    expect([limiter.admit(), limiter.admit(), limiter.admit()]).toEqual([null, null, "it takes at most 2 connections"]);
    expect(limiter.taken).toBe(2);
    limiter.release(from("10.0.0.1"));
    expect(limiter.admit()).toBeNull();
  });

  it("releases the place at an address only for connections that were counted there", () => {
    const limiter = new LocalConnectionLimiter(resolveLimits({ maxConnectionsPerAddress: 1 }));
    const [ada, bob] = [from("10.0.0.1"), from("10.0.0.1")];
    expect(limiter.admitAddress(ada)).toBeNull();
    expect(limiter.admitAddress(bob)).toBe("it takes at most 1 connections from one address");
    limiter.release(bob);
    expect(limiter.admitAddress(bob)).not.toBeNull();
    limiter.release(ada);
    expect(limiter.admitAddress(bob)).toBeNull();
  });

  it("notes that it is full once, until fewer than half of the places are taken", () => {
    const limiter = new LocalConnectionLimiter(resolveLimits({ maxConnections: 4 }));
    for (let count = 0; count < 4; count++) limiter.admit();
    expect([limiter.noteFull(), limiter.noteFull()]).toEqual([true, false]);
    limiter.release(from("10.0.0.1"));
    limiter.release(from("10.0.0.1"));
    expect(limiter.noteFull()).toBe(false);
    limiter.release(from("10.0.0.1"));
    expect(limiter.noteFull()).toBe(true);
  });
});
