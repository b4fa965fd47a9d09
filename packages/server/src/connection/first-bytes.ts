import { type Handshake, HandshakeReader } from "@chat/protocol";
import { findStranger, MAX_STRANGER_BYTES, type Stranger, UNDECIDED } from "@chat/protocol/mistakes";

/** The meaning of a peer's first bytes: its name or its first message, or another protocol. */
export type FirstWords = Handshake | { readonly kind: "stranger"; readonly stranger: Stranger };

const NO_BYTES = new Uint8Array(0);
const LINE_FEED = 0x0a;

/** Collects the first bytes of a peer until it is known whether they are those of a chat client or of another protocol. */
export class FirstBytes {
  #reader: HandshakeReader;
  /** The first bytes, as many as another protocol is recognised by. */
  #head: Uint8Array = NO_BYTES;
  /** The result of the reader, kept while the peer may still turn out to speak another protocol. */
  #handshake: Handshake | null = null;
  /** Bytes that came behind it. */
  #later: Uint8Array[] = [];
  #length = 0;
  /** Number of first bytes from which on it is worth judging again whether the peer speaks another protocol. */
  #nextJudgedLength = 0;

  /** @param maxHandshakeBytes - most bytes in which a name has to end */
  constructor(maxHandshakeBytes: number) {
    this.#reader = new HandshakeReader(maxHandshakeBytes);
  }

  /** Number of bytes that came. */
  get length(): number {
    return this.#length;
  }

  /** Bytes held in memory. */
  get heldBytes(): number {
    return this.#head.length + this.#length;
  }

  /** The first bytes, for a text that explains them. */
  get head(): Uint8Array {
    return this.#head;
  }

  /** Takes bytes. Their memory belongs to the caller again after {@link next}. */
  push(chunk: Uint8Array): void {
    this.#length += chunk.length;
    const head = chunk.subarray(0, MAX_STRANGER_BYTES - this.#head.length);
    this.#head = this.#head.length === 0 ? head : Buffer.concat([this.#head, head]);
    if (this.#handshake) this.#later.push(new Uint8Array(chunk));
    else this.#handshake = this.#reader.push(chunk);
    // Each judgement takes all bytes so far: one for every byte would take quadratic time.
    if (chunk.includes(LINE_FEED)) this.#nextJudgedLength = 0;
  }

  /** Returns the meaning of the bytes, as soon as it is known. */
  next(): FirstWords | null {
    const isWorthJudging = this.#head.length >= this.#nextJudgedLength;
    const words = this.#handshake && isWorthJudging ? this.#judge(this.#handshake, false) : null;
    if (!words) this.#head = new Uint8Array(this.#head);
    return words;
  }

  /** Returns the meaning of the bytes so far: nothing more comes, or is not waited for. */
  finish(): FirstWords | null {
    return this.#judge(this.#handshake ?? this.#reader.finish(), true);
  }

  /** Drops the bytes. */
  clear(): void {
    this.#reader = new HandshakeReader();
    this.#head = NO_BYTES;
    this.#handshake = null;
    this.#later = [];
    this.#length = 0;
  }

  #judge(handshake: Handshake, isComplete: boolean): FirstWords | null {
    const stranger = findStranger(this.#head, isComplete);
    if (stranger === UNDECIDED) {
      this.#nextJudgedLength = Math.min(2 * this.#head.length, MAX_STRANGER_BYTES);
      return null;
    }
    return stranger ? { kind: "stranger", stranger } : withRest(handshake, this.#later);
  }
}

/** Adds the bytes that came after the reader had its result to the rest behind the name. */
function withRest(handshake: Handshake, later: readonly Uint8Array[]): Handshake {
  if (handshake.kind === "refused" || later.length === 0) return handshake;
  return { ...handshake, rest: Buffer.concat([handshake.rest, ...later]) };
}
