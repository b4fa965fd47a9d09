import type { Readable, Writable } from "node:stream";
import type { Fault } from "./link-faults.ts";

const NO_FAULT = { kind: "none" } as const;

/** One direction of a link: reads one side, and passes on to the other what its fault lets through. */
export class ByteFlow {
  readonly #from: Readable;
  readonly #to: Writable;
  readonly #onKill: (how: "close" | "reset") => void;
  #fault: Fault | null = null;
  /** Bytes passed on since the fault began. */
  #passedBytes = 0;
  #held: Buffer[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #nextTurn: NodeJS.Immediate | undefined;
  #hasEnded = false;
  #isCutOff = false;

  /** @param onKill - called when the fault kills the connection of the receiver */
  constructor(from: Readable, to: Writable, onKill: (how: "close" | "reset") => void) {
    this.#from = from;
    this.#to = to;
    this.#onKill = onKill;
    from.on("data", (chunk: Buffer) => this.#take(chunk));
    from.on("end", () => this.#end());
    to.on("drain", () => {
      if (!this.#isStalled) from.resume();
    });
  }

  /** False when the receiver must not notice that the sender is lost. */
  get passesLoss(): boolean {
    return !this.#isCutOff && this.#fault?.kind !== "swallow";
  }

  /** Replaces the fault. Bytes that the former one holds back are treated as if they came now. */
  setFault(fault: Fault | null): void {
    this.#stopWaiting();
    this.#fault = fault;
    this.#passedBytes = 0;
    if (this.#isStalled) this.#from.pause();
    else this.#from.resume();
    this.#pass(this.#heldBytes);
  }

  /** Passes on at once what is held back, in one write. The fault stays for what comes later. */
  release(): void {
    this.#stopWaiting();
    this.#write(this.#heldBytes);
    this.#endWhenDone();
  }

  /** Passes nothing on any more, whatever comes. */
  cutOff(): void {
    this.#stopWaiting();
    this.#isCutOff = true;
    this.#held = [];
    this.#from.resume();
  }

  get #isStalled(): boolean {
    return this.#fault?.kind === "stall" && !this.#isCutOff;
  }

  get #heldBytes(): number {
    return this.#held.reduce((sum, { length }) => sum + length, 0);
  }

  #take(chunk: Buffer): void {
    if (this.#isCutOff) return;
    this.#held.push(chunk);
    this.#pass(chunk.length);
  }

  #end(): void {
    this.#hasEnded = true;
    if (this.#fault?.kind === "delay") this.#afterDelay(this.#fault.ms, 0);
    else this.#endWhenDone();
  }

  /**
   * Passes on as much as the fault lets through now.
   *
   * @param newBytes - how many of the held bytes, at their end, came since the last call
   */
  #pass(newBytes: number): void {
    const fault = this.#fault ?? NO_FAULT;
    switch (fault.kind) {
      case "none":
        this.#write(this.#heldBytes);
        break;
      case "split":
        this.#writePiece(fault.at);
        break;
      case "glue":
        if (this.#heldBytes >= fault.bytes) this.#write(this.#heldBytes);
        break;
      case "delay":
        this.#afterDelay(fault.ms, newBytes);
        break;
      case "stall":
        break;
      case "swallow":
        this.#held = [];
        break;
      default:
        this.#writeBeforeKill(fault.afterBytes, fault.kind);
    }
    this.#endWhenDone();
  }

  #writePiece(at: "every byte" | readonly number[]): void {
    if (this.#nextTurn || this.#held.length === 0) return;
    const next = at === "every byte" ? this.#passedBytes + 1 : Math.min(...at.filter((end) => end > this.#passedBytes));
    this.#write(Math.min(next - this.#passedBytes, this.#heldBytes));
    this.#nextTurn = setImmediate(() => {
      this.#nextTurn = undefined;
      this.#pass(0);
    });
  }

  #afterDelay(ms: number, bytes: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#write(bytes);
      this.#endWhenDone();
    }, ms);
    this.#timers.add(timer);
  }

  #writeBeforeKill(afterBytes: number, how: "close" | "reset"): void {
    const remaining = afterBytes - this.#passedBytes;
    if (this.#heldBytes < remaining) return this.#write(this.#heldBytes);
    // A reset takes with it what is not written yet.
    if (remaining > 0) this.#write(remaining, () => this.#onKill(how));
    else this.#onKill(how);
    this.cutOff();
  }

  /** Writes the first of the bytes that are held. */
  #write(bytes: number, onWritten?: () => void): void {
    if (bytes === 0) return;
    const held = Buffer.concat(this.#held);
    this.#held = bytes < held.length ? [held.subarray(bytes)] : [];
    this.#passedBytes += bytes;
    // A receiver that doesn't read holds the sender up, as it would without a link in between.
    if (!this.#to.write(held.subarray(0, bytes), onWritten)) this.#from.pause();
  }

  #endWhenDone(): void {
    const isWaiting = this.#held.length > 0 || this.#timers.size > 0;
    if (this.#hasEnded && this.passesLoss && !this.#isStalled && !isWaiting) this.#to.end();
  }

  #stopWaiting(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    clearImmediate(this.#nextTurn);
    this.#nextTurn = undefined;
  }
}
