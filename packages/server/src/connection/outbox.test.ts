import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RecordingPeer } from "../../test/recording-peer.ts";
import { SharedLine } from "../delivery/line.ts";
import type { Sender } from "../delivery/user.ts";
import { resolveLimits } from "../limits.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { SliceQueue } from "../timing/slice-queue.ts";
import { Sweep } from "../timing/sweep.ts";
import { Budget } from "./budget.ts";
import { CounterTable } from "./counter-table.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import { FlushQueue } from "./flush-queue.ts";
import { Outbox, type OutboxListener } from "./outbox.ts";

/** What the kernel takes in these tests for a receiver that does not read. */
const ROOM_BYTES = 256 * 1024;

/** Far more than that. */
const HUGE = `${"x".repeat(1024 * 1024)}\n`;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 5) => vi.advanceTimersByTimeAsync(milliseconds);

interface TestOutbox {
  readonly peer: RecordingPeer;
  readonly outbox: Outbox;
  readonly budget: Budget;
  /** Makes another outbox for the same peer, with the same budget. */
  createAnother(): Outbox;
  /** Number of times that the outbox was reported as stalled. */
  readonly stalls: number;
  /** Number of times that lines were written. */
  readonly moves: number;
}

function createOutbox({ maxOutboxBytes = 64 * 1024 * 1024, stallTimeoutMs = 60_000 } = {}): TestOutbox {
  const peer = new RecordingPeer({ room: ROOM_BYTES });
  const counts = { stalls: 0, moves: 0 };
  const budget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  const paced = new SliceQueue<Outbox>((outbox) => outbox.flush());
  const pacer = new Sweep<Outbox>(1, (outbox) => paced.add(outbox));
  const stalled = new DeadlineQueue<OutboxListener>(stallTimeoutMs, (stuck) =>
    stuck.cutOff(DisconnectReason.SlowReader),
  );
  const counters = new CounterTable();
  const listener = {
    tap: null,
    counterRow: counters.open(0),
    outboxMoved: () => {
      counts.moves += 1;
    },
    cutOff: () => {
      counts.stalls += 1;
    },
  };
  const services = {
    limits: resolveLimits({ maxOutboxBytes }),
    outboxBudget: budget,
    counters,
    flushQueue: new FlushQueue(),
    pacer,
    paced,
    stalled,
  };
  const outbox = new Outbox(peer.transport, listener, services);
  peer.transport.open({
    receive: () => undefined,
    inputEnded: () => undefined,
    outputTaken: () => outbox.outputTaken(),
    outputEnded: () => undefined,
    closed: () => undefined,
  });
  return {
    peer,
    outbox,
    budget,
    createAnother: () => new Outbox(peer.transport, listener, services),
    get stalls() {
      return counts.stalls;
    },
    get moves() {
      return counts.moves;
    },
  };
}

it("test.peer.writes a long line in parts to a client that frames, and counts it once", async () => {
  const test = createOutbox();
  const { outbox } = test;
  outbox.stopPacing();
  const line = `${"x".repeat(100_000)}\n`;
  outbox.append(line, createSender());
  expect([...outbox.discard().values()]).toEqual([1]);
  outbox.append(line, null);
  await pass();
  expect(test.peer.writes).toHaveLength(7);
});

function createSender(): Sender {
  return { undeliverable: () => undefined };
}

it("gathers the lines of one turn into one write for a client that frames [C-22]", async () => {
  const test = createOutbox();
  test.outbox.stopPacing();
  for (const line of ["a\n", "b\n", "c\n"]) test.outbox.append(line, null);
  expect(test.peer.writes).toEqual([]);
  await pass();
  expect(test.peer.writes.map(({ text }) => text)).toEqual(["a\nb\nc\n"]);
});

it("test.peer.writes batches of about 16 KiB", async () => {
  const test = createOutbox();
  test.outbox.stopPacing();
  for (let index = 0; index < 100; index++) test.outbox.append(`${"x".repeat(999)}\n`, null);
  test.outbox.end();
  test.peer.read();
  await pass(60);
  expect(test.peer.written).toHaveLength(100_000);
  expect(test.peer.writes.map(({ text }) => text.length)).toEqual([
    16_000, 16_000, 16_000, 16_000, 16_000, 16_000, 4_000,
  ]);
});

