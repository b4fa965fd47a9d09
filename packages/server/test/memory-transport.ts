import type { Transport, TransportListener } from "../src/transport/transport.ts";

/** The peer's end of a transport in memory. */
export interface MemoryPeer {
  /** Address that the peer connects from. */
  readonly address: string;
  /** Takes text. Returns how many bytes the peer has not taken: then it calls {@link MemoryTransport.taken} later. */
  receive(text: string): number;
  /** The server has shut its side down. */
  outputEnded(): void;
  /** The server reads again. */
  resumed(): void;
  /** The server has ended both ways. */
  serverDestroyed(): void;
}

/** A transport without a kernel. Its peer decides when bytes come, and how much it takes. */
export class MemoryTransport implements Transport {
  readonly remoteAddress: string;
  readonly remotePort = 50_000;
  isPaused = false;
  untakenBytes = 0;
  readonly #peer: MemoryPeer;
  #listener: TransportListener | null = null;
  #isEnding = false;
  #isOutputEnded = false;
  #hasInputEnded = false;
  #isDestroyed = false;

  constructor(peer: MemoryPeer) {
    this.remoteAddress = peer.address;
    this.#peer = peer;
  }

  get isWritable(): boolean {
    return !this.#isEnding && !this.#isDestroyed;
  }

  get isOutputEnded(): boolean {
    return this.#isOutputEnded;
  }

  get isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  open(listener: TransportListener): void {
    this.#listener = listener;
  }

  write(text: string): boolean {
    this.untakenBytes = this.#peer.receive(text);
    return this.untakenBytes === 0;
  }

  end(): void {
    if (!this.isWritable) return;
    this.#isEnding = true;
    if (this.untakenBytes === 0) this.#endOutput();
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.#peer.resumed();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#peer.serverDestroyed();
  }

  /** Passes bytes of the peer on. */
  receive(bytes: Uint8Array): void {
    if (!this.#isDestroyed) this.#listener?.receive(bytes);
  }

  /** The peer has shut its side down. Its second call does nothing. */
  endInput(): void {
    if (this.#isDestroyed || this.#hasInputEnded) return;
    this.#hasInputEnded = true;
    this.#listener?.inputEnded();
  }

  /** The peer has taken all that was written. */
  taken(): void {
    if (this.#isDestroyed) return;
    const hadToWait = this.untakenBytes > 0;
    this.untakenBytes = 0;
    if (hadToWait) this.#listener?.outputTaken();
    if (this.#isEnding && !this.#isOutputEnded) this.#endOutput();
  }

  /** The connection is gone. */
  close(hadError: boolean): void {
    this.#isDestroyed = true;
    this.#listener?.closed(hadError);
    this.#listener = null;
  }

  #endOutput(): void {
    this.#isOutputEnded = true;
    this.#peer.outputEnded();
    this.#listener?.outputEnded();
  }
}
