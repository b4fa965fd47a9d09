import type { Readable, Writable } from "node:stream";
import type { Fault } from "./link-faults.ts";

const NO_FAULT = { kind: "none" } as const;

/** Bytes of one direction that are held back before it reads no more. */
const MAX_HELD_BYTES = 1024 * 1024;

/** The callbacks of a direction. */
export interface FlowCallbacks {
  /** Called when the fault kills the connection of the receiver. */
  readonly kill: (how: "close" | "reset") => void;
  /** Called with the bytes of each write; `isCut` when a `split` cuts them here. */
  readonly passed: (bytes: Uint8Array, isCut: boolean) => void;
  /** Called when the end is passed on. */
  readonly ended: () => void;
}

/** One direction of a link: reads one side, and passes on to the other what its fault lets through. */
export class ByteFlow {
  readonly #from: Readable;
  readonly #to: Writable;
  readonly #callbacks: FlowCallbacks;
  #fault: Fault | null = null;
  /** Bytes passed on since the fault began. */
  #passedBytes = 0;
  #held: Buffer[] = [];
  #heldBytes = 0;
  readonly #timers = new Set<NodeJS.Timeout>();
  /** The piece of a `split` that is being written, or the pause behind it. */
  #piece: object | null = null;
  #hasEnded = false;
  #isCutOff = false;

  constructor(from: Readable, to: Writable, callbacks: FlowCallbacks) {
    this.#from = from;
    this.#to = to;
    this.#callbacks = callbacks;
    from.on("data", (chunk: Buffer) => this.#take(chunk));
    from.on("end", () => this.#end());
    to.on("drain", () => this.#regulate());
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
    this.#pass(this.#heldBytes);
  }

  /** Passes on at once what is held back, in one write. The fault stays for what comes later. */
  release(): void {
    this.#stopWaiting();
    this.#write(this.#heldBytes);
    this.#settle();
  }

  /** Passes nothing on any more, whatever comes. */
  cutOff(): void {
    this.#stopWaiting();
    this.#isCutOff = true;
    this.#drop();
    this.#regulate();
  }

  get #isStalled(): boolean {
    return this.#fault?.kind === "stall" && !this.#isCutOff;
  }

  #take(chunk: Buffer): void {
    if (this.#isCutOff) return;
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    this.#pass(chunk.length);
  }

  #end(): void {
    this.#hasEnded = true;
    if (this.#fault?.kind === "delay") this.#later(this.#fault.ms, 0);
    else this.#settle();
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
        this.#writePiece(fault.at, fault.pauseMs ?? 0);
        break;
      case "glue":
        if (this.#heldBytes >= fault.bytes) this.release();
        else if (fault.ms !== undefined && this.#heldBytes > 0 && this.#timers.size === 0) this.#later(fault.ms);
        break;
      case "delay":
        this.#later(fault.ms, newBytes);
        break;
      case "stall":
        break;
      case "swallow":
        this.#drop();
        break;
      default:
        this.#writeBeforeKill(fault.afterBytes, fault.kind);
    }
    this.#settle();
  }

  #writePiece(at: "every byte" | readonly number[], pauseMs: number): void {
    if (this.#piece || this.#heldBytes === 0) return;
    const next = at === "every byte" ? this.#passedBytes + 1 : Math.min(...at.filter((end) => end > this.#passedBytes));
    const piece = {};
    this.#piece = piece;
    const goOn = () => {
      if (this.#piece !== piece) return;
      this.#piece = null;
      this.#pass(0);
    };
    this.#write(Math.min(next - this.#passedBytes, this.#heldBytes), (error) => {
      if (error) return;
      if (pauseMs > 0) this.#after(pauseMs, goOn);
      else setImmediate(goOn);
    });
  }

  /** Writes so many of the held bytes this much later: all of them by default. */
  #later(ms: number, bytes?: number): void {
    this.#after(ms, () => {
      this.#write(bytes ?? this.#heldBytes);
      this.#settle();
    });
  }

  #after(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #writeBeforeKill(afterBytes: number, how: "close" | "reset"): void {
    const remaining = afterBytes - this.#passedBytes;
    if (this.#heldBytes < remaining) return this.#write(this.#heldBytes);
    // A reset takes with it what is not written yet.
    if (remaining > 0) this.#write(remaining, () => this.#callbacks.kill(how));
    else this.#callbacks.kill(how);
    this.cutOff();
  }

  /** Writes the first of the bytes that are held. */
  #write(bytes: number, onWritten?: (error?: Error | null) => void): void {
    if (bytes === 0) return;
    const taken = this.#takeHeld(bytes);
    this.#passedBytes += bytes;
    this.#callbacks.passed(taken, this.#piece !== null && this.#heldBytes > 0);
    this.#to.write(taken, onWritten);
  }

  #takeHeld(bytes: number): Buffer {
    const parts: Buffer[] = [];
    for (let missing = bytes; missing > 0; missing -= parts.at(-1)?.length ?? missing) {
      const first = this.#held[0] as Buffer;
      if (first.length > missing) this.#held[0] = first.subarray(missing);
      else this.#held.shift();
      parts.push(first.subarray(0, missing));
    }
    this.#heldBytes -= bytes;
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  #drop(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** Ends the receiver's direction when all is passed on, and reads on when there is room for more. */
  #settle(): void {
    const isWaiting = this.#heldBytes > 0 || this.#timers.size > 0;
    if (this.#hasEnded && this.passesLoss && !this.#isStalled && !isWaiting && this.#to.writable) {
      this.#to.end();
      this.#callbacks.ended();
    }
    this.#regulate();
  }

  /** A receiver that does not read holds the sender up, as it would without a link in between. */
  #regulate(): void {
    const isFull = this.#to.writableNeedDrain || this.#heldBytes >= MAX_HELD_BYTES;
    if (!this.#isCutOff && (this.#isStalled || isFull)) this.#from.pause();
    else this.#from.resume();
  }

  #stopWaiting(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#piece = null;
  }
}