it("test.peer.writes one line at a time with a gap for a client that may not frame [C-23]", async () => {
  const test = createOutbox();
  for (const line of ["a\n", "b\n", "c\n"]) test.outbox.append(line, null);
  test.outbox.end();
  test.peer.read();
  await pass(60);
  expect(test.peer.written).toBe("a\nb\nc\n");
  expect(test.peer.writes.map(({ text }) => text)).toEqual(["a\n", "b\n", "c\n"]);
  const gaps = test.peer.writes.slice(1).map(({ at }, index) => at - (test.peer.writes[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1);
});

it("begins a line that finds the socket idle without delay", async () => {
  const test = createOutbox();
  test.outbox.append("a\n", null);
  test.outbox.flush();
  expect(test.peer.writes).toHaveLength(1);
});

it.each([
  { bytes: 4_095, fits: true },
  { bytes: 4_096, fits: true },
  { bytes: 4_097, fits: false },
])("has room for $bytes bytes of a limit of 4096: $fits", async ({ bytes, fits }) => {
  const test = createOutbox({ maxOutboxBytes: 4_096 });
  expect(test.outbox.hasRoom(bytes)).toBe(fits);
});

it("counts what the kernel did not take against its room, and no more once it did [C-70]", async () => {
  const test = createOutbox({ maxOutboxBytes: HUGE.length });
  test.outbox.stopPacing();
  test.outbox.append(HUGE, null);
  test.outbox.offer();
  expect(test.outbox.queuedBytes).toBeGreaterThan(0);
  expect(test.outbox.hasRoom(HUGE.length)).toBe(false);
  test.peer.read();
  await pass();
  expect(test.outbox.hasRoom(HUGE.length)).toBe(true);
});

it("offers what waits to the kernel before it says that there is no room", async () => {
  const test = createOutbox({ maxOutboxBytes: 4_096 });
  test.outbox.stopPacing();
  for (let index = 0; index < 10; index++) {
    expect(test.outbox.hasRoom(4_000)).toBe(true);
    test.outbox.append(`${"x".repeat(3_999)}\n`, null);
  }
});

it("releases memory to the budget when a line is written, and when it is discarded", async () => {
  const test = createOutbox();
  test.outbox.append("hello\n", null);
  expect(test.outbox.heldBytes).toBeGreaterThanOrEqual(6);
  expect(test.budget.used).toBe(test.outbox.heldBytes);
  await pass();
  expect([test.outbox.heldBytes, test.budget.used]).toEqual([0, 0]);
  test.outbox.append("hello again\n", null);
  test.outbox.discard();
  expect([test.outbox.heldBytes, test.budget.used]).toEqual([0, 0]);
});

it("counts for each sender what was not written [C-72]", async () => {
  const test = createOutbox();
  const ada = createSender();
  const bob = createSender();
  test.outbox.stopPacing();
  test.outbox.append("written\n", ada);
  await pass();
  test.outbox.append(HUGE, null);
  test.outbox.offer();
  for (const sender of [ada, bob, ada, null]) test.outbox.append(`${"x".repeat(9_000)}\n`, sender);
  expect(test.outbox.discard()).toEqual(
    new Map([
      [ada, 2],
      [bob, 1],
    ]),
  );
  expect(test.outbox.discard()).toEqual(new Map());
});

it("notifies its listener when the kernel has taken nothing for the stall timeout, and only then [C-70]", async () => {
  const test = createOutbox({ stallTimeoutMs: 100 });
  test.outbox.stopPacing();
  test.outbox.append("small\n", null);
  await pass();
  test.outbox.append(HUGE, null);
  test.outbox.offer();
  await pass(99);
  expect(test.stalls).toBe(0);
  await pass(50);
  expect(test.stalls).toBe(1);
});

it("does not call a receiver stalled that is slow but reads", async () => {
  const test = createOutbox({ stallTimeoutMs: 1_000 });
  test.outbox.stopPacing();
  const line = `${"x".repeat(64 * 1024 - 1)}\n`;
  for (let count = 0; count < 40; count++) test.outbox.append(line, null);
  test.outbox.end();
  // The whole takes far longer than the timeout, and no single write does.
  while (test.peer.written.length < 40 * line.length) {
    await pass(500);
    test.peer.read(16 * 1024);
  }
  expect(test.stalls).toBe(0);
});

it("shuts its side down once everything is written", async () => {
  const test = createOutbox();
  test.outbox.append("last words\n", null);
  test.outbox.end();
  test.peer.read();
  await pass(60);
  expect(test.peer.written).toBe("last words\n");
});

it("does not count lines as unwritten that the kernel has taken, though its callback is still to come [C-72]", async () => {
  const test = createOutbox();
  const ada = createSender();
  test.outbox.stopPacing();
  test.outbox.append("taken at once\n", ada);
  test.outbox.flush();
  test.outbox.append("not offered yet\n", ada);
  expect(test.outbox.discard()).toEqual(new Map([[ada, 1]]));
});

it("notifies a remote sender that its message is written, or counts it as unwritten: one of the two [C-72]", async () => {
  const test = createOutbox();
  const createRemoteSender = () => ({ written: vi.fn(), undeliverable: vi.fn() });
  const [heard, unheard, waiting] = [createRemoteSender(), createRemoteSender(), createRemoteSender()];
  test.outbox.stopPacing();
  test.outbox.append("heard of\n", heard);
  expect(heard.written).not.toHaveBeenCalled();
  await pass();
  expect(heard.written).toHaveBeenCalledOnce();
  test.outbox.append("taken, and not heard of\n", unheard);
  test.outbox.flush();
  test.outbox.append("not offered yet\n", waiting);
  expect(test.outbox.discard()).toEqual(new Map([[waiting, 1]]));
  expect(unheard.written).toHaveBeenCalledOnce();
  expect(waiting.written).not.toHaveBeenCalled();
});

describe("a line that many outboxes get", () => {
  const TEXT = `${"x".repeat(50_000)}\n`;

  it("is counted once, until the last outbox has written or dropped it", async () => {
    const test = createOutbox();
    const others = [test.createAnother(), test.createAnother()];
    const line = new SharedLine(TEXT);
    for (const outbox of [test.outbox, ...others]) outbox.appendShared(line);
    expect(test.budget.used).toBeGreaterThanOrEqual(TEXT.length);
    expect(test.budget.used).toBeLessThan(1.5 * TEXT.length);
    expect(others[0]?.heldBytes).toBeLessThan(TEXT.length / 2);
    test.outbox.discard();
    others[0]?.discard();
    expect(test.budget.used).toBeGreaterThanOrEqual(TEXT.length);
    expect(others[1]?.heldBytes).toBeGreaterThanOrEqual(TEXT.length);
    others[1]?.discard();
    expect(test.budget.used).toBe(0);
  });

  it("counts as a copy for an outbox whose kernel did not take it", async () => {
    const test = createOutbox();
    test.outbox.stopPacing();
    test.outbox.append(HUGE, null);
    test.outbox.offer();
    const before = test.budget.used;
    expect(test.outbox.isStuck).toBe(true);
    test.outbox.appendShared(new SharedLine(TEXT));
    expect(test.budget.used - before).toBeGreaterThanOrEqual(TEXT.length);
    test.outbox.discard();
    expect(test.budget.used).toBe(0);
  });
});

it.each([
  ["all that the kernel takes", (outbox: Outbox) => outbox.offer()],
  ["what one turn allows", (outbox: Outbox) => outbox.flush()],
])(
  "drops what waits and keeps the line that has begun, behind %s, so that last words can be read",
  async (_, offer) => {
    const test = createOutbox();
    const [ada, bob] = [createSender(), createSender()];
    test.outbox.stopPacing();
    // In parts, the first of which the kernel takes.
    test.outbox.append(HUGE, ada);
    offer(test.outbox);
    test.outbox.append(`${"y".repeat(20_000)}\n`, bob);
    expect(test.outbox.dropWaiting()).toEqual(
      new Map([
        [ada, 1],
        [bob, 1],
      ]),
    );
    test.outbox.append("last words\n", null);
    test.outbox.end();
    test.peer.read();
    await pass(60);
    expect(test.peer.written).toBe(`${HUGE}last words\n`);
    expect(test.outbox.discard()).toEqual(new Map());
    expect(test.budget.used).toBe(0);
  },
);
