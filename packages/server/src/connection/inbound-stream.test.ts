import { MessageReader, type ReaderItem } from "@chat/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { RecordingPeer } from "../../test/recording-peer.ts";
import { resolveLimits } from "../limits.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { SliceQueue } from "../timing/slice-queue.ts";
import { Sweep } from "../timing/sweep.ts";
import { Budget } from "./budget.ts";
import { CounterTable } from "./counter-table.ts";
import type { InboundListener } from "./inbound-listener.ts";
import { BYTES, createInboundRates, MESSAGES } from "./inbound-rates.ts";
import { InboundStream } from "./inbound-stream.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A listener that takes no more than its count allows, and its stream. */
class TestListener implements InboundListener {
  canTakeCount = Number.POSITIVE_INFINITY;
  readonly taken: string[] = [];
  readonly told: string[] = [];
  readonly budget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  readonly unreadBudget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  readonly counters = new CounterTable();
  readonly counterRow = this.counters.open(0);
  readonly inbound: InboundStream;
  readonly transport = new RecordingPeer().transport;
  readonly #turns = new SliceQueue<InboundStream>((inbound) => inbound.retry());
  readonly #blocked = new Sweep<InboundStream>(10, (inbound) => this.#turns.add(inbound));

  constructor(limits: Parameters<typeof resolveLimits>[0] = {}) {
    const resolved = resolveLimits(limits);
    const services = {
      limits: resolved,
      inputBudget: this.budget,
      unreadBudget: this.unreadBudget,
      rates: createInboundRates(resolved),
      counters: this.counters,
      blocked: this.#blocked,
      turns: this.#turns,
      incomplete: new DeadlineQueue<InboundStream>(1_000_000, () => undefined),
      openObjects: new DeadlineQueue<InboundStream>(2_000, (inbound) => inbound.openObjectStalled()),
    };
    this.inbound = new InboundStream(this.transport, this, services, new MessageReader(), this.counterRow);
  }

  get canTake(): boolean {
    return this.taken.length < this.canTakeCount;
  }

  take(item: ReaderItem): void {
    this.taken.push(item.kind === "message" ? item.msg : item.kind);
  }

  objectStaysOpen(): void {
    this.told.push("open");
  }

  slowedDown(rate: number): void {
    this.told.push(`rate ${rate}`);
  }

  inputDone(): void {
    this.taken.push("done");
  }
}

function message(text: string): string {
  return JSON.stringify({ from: { name: "Ada", ip: "" }, to: "Bob", msg: text });
}

it("takes everything in order, however it was cut and whenever it was held back", () => {
  const cuts = fc.array(fc.nat(60), { minLength: 1, maxLength: 60 });
  const pauses = fc.array(fc.nat(3), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(cuts, pauses, (lengths, steps) => {
      const listener = new TestListener();
      const texts = Array.from({ length: 40 }, (_, index) => `${index}`);
      const bytes = Buffer.from(texts.map(message).join("\n"));
      listener.canTakeCount = 0;
      for (let at = 0, chunk = 0; at < bytes.length; chunk++) {
        const end = at + 1 + (lengths[chunk % lengths.length] as number);
        listener.inbound.receive(bytes.subarray(at, end));
        listener.canTakeCount += steps[chunk % steps.length] as number;
        at = end;
      }
      listener.canTakeCount = Number.POSITIVE_INFINITY;
      listener.inbound.end();
      vi.advanceTimersByTime(1_000);
      expect(listener.taken).toEqual([...texts, "done"]);
      expect([listener.budget.used, listener.unreadBudget.used]).toEqual([0, 0]);
    }),
  );
});

it("keeps a message that ends where a read ends in front of what comes later", () => {
  const listener = new TestListener();
  listener.canTakeCount = 0;
  listener.inbound.receive(Buffer.from(message("1")));
  listener.inbound.receive(Buffer.from(message("2")));
  listener.canTakeCount = 1;
  listener.inbound.pump();
  listener.inbound.receive(Buffer.from(message("3")));
  listener.canTakeCount = 3;
  listener.inbound.pump();
  expect(listener.taken).toEqual(["1", "2", "3"]);
});

