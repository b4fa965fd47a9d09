import type { Socket } from "node:net";
import { MessageReader, type ReaderItem } from "@chat/protocol";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { resolveLimits } from "../limits.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { SliceQueue } from "../timing/slice-queue.ts";
import { Sweep } from "../timing/sweep.ts";
import { Budget } from "./budget.ts";
import { type InboundListener, InboundStream } from "./inbound-stream.ts";
import { RateTable } from "./rate-table.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An owner that takes no more than it is let, and an intake that reads for it. */
class TestOwner implements InboundListener {
  canTakeCount = Number.POSITIVE_INFINITY;
  readonly taken: string[] = [];
  readonly budget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  readonly unreadBudget = new Budget(Number.MAX_SAFE_INTEGER, () => undefined);
  readonly intake: InboundStream;
  readonly #turns = new SliceQueue<InboundStream>((intake) => intake.visit());
  readonly #blocked = new Sweep<InboundStream>(10, (intake) => this.#turns.add(intake));

  constructor(limits: Parameters<typeof resolveLimits>[0] = {}) {
    const resolved = resolveLimits(limits);
    const services = {
      limits: resolved,
      inputBudget: this.budget,
      unreadBudget: this.unreadBudget,
      rates: new RateTable(resolved),
      blocked: this.#blocked,
      turns: this.#turns,
      incomplete: new DeadlineQueue<InboundStream>(1_000_000, () => undefined),
    };
    const socket = { pause: () => undefined, resume: () => undefined } as unknown as Socket;
    this.intake = new InboundStream(socket, this, services, new MessageReader());
  }

  get canTake(): boolean {
    return this.taken.length < this.canTakeCount;
  }

  take(item: ReaderItem): void {
    this.taken.push(item.kind === "message" ? item.msg : item.kind);
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
      const owner = new TestOwner();
      const texts = Array.from({ length: 40 }, (_, index) => `${index}`);
      const bytes = Buffer.from(texts.map(message).join("\n"));
      owner.canTakeCount = 0;
      for (let at = 0, chunk = 0; at < bytes.length; chunk++) {
        const end = at + 1 + (lengths[chunk % lengths.length] as number);
        owner.intake.receive(bytes.subarray(at, end));
        owner.canTakeCount += steps[chunk % steps.length] as number;
        at = end;
      }
      owner.canTakeCount = Number.POSITIVE_INFINITY;
      owner.intake.end();
      vi.advanceTimersByTime(1_000);
      expect(owner.taken).toEqual([...texts, "done"]);
      expect([owner.budget.used, owner.unreadBudget.used]).toEqual([0, 0]);
    }),
  );
});

it("keeps a message that ends where a read ends in front of what comes later", () => {
  const owner = new TestOwner();
  owner.canTakeCount = 0;
  owner.intake.receive(Buffer.from(message("1")));
  owner.intake.receive(Buffer.from(message("2")));
  owner.canTakeCount = 1;
  owner.intake.pump();
  owner.intake.receive(Buffer.from(message("3")));
  owner.canTakeCount = 3;
  owner.intake.pump();
  expect(owner.taken).toEqual(["1", "2", "3"]);
});

it("lets others go first when much comes at once, and takes what little comes at once", () => {
  const owner = new TestOwner();
  owner.intake.receive(Buffer.from(message("little")));
  expect(owner.taken).toEqual(["little"]);
  owner.intake.receive(Buffer.from(message("x".repeat(5_000))));
  expect(owner.taken).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(owner.taken).toHaveLength(2);
});

it("charges an answer by its length", () => {
  const owner = new TestOwner({ messageBurst: 12, messagesPerSecond: 1 });
  const receive = (text: string) => owner.intake.receive(Buffer.from(message(text)));
  receive("asks for something long");
  owner.intake.countAnswer(16 * 1024);
  receive("there are two tokens for this");
  receive("there is one token for this");
  receive("there is none for this");
  expect(owner.taken).toHaveLength(3);
  vi.advanceTimersByTime(1_100);
  expect(owner.taken).toHaveLength(4);
});
