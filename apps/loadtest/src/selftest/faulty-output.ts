import { createJsonMsg, SERVER_IP, SERVER_NAME } from "@chat/protocol";
import { DelayLine } from "./delay-line.ts";
import type { FaultCounts, StubDelays, StubFaults } from "./stub-faults.ts";
import { chooseFault, Fault } from "./stub-faults.ts";
import { DelayRecord, EndToEndRecord } from "./stub-times.ts";

/** Longest wait of a message to be swapped for the next one of its stream, in milliseconds; then it goes out in its order. */
const SWAP_TIMEOUT_MS = 500;

/** An answer that is none of the contract. */
const WRONG_ANSWER = "It is late.";

/** Address from which everybody comes here. */
const USER_IP = "127.0.0.1";

export type Write = (line: string) => void;

/** A message on its way through the stub. */
export interface Delivery {
  readonly sender: string;
  readonly receiver: string;
  /** As its receiver sees it: the receiver, or everyone. */
  readonly to: string;
  readonly text: string;
  readonly readAtMs: number;
  readonly write: Write;
}

interface HeldBack {
  readonly delivery: Delivery;
  readonly timer: NodeJS.Timeout;
}

/** All that a stub writes goes through here, where it gets its faults and they are counted. */
export class FaultyOutput {
  readonly #faults: StubFaults;
  readonly #line: DelayLine;
  readonly #delays: DelayRecord;
  readonly #endToEnd: EndToEndRecord;
  /** Messages that let the next one pass, by stream. */
  readonly #heldBack = new Map<string, HeldBack>();
  readonly #counts = {
    deliveries: 0,
    dropped: 0,
    duplicated: 0,
    swapped: 0,
    corrupted: 0,
    answers: 0,
    droppedAnswers: 0,
  };

  constructor(faults: StubFaults) {
    this.#faults = faults;
    this.#line = new DelayLine(faults);
    this.#delays = new DelayRecord(faults.warmUpMs ?? 0);
    this.#endToEnd = new EndToEndRecord(faults.warmUpMs ?? 0);
  }

  get counts(): FaultCounts {
    return { ...this.#counts };
  }

  get delays(): StubDelays {
    return this.#delays.summarize();
  }

  get endToEnd(): StubDelays {
    return this.#endToEnd.summarize();
  }

  close(): void {
    this.#line.close();
    for (const { timer } of this.#heldBack.values()) clearTimeout(timer);
    this.#heldBack.clear();
  }

  answer(to: string, text: string, readAtMs: number, write: Write): void {
    const { dropAnswerOneIn, wrongAnswerOneIn } = this.#faults;
    this.#counts.answers += 1;
    const isTurn = (oneIn: number | undefined) => oneIn !== undefined && this.#counts.answers % oneIn === 0;
    if (isTurn(dropAnswerOneIn)) this.#counts.droppedAnswers += 1;
    else this.tell(to, isTurn(wrongAnswerOneIn) ? WRONG_ANSWER : text, readAtMs, write);
  }

  /** Says something that has no fault but its delay. */
  tell(to: string, text: string, readAtMs: number, write: Write): void {
    this.#line.write(readAtMs, () => write(`${createJsonMsg(SERVER_NAME, SERVER_IP, to, text)}\n`));
  }

  deliver(delivery: Delivery): void {
    this.#endToEnd.read(delivery.text);
    const fault = chooseFault(this.#faults, this.#counts.deliveries++);
    switch (fault) {
      case Fault.Dropped:
        this.#counts.dropped += 1;
        return;
      case Fault.Corrupted:
        this.#counts.corrupted += 1;
        return this.#line.write(delivery.readAtMs, () => delivery.write(writeMessage(delivery, alter(delivery.text))));
      case Fault.Swapped:
        if (this.#holdBack(delivery)) return;
        break;
      case Fault.Duplicated:
        this.#counts.duplicated += 1;
    }
    this.#send(delivery, fault === Fault.Duplicated ? 2 : 1);
    this.#releaseBehind(delivery);
  }

  #send(delivery: Delivery, times: number): void {
    const { readAtMs, write, text } = delivery;
    this.#line.write(readAtMs, () => {
      write(writeMessage(delivery, text).repeat(times));
      this.#delays.record(performance.now() - readAtMs);
      this.#endToEnd.written(text);
    });
  }

  /** Keeps a message until the next one of its stream has gone out; false when another one of the stream is kept already. */
  #holdBack(delivery: Delivery): boolean {
    const stream = streamOf(delivery);
    if (this.#heldBack.has(stream)) return false;
    const timer = setTimeout(() => {
      this.#heldBack.delete(stream);
      this.#send(delivery, 1);
    }, SWAP_TIMEOUT_MS);
    this.#heldBack.set(stream, { delivery, timer });
    return true;
  }

  #releaseBehind(delivery: Delivery): void {
    const stream = streamOf(delivery);
    const heldBack = this.#heldBack.get(stream);
    if (!heldBack) return;
    clearTimeout(heldBack.timer);
    this.#heldBack.delete(stream);
    this.#counts.swapped += 1;
    this.#send(heldBack.delivery, 1);
  }
}

function streamOf({ sender, receiver, to }: Delivery): string {
  return `${sender}\n${receiver}\n${to}`;
}

function writeMessage({ sender, to }: Delivery, text: string): string {
  return `${createJsonMsg(sender, USER_IP, to, text)}\n`;
}

function alter(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${text[middle] === "x" ? "y" : "x"}${text.slice(middle + 1)}`;
}