it("pauses a peer whose messages have to wait, and reads on from one that has sent no more", () => {
  const listener = new TestListener();
  listener.canTakeCount = 1;
  listener.inbound.receive(Buffer.from(`${message("1")}\n`));
  expect([listener.taken, listener.transport.isPaused]).toEqual([["1"], false]);
  listener.inbound.receive(Buffer.from(message("2")));
  expect([listener.taken, listener.transport.isPaused]).toEqual([["1"], true]);
  listener.canTakeCount = 2;
  listener.inbound.pump();
  expect([listener.taken, listener.transport.isPaused]).toEqual([["1", "2"], false]);
});

it("lets others go first when much comes at once, and takes what little comes at once", () => {
  const listener = new TestListener();
  listener.inbound.receive(Buffer.from(message("little")));
  expect(listener.taken).toEqual(["little"]);
  listener.inbound.receive(Buffer.from(message("x".repeat(5_000))));
  expect(listener.taken).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(listener.taken).toHaveLength(2);
});

it("charges an answer by its length", () => {
  const listener = new TestListener({ messageBurst: 12, messagesPerSecond: 1 });
  const receive = (text: string) => listener.inbound.receive(Buffer.from(message(text)));
  receive("asks for something long");
  listener.inbound.countAnswer(16 * 1024);
  receive("there are two tokens for this");
  receive("there is one token for this");
  receive("there is none for this");
  expect(listener.taken).toHaveLength(3);
  vi.advanceTimersByTime(1_100);
  expect(listener.taken).toHaveLength(4);
});

const [start, end] = ['{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "', '"}'];

it("says once that an object stays open, 2 s after its last byte", () => {
  const listener = new TestListener();
  listener.inbound.receive(Buffer.from(start));
  vi.advanceTimersByTime(1_999);
  expect(listener.told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(listener.told).toEqual(["open"]);
  listener.inbound.receive(Buffer.from("more"));
  vi.advanceTimersByTime(10_000);
  expect(listener.told).toEqual(["open"]);
  listener.inbound.receive(Buffer.from(end + start));
  vi.advanceTimersByTime(2_000);
  expect(listener.told).toEqual(["open", "open"]);
});

it("takes every byte of a big message for progress, however slow it is", () => {
  const listener = new TestListener();
  const bytes = Buffer.from(message("{ x }\n".repeat(8_000)));
  for (let at = 0; at < bytes.length; at += 1_000) {
    listener.inbound.receive(bytes.subarray(at, at + 1_000));
    vi.advanceTimersByTime(1_900);
  }
  expect(listener.told).toEqual([]);
  expect(listener.taken).toHaveLength(1);
});

it("says at once that a message on a new line is inside an object, and takes nothing behind a message for progress", () => {
  const [onNewLine, behind] = [new TestListener(), new TestListener()];
  for (const { inbound } of [onNewLine, behind]) inbound.receive(Buffer.from(start));
  onNewLine.inbound.receive(Buffer.from(`hi"\n${message("1")}`));
  expect(onNewLine.told).toEqual(["open"]);
  for (let sent = 0; sent < 4; sent++) {
    expect(behind.told).toEqual([]);
    behind.inbound.receive(Buffer.from(message("1")));
    vi.advanceTimersByTime(600);
  }
  expect(behind.told).toEqual(["open"]);
});

it("says nothing of an object whose rest it does not read", () => {
  const listener = new TestListener();
  listener.inbound.receive(Buffer.from(start));
  listener.canTakeCount = 0;
  listener.inbound.receive(Buffer.from(end));
  vi.advanceTimersByTime(10_000);
  expect(listener.told).toEqual([]);
  listener.canTakeCount = 1;
  listener.inbound.pump();
  expect(listener.taken).toEqual([""]);
});

it("names the rate that holds back messages, and none when there is nothing to hold back", () => {
  const listener = new TestListener({ messagesPerSecond: 1, messageBurst: 2 });
  listener.inbound.receive(Buffer.from(message("1") + message("2")));
  expect(listener.told).toEqual([]);
  listener.inbound.receive(Buffer.from(message("3")));
  expect(listener.told).toEqual([`rate ${MESSAGES}`]);
  const bytes = new TestListener({ bytesPerSecond: 1, byteBurst: 100 });
  bytes.inbound.receive(Buffer.from(message("x".repeat(200))));
  expect(bytes.told).toEqual([`rate ${BYTES}`]);
});
