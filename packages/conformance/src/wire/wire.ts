import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { JournalEvent, Side } from "@chat/journal";
import { Failure, type Mend, NotJudged } from "../checks/failure.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";

/** Longest wait for something that the program has to do, in milliseconds. A busy machine may need seconds; an endpoint has 30 s by [C-68]. */
export const PATIENCE_MS = 20_000;
/** Longest time for the parts of a message, in milliseconds: it may take 30 s by [C-14]. */
const MAX_CUTTING_MS = 15_000;
/** Events, and bytes of the program in them, that are kept for a report; a flood has more. */
const MAX_EVENTS = 2_000;
const MAX_EVENT_BYTES = 4 * 1024 * 1024;

/** Bytes that wait for the kit; it reads no more until some are taken. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** Bytes that a program may send on one connection; the kit breaks one with more. The largest check needs 18 MB. */
const MAX_RECEIVED_BYTES = 32 * 1024 * 1024;

const MEND_NO_CONNECTION =
  "Start the server, and let it listen on this address at all times. If it has ended meanwhile, its last words say why: no client may end it.";
const MENDS_NO_CONNECTION: Readonly<Record<string, string>> = {
  ENOTFOUND: "No host has this name: see whether it is spelled right, or write its number, such as 192.0.2.7.",
  EAI_AGAIN: "This host could not be looked up: write its number, such as 192.0.2.7.",
  ECONNRESET:
    "Somebody listens here, and breaks each connection at once: accept it and keep it open, and read the name.",
};

/** One end of a raw TCP connection. It records what goes over it, and knows nothing of frames. */
export class Wire implements RecordedWire, Disposable {
  readonly events: JournalEvent[] = [];
  readonly socket: Socket;
  label: string;
  /** The bytes of the last reads, with room for more behind them: no read copies those before it. */
  #received: Buffer = Buffer.alloc(0);
  /** The part of them that was not taken yet. */
  #unread = { start: 0, end: 0 };
  /** The way in which the other side ended: it shut down, or the connection broke. */
  ending: "open" | "ended" | "reset" = "open";
  readonly #side: Side;
  readonly #openedAt = performance.now();
  readonly #offsets: Record<Side, number> = { client: 0, server: 0 };
  #wake: (() => void)[] = [];
  /** True while too much waits to be taken. A check that pauses the socket does that for itself. */
  #isHeld = false;
  /** Patience of the last wait, in milliseconds. */
  #patienceMs = PATIENCE_MS;
  /** True when the scene is over: what the kit does then is no part of it. */
  #isOver = false;

