import { PassThrough, Writable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ByteFlow } from "./byte-flow.ts";
import type { Fault } from "./link-faults.ts";

/** A flow between two streams, what it writes, and how it kills its receiver. */
function startFlow(fault: Fault | null) {
  const from = new PassThrough();
  const written: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
    final(done) {
      written.push("(end)");
      done();
    },
  });
  const flow = new ByteFlow(from, to, {
    kill: (how) => written.push(`(${how})`),
    passed: () => undefined,
    ended: () => undefined,
  });
  flow.setFault(fault);
  return { from, to, flow, written };
}

/** Turns of the event loop in which everything that has no reason to wait gets through. */
async function turns(count = 20): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

it("passes on what comes, and the end", async () => {
  const { from, written } = startFlow(null);
  from.write("one");
  await turns();
  from.end("two");
  await turns();
  expect(written).toEqual(["one", "two", "(end)"]);
});

describe("split", () => {
  it("writes every byte by itself, each in a turn of its own", async () => {
    const { from, written } = startFlow({ kind: "split", at: "every byte" });
    from.end("abc");
    const after: number[] = [];
    for (let turn = 0; turn < 10; turn++) {
      await nextTurn();
      after.push(written.length);
    }
    expect(written).toEqual(["a", "b", "c", "(end)"]);
    // Never two bytes in one turn; the end may come with the last one.
    const steps = after.map((count, turn) => count - (after[turn - 1] ?? 0));
    expect(Math.max(...steps.slice(1))).toBeLessThanOrEqual(2);
  });

  it("cuts at offsets from where the fault began, whatever comes in which chunk", async () => {
    const { from, flow, written } = startFlow(null);
    from.write("before");
    await turns();
    flow.setFault({ kind: "split", at: [2, 5] });
    from.write("abcd");
    await turns();
    from.write("efgh");
    await turns();
    expect(written).toEqual(["before", "ab", "cd", "e", "fgh"]);
  });
});

describe("glue", () => {
  it("holds back until there is enough, and then writes all of it at once", async () => {
    const { from, written } = startFlow({ kind: "glue", bytes: 5 });
    for (const chunk of ["ab", "cd"]) from.write(chunk);
    await turns();
    expect(written).toEqual([]);
    from.write("efg");
    await turns();
    expect(written).toEqual(["abcdefg"]);
    from.write("h");
    await turns();
    expect(written).toEqual(["abcdefg"]);
  });

  it("lets go when it is told to, and goes on", async () => {
    const { from, flow, written } = startFlow({ kind: "glue", bytes: Number.POSITIVE_INFINITY });
    for (const chunk of ["ab", "cd"]) from.write(chunk);
    await turns();
    flow.release();
    from.end("e");
    await turns();
    expect(written).toEqual(["abcd"]);
    flow.setFault(null);
    await turns();
    expect(written).toEqual(["abcd", "e", "(end)"]);
  });
});

describe("delay", () => {
  afterEach(() => void vi.useRealTimers());

  it("passes on each chunk and the end so much later", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { from, written } = startFlow({ kind: "delay", ms: 100 });
    from.write("one");
    await turns();
    vi.advanceTimersByTime(60);
    from.end("two");
    await turns();
    vi.advanceTimersByTime(39);
    await turns();
    expect(written).toEqual([]);
    vi.advanceTimersByTime(1);
    await turns();
    expect(written).toEqual(["one"]);
    vi.advanceTimersByTime(60);
    await turns();
    expect(written).toEqual(["one", "two", "(end)"]);
  });

  it("passes on at once what it held back when it is over", async () => {
    const { from, flow, written } = startFlow({ kind: "delay", ms: 1e9 });
    for (const chunk of ["one", "two"]) from.write(chunk);
    await turns();
    flow.setFault(null);
    from.end("three");
    await turns();
    expect(written).toEqual(["onetwo", "three", "(end)"]);
  });
});

describe("stall", () => {
  it("reads nothing, and passes everything on when it is over", async () => {
    const { from, flow, written } = startFlow({ kind: "stall" });
    from.end("one");
    await turns();
    expect([written, from.readableLength]).toEqual([[], 3]);
    flow.setFault(null);
    await turns();
    expect(written).toEqual(["one", "(end)"]);
  });

  it("keeps what another fault held back", async () => {
    const { from, flow, written } = startFlow({ kind: "glue", bytes: 100 });
    from.write("one");
    await turns();
    flow.setFault({ kind: "stall" });
    await turns();
    expect(written).toEqual([]);
    flow.setFault(null);
    await turns();
    expect(written).toEqual(["one"]);
  });
});

describe("swallow", () => {
  it("loses bytes and holds back the end, until it is over", async () => {
    const { from, flow, written } = startFlow({ kind: "swallow" });
    from.write("one");
    await turns();
    expect(flow.passesLoss).toBe(false);
    flow.setFault(null);
    from.write("two");
    await turns();
    flow.setFault({ kind: "swallow" });
    from.end("three");
    await turns();
    expect(written).toEqual(["two"]);
    flow.setFault(null);
    await turns();
    expect(written).toEqual(["two", "(end)"]);
  });
});

describe.each(["close", "reset"] as const)("%s", (kind) => {
  it("kills the receiver after so many bytes, and loses what comes then", async () => {
    const { from, flow, written } = startFlow({ kind, afterBytes: 4 });
    from.write("ab");
    await turns();
    expect(written).toEqual(["ab"]);
    for (const chunk of ["cdef", "gh"]) from.write(chunk);
    from.end();
    await turns();
    expect(written).toEqual(["ab", "cd", `(${kind})`]);
    expect(flow.passesLoss).toBe(false);
  });

  it("kills at once after no bytes", () => {
    expect(startFlow({ kind, afterBytes: 0 }).written).toEqual([`(${kind})`]);
  });
});

it("holds back no more than a bounded amount, and reads on when that is passed on", async () => {
  const { from, flow, written } = startFlow({ kind: "glue", bytes: Number.POSITIVE_INFINITY });
  const chunk = "x".repeat(64 * 1024);
  for (let count = 0; count < 20; count++) from.write(chunk);
  await turns(60);
  expect([written, from.isPaused()]).toEqual([[], true]);
  flow.release();
  await turns(60);
  expect(written.map(({ length }) => length)).toEqual([16 * chunk.length]);
  expect(from.isPaused()).toBe(false);
});

it("glues what comes while the first bytes wait", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { from, written } = startFlow({ kind: "glue", bytes: 100, ms: 50 });
  from.write("one");
  await turns();
  vi.advanceTimersByTime(49);
  from.end("two");
  await turns();
  expect(written).toEqual([]);
  vi.advanceTimersByTime(1);
  await turns();
  vi.useRealTimers();
  expect(written).toEqual(["onetwo", "(end)"]);
});

it("reads no further than its receiver", async () => {
  const from = new PassThrough();
  let goOn: () => void = () => undefined;
  const to = new Writable({
    highWaterMark: 4,
    write(_chunk, _encoding, done) {
      goOn = done;
    },
  });
  new ByteFlow(from, to, { kill: () => undefined, passed: () => undefined, ended: () => undefined }).setFault(null);
  from.write("more than four");
  await turns();
  expect(from.isPaused()).toBe(true);
  goOn();
  await turns();
  expect(from.isPaused()).toBe(false);
});
