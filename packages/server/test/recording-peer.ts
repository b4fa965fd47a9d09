import { type MemoryPeer, MemoryTransport } from "./memory-transport.ts";

/** The peer of a transport in a unit test: it keeps what is written, and takes all of it unless its room is used up. */
export class RecordingPeer implements MemoryPeer {
  readonly address: string;
  readonly transport: MemoryTransport;
  /** What was written, and when. */
  readonly writes: { readonly text: string; readonly at: number }[] = [];
  /** Bytes that it takes until it reads on. */
  #room: number;
  #hasEnded = false;

  constructor({ address = "10.0.0.1", room = Number.POSITIVE_INFINITY } = {}) {
    this.address = address;
    this.#room = room;
    this.transport = new MemoryTransport(this);
  }

  /** True when the server has shut its side down, and all that it wrote before is taken. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get written(): string {
    return this.writes.map(({ text }) => text).join("");
  }

  /** The texts of the messages that were written. */
  get texts(): string[] {
    return this.written.split("\n").flatMap((line) => (line === "" ? [] : [(JSON.parse(line) as { msg: string }).msg]));
  }

  receive(text: string): number {
    this.writes.push({ text, at: performance.now() });
    this.#room -= text.length;
    return Math.max(0, -this.#room);
  }

  /** Takes so many bytes more before the server has to wait. */
  read(bytes = Number.POSITIVE_INFINITY): void {
    const hadToWait = this.#room < 0;
    this.#room += bytes;
    if (hadToWait && this.#room >= 0) this.transport.taken();
  }

  /** Takes nothing more. */
  stopReading(): void {
    this.#room = 0;
  }

  send(text: string): void {
    this.transport.receive(Buffer.from(text));
  }

  outputEnded(): void {
    this.#hasEnded = true;
  }

  resumed(): void {
    // It sends when the test says so.
  }

  serverDestroyed(): void {
    // The transport keeps that.
  }
}
