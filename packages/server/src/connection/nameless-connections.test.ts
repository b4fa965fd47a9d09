import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { resolveLimits } from "../limits.ts";
import { findAllowance, type NamelessConnection, NamelessConnections } from "./nameless-connections.ts";

const LIMITS = resolveLimits({ maxConnections: 1_000 });

describe("findAllowance", () => {
  it.each([
    { taken: 0, maxPerAddress: 512, deadlineMs: 10_000 },
    { taken: 500, maxPerAddress: 512, deadlineMs: 10_000 },
    { taken: 600, maxPerAddress: 411, deadlineMs: 8_400 },
    { taken: 750, maxPerAddress: 260, deadlineMs: 6_000 },
    { taken: 900, maxPerAddress: 108, deadlineMs: 3_600 },
    { taken: 1_000, maxPerAddress: 8, deadlineMs: 2_000 },
    { taken: 1_010, maxPerAddress: 8, deadlineMs: 2_000 },
  ])("allows $maxPerAddress for $deadlineMs ms while $taken of 1,000 places are taken", ({ taken, ...allowance }) => {
    expect(findAllowance(taken, LIMITS)).toEqual(allowance);
  });

  it("leaves most of a few places to others", () => {
    for (const [maxConnections, fewest] of [
      [1, 1],
      [4, 1],
      [10, 3],
      [32, 8],
      [100_000, 8],
    ] as const) {
      expect(findAllowance(maxConnections, resolveLimits({ maxConnections })).maxPerAddress).toBe(fewest);
    }
  });

  it("never allows more, or longer, than was set", () => {
    const limits = resolveLimits({ maxConnections: 100, maxNamelessPerAddress: 3, handshakeTimeoutMs: 150 });
    for (let taken = 0; taken <= 100; taken++)
      expect(findAllowance(taken, limits)).toEqual({ maxPerAddress: 3, deadlineMs: 150 });
  });

  it("limits nothing at 0", () => {
    const limits = resolveLimits({ maxConnections: 10, maxNamelessPerAddress: 0 });
    expect(findAllowance(10, limits)).toEqual({ maxPerAddress: Number.POSITIVE_INFINITY, deadlineMs: 10_000 });
  });
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type FakeConnection = { -readonly [Key in keyof NamelessConnection]: NamelessConnection[Key] };

/** A server of 1,000 places without sockets, whose connections come and go. */
class FakeServer {
  readonly gone: string[] = [];
  readonly nameless: NamelessConnections;
  taken = 0;

  constructor(limits = LIMITS) {
    this.nameless = new NamelessConnections(limits, () => this.taken);
  }

  /** Ends that a connection is nameless. */
  end(connection: FakeConnection): void {
    connection.isOver = true;
    this.nameless.delete(connection);
  }

  /** Lets connections of one address come, which say nothing. */
  come(ip: string, count: number, name = ip): FakeConnection[] {
    return Array.from({ length: count }, (_, index) => {
      const leave = (how: string): void => {
        this.end(connection);
        this.taken -= 1;
        this.gone.push(`${name} ${index}: ${how}`);
      };
      const connection = { ip, isOver: false, timedOut: (ms: number) => leave(`${ms} ms`), giveUp: leave };
      this.taken += 1;
      this.nameless.add(connection);
      return connection;
    });
  }
}

describe("NamelessConnections", () => {
  it("ends the oldest connections of an address that has too many, a second after they came", () => {
    const server = new FakeServer(resolveLimits({ maxConnections: 1_000, maxNamelessPerAddress: 5 }));
    server.come("10.0.0.1", 7);
    server.come("10.0.0.2", 5);
    vi.advanceTimersByTime(999);
    expect(server.gone).toEqual([]);
    vi.advanceTimersByTime(600);
    const limit = "it takes at most 5 connections without a name from one address";
    expect(server.gone).toEqual([`10.0.0.1 0: ${limit}`, `10.0.0.1 1: ${limit}`]);
    vi.advanceTimersByTime(20_000);
    expect(server.gone).toHaveLength(2);
  });

  it("counts only connections that have sent no name", () => {
    const server = new FakeServer(resolveLimits({ maxConnections: 10_000 }));
    for (const connection of server.come("10.0.0.1", 4_000)) server.end(connection);
    server.come("10.0.0.1", 512);
    vi.advanceTimersByTime(20_000);
    expect(server.gone).toEqual([]);
  });

  it("counts an IPv6 network of 64 bits as one address", () => {
    const server = new FakeServer(resolveLimits({ maxConnections: 1_000, maxNamelessPerAddress: 2 }));
    for (let host = 1; host <= 3; host++) server.come(`2001:db8:0:1::${host}`, 1);
    server.come("2001:db8:0:2::1", 1);
    vi.advanceTimersByTime(6_000);
    expect(server.gone).toEqual([expect.stringMatching(/^2001:db8:0:1::1 0: /)]);
  });

  it("ends fewer connections as that makes room", () => {
    const server = new FakeServer();
    server.come("10.0.0.1", 1_000);
    vi.advanceTimersByTime(6_000);
    expect(server.taken).toBeGreaterThan(500);
    expect(server.taken).toBeLessThanOrEqual(512);
  });

  it("makes room for a newcomer at once: ends the oldest connection of the address with most", () => {
    const server = new FakeServer();
    server.come("10.0.0.1", 600);
    server.come("10.0.0.2", 400);
    vi.advanceTimersByTime(1);
    expect(server.nameless.makeRoom()).toBe(true);
    expect(server.gone).toEqual(["10.0.0.1 0: it takes at most 1000 connections, and your name did not come"]);
  });

  it("makes no room when each address has only a few, or before their sockets were read", () => {
    const server = new FakeServer();
    for (let host = 0; host < 100; host++) server.come(`10.0.0.${host}`, 8);
    vi.advanceTimersByTime(1);
    expect(server.nameless.makeRoom()).toBe(false);
    server.come("10.0.1.1", 9);
    expect(server.nameless.makeRoom()).toBe(false);
    expect(server.gone).toEqual([]);
  });

  it("shortens the deadline of connections that wait already when the server fills up", () => {
    const server = new FakeServer();
    server.come("10.0.0.1", 1, "early");
    vi.advanceTimersByTime(4_000);
    expect(server.gone).toEqual([]);
    server.taken = 900;
    vi.advanceTimersByTime(600);
    expect(server.gone).toEqual(["early 0: 3600 ms"]);
  });

  it("counts a connection for the address that its proxy names, from the time when it came", () => {
    const server = new FakeServer(resolveLimits({ maxConnections: 1_000, maxNamelessPerAddress: 1 }));
    const [proxied] = server.come("10.0.0.9", 1) as [FakeConnection];
    server.come("10.0.0.1", 1);
    vi.advanceTimersByTime(4_500);
    proxied.ip = "10.0.0.1";
    server.nameless.moved(proxied);
    vi.advanceTimersByTime(1_000);
    expect(server.gone).toHaveLength(1);
    server.nameless.moved(proxied);
  });

  it("has no timer while no connection is nameless, nor at 0", () => {
    const server = new FakeServer();
    for (const connection of server.come("10.0.0.1", 3)) server.end(connection);
    vi.advanceTimersByTime(1_000);
    expect(vi.getTimerCount()).toBe(0);
    const unlimited = new FakeServer(resolveLimits({ maxConnections: 10, maxNamelessPerAddress: 0 }));
    unlimited.come("10.0.0.1", 10);
    expect(vi.getTimerCount()).toBe(0);
    expect(unlimited.nameless.makeRoom()).toBe(false);
  });

  it("drops everything when it is cleared", () => {
    const server = new FakeServer();
    server.come("10.0.0.1", 1_000);
    server.nameless.clear();
    vi.advanceTimersByTime(20_000);
    expect(server.gone).toEqual([]);
  });
});
