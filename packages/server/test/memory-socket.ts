import { Duplex } from "node:stream";
import { inNextPoll } from "./in-next-poll.ts";
import { type MemoryPeer, MemoryTransport } from "./memory-transport.ts";

/** Bytes that are on their way before the writer has to wait, in each direction: what a kernel would hold. */
const CAPACITY_BYTES = 4 * 1024 * 1024;

/** Bytes of one read of the server, at most. */
const READ_BYTES = 16 * 1024;

/**
 * The client's end of a connection in memory. Bytes arrive in the next poll of the event loop, as they do from a kernel, and
 * what was written in one turn arrives in one read.
 */
export class MemorySocket extends Duplex implements MemoryPeer {
  readonly address: string;
  readonly transport: MemoryTransport;
  /** On their way to the server. */
  #outgoing: Buffer[] = [];
  #waitingWrite: (() => void) | null = null;
  #hasEnded = false;
  /** On their way to the client. */
  #incoming: string[] = [];
  #incomingBytes = 0;
  #hasServerEnded = false;
  #isServerGone = false;
  #isScheduled = false;

  constructor(address = "127.0.0.1") {
    super({ allowHalfOpen: true, readableHighWaterMark: CAPACITY_BYTES });
    this.address = address;
    this.transport = new MemoryTransport(this);
  }

  setNoDelay(): void {
    // There is no delay.
  }

  /** Goes without a goodbye: the server sees an error. */
  resetAndDestroy(): void {
    this.#outgoing = [];
    this.destroy();
    this.#closeTransport(true);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error) => void): void {
    if (this.#isServerGone) return callback(new Error("The server has closed the connection."));
    // An empty write is no read.
    if (chunk.length > 0) this.#outgoing.push(chunk);
    this.#schedule();
    const mustWait = this.transport.isPaused && byteLength(this.#outgoing) > CAPACITY_BYTES;
    if (mustWait) this.#waitingWrite = callback;
    else callback();
  }

  override _final(callback: () => void): void {
    this.#hasEnded = true;
    this.#schedule();
    callback();
  }

  override _read(): void {
    this.#schedule();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.#hasEnded = true;
    this.#incoming = [];
    this.#schedule();
    callback(error);
  }

  receive(text: string): number {
    if (this.destroyed) this.#closeTransport(true);
    this.#incoming.push(text);
    this.#incomingBytes += text.length;
    this.#schedule();
    return this.#untakenBytes;
  }

  outputEnded(): void {
    this.#hasServerEnded = true;
    this.#schedule();
  }

  resumed(): void {
    this.#schedule();
  }

  serverDestroyed(): void {
    this.#isServerGone = true;
    this.#hasServerEnded = true;
    // What was not taken is lost.
    const kept = this.#incoming.join("").slice(0, this.#room);
    this.#incoming = kept === "" ? [] : [kept];
    this.#incomingBytes = byteLength(this.#incoming);
    this.#schedule();
    this.#closeTransport(false);
  }

  /** Bytes that the client's side has room for. */
  get #room(): number {
    return Math.max(0, CAPACITY_BYTES - this.readableLength);
  }

  get #untakenBytes(): number {
    return Math.max(0, this.#incomingBytes - this.#room);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    inNextPoll(() => {
      this.#isScheduled = false;
      this.#moveOutgoing();
      this.#moveIncoming();
    });
  }

  #moveOutgoing(): void {
    if (this.#isServerGone || this.transport.isPaused) return;
    if (this.#outgoing.length > 0) {
      const read = this.#takeOutgoing();
      if (this.#outgoing.length > 0) this.#schedule();
      this.transport.receive(read);
    }
    this.#waitingWrite?.();
    this.#waitingWrite = null;
    if (!this.#hasEnded || this.#outgoing.length > 0 || this.transport.isPaused) return;
    this.transport.endInput();
    if (this.#hasServerEnded) this.#closeTransport(false);
  }

  #takeOutgoing(): Buffer {
    const taken: Buffer[] = [];
    let room = READ_BYTES;
    while (room > 0 && this.#outgoing.length > 0) {
      const chunk = this.#outgoing.shift() as Buffer;
      if (chunk.length > room) this.#outgoing.unshift(chunk.subarray(room));
      taken.push(chunk.subarray(0, room));
      room -= Math.min(room, chunk.length);
    }
    return Buffer.concat(taken);
  }

  #moveIncoming(): void {
    while (this.#incoming.length > 0 && this.#room > 0 && !this.destroyed) {
      const text = this.#incoming.shift() as string;
      const taken = text.slice(0, this.#room);
      if (taken.length < text.length) this.#incoming.unshift(text.slice(taken.length));
      this.#incomingBytes -= taken.length;
      this.push(Buffer.from(taken, "latin1"));
    }
    if (this.#untakenBytes === 0) this.transport.taken();
    if (this.#incoming.length === 0 && this.#hasServerEnded && !this.readableEnded) this.push(null);
  }

  #closeTransport(hadError: boolean): void {
    this.#isServerGone = true;
    inNextPoll(() => this.transport.close(hadError));
  }
}

/** Adds up lengths. Of text, each character is a byte. */
function byteLength(chunks: readonly { readonly length: number }[]): number {
  return chunks.reduce((bytes, { length }) => bytes + length, 0);
}