  /** @param side - the part that the kit plays on this connection */
  constructor(socket: Socket, side: Side, label: string) {
    this.socket = socket;
    this.#side = side;
    this.label = label;
    this.#record({ t: 0, event: "opened" });
    socket.setNoDelay(true);
    socket.on("data", (chunk) => {
      this.#keep(chunk);
      this.#isHeld ||= this.unread.length > MAX_UNREAD_BYTES;
      if (this.#isHeld) socket.pause();
      this.#recordBytes(this.#otherSide, chunk);
      if (this.#offsets[this.#otherSide] > MAX_RECEIVED_BYTES) this.reset();
      this.#notify();
    });
    socket.on("end", () => this.#end("ended"));
    socket.on("error", () => this.#end("reset"));
    socket.on("close", () => this.#end("reset"));
  }

  /** Connects as a client. @throws {Failure} when the connection can't be made */
  static async connect(host: string, port: number, label: string): Promise<Wire> {
    const socket = connect({ host, port, allowHalfOpen: true });
    try {
      await once(socket, "connect", { signal: AbortSignal.timeout(PATIENCE_MS) });
    } catch (error) {
      socket.destroy();
      const code = (error as NodeJS.ErrnoException).code ?? "nobody answers";
      const came = { words: `no connection: ${code}` };
      const mend = MENDS_NO_CONNECTION[code] ?? MEND_NO_CONNECTION;
      throw new Failure({ rules: ["C-1"], expected: { words: `a server on ${host}:${port}` }, came, mend });
    }
    return new Wire(socket, "client", label);
  }

  /** Bytes that have come and were not taken yet. */
  get unread(): Buffer {
    return this.#received.subarray(this.#unread.start, this.#unread.end);
  }

  get #otherSide(): Side {
    return this.#side === "client" ? "server" : "client";
  }

  /** The number of bytes that the kit has written. */
  get sentBytes(): number {
    return this.#offsets[this.#side];
  }

  /** Writes bytes in one write. */
  send(bytes: Uint8Array | string): void {
    const buffer = Buffer.from(bytes as Uint8Array);
    this.#recordBytes(this.#side, buffer);
    if (!this.socket.destroyed) this.socket.write(buffer);
  }

  /**
   * Writes bytes cut at these positions: each part is a write of its own, and reaches the network before the next.
   *
   * @throws {NotJudged} when the kit itself was so slow that the other side may have given the message up
   */
  async sendCut(bytes: Uint8Array, cuts: readonly number[]): Promise<void> {
    const startedAt = performance.now();
    const ends = [...cuts, bytes.length];
    let start = 0;
    for (const end of ends) {
      this.send(bytes.subarray(start, end));
      start = end;
      await turn();
    }
    if (performance.now() - startedAt > MAX_CUTTING_MS)
      throw new NotJudged("this machine is too busy to send a message in parts");
  }

  /** Shuts down the kit's direction. */
  end(): void {
    this.#record({ t: this.#now(), event: "ended", by: this.#side });
    this.socket.end();
  }

  /** Breaks the connection: the other side sees a reset. */
  reset(): void {
    this.#record({ t: this.#now(), event: "closed", by: "network", reason: "reset by the kit" });
    this.socket.resetAndDestroy();
  }

  /** Takes the line that has come, without its line feed; `null` when none is complete. */
  takeLine(): Buffer | null {
    const end = this.unread.indexOf(0x0a);
    return end < 0 ? null : this.take(end + 1).subarray(0, end);
  }

  /** Takes so many of the bytes that have come. */
  take(count: number): Buffer {
    const taken = this.unread.subarray(0, count);
    this.#unread.start += taken.length;
    if (this.#isHeld && this.unread.length <= MAX_UNREAD_BYTES) {
      this.#isHeld = false;
      this.socket.resume();
    }
    return taken;
  }

  /** Waits until the test returns something else than `null`, which it does at the latest when the other side has ended. */
  async wait<Value>(test: () => Value | null, patienceMs = PATIENCE_MS): Promise<Value | null> {
    this.#patienceMs = patienceMs;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const value = test();
      const restMs = deadline - performance.now();
      if (value !== null || this.ending !== "open" || restMs <= 0) return value;
      await this.#changed(restMs);
    }
  }

  /** Waits until the other side has closed or shut down; false when it has not in time. */
  async ended(patienceMs = PATIENCE_MS): Promise<boolean> {
    await this.wait(() => null, patienceMs);
    return this.ending !== "open";
  }

  /** A failure that shows what came instead, in the bytes that are not taken yet. */
  unexpected(expected: string, rules?: readonly RuleNumber[], mend?: Mend): Failure {
    const state = {
      open: `nothing in ${this.#patienceMs / 1_000} s`,
      ended: `the end of the connection: the ${this.#otherSide} closed it`,
      reset: `a reset of the connection: the ${this.#otherSide} closed it before it had read everything, or has crashed`,
    }[this.ending];
    const came = this.unread.toString().trim() === "" ? { words: state } : this.unread;
    return new Failure({ expected: { words: expected }, came, rules, mend });
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.socket.destroy();
  }

  #keep(chunk: Buffer): void {
    const { unread } = this;
    if (this.#unread.end + chunk.length > this.#received.length) {
      this.#received = Buffer.alloc(2 * (unread.length + chunk.length));
      this.#unread = { start: 0, end: unread.copy(this.#received) };
    }
    this.#unread.end += chunk.copy(this.#received, this.#unread.end);
  }

  #changed(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#wake.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const call of wake) call();
  }

  #end(ending: "ended" | "reset"): void {
    if (this.ending !== "open") return;
    this.ending = ending;
    if (ending === "ended") this.#record({ t: this.#now(), event: "ended", by: this.#otherSide });
    else this.#record({ t: this.#now(), event: "closed", by: this.#otherSide, reason: "reset" });
    this.#notify();
  }

  #now(): number {
    return performance.now() - this.#openedAt;
  }

  #recordBytes(from: Side, bytes: Buffer): void {
    this.#record({ t: this.#now(), event: "bytes", from, offset: this.#offsets[from], bytes });
    this.#offsets[from] += bytes.length;
  }

  #record(event: JournalEvent): void {
    const isFull = this.events.length >= MAX_EVENTS || this.#offsets[this.#otherSide] > MAX_EVENT_BYTES;
    if (!this.#isOver && !isFull) this.events.push(event);
  }
}
