import { type Handshake, HandshakeReader, serverTexts } from "@chat/protocol";
import type { ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { TrustedProxies } from "../trusted-proxies.ts";
import type { Budget } from "./budget.ts";
import type { NamelessConnection, NamelessConnections } from "./nameless-connections.ts";
import { readProxyHeader } from "./proxy-header.ts";
import { findStranger, MAX_STRANGER_BYTES, type Stranger, UNDECIDED } from "./stranger.ts";

/** What the handshakes of one event loop share. */
export interface HandshakeServices {
  readonly limits: ServerLimits;
  readonly trustedProxies: TrustedProxies;
  /** Ends names that have no terminator. */
  readonly quiet: DeadlineQueue<HandshakeStage>;
  /** Ends handshakes that take too long. */
  readonly handshakes: DeadlineQueue<HandshakeStage>;
  readonly inputBudget: Budget;
  /** Ends some of them when there are too many. */
  readonly nameless: NamelessConnections;
}

/** Who owns a handshake, as far as the handshake cares. */
export interface HandshakeListener {
  /** Address of the peer: of a proxy, until that has named its client. */
  readonly ip: string;
  /** A trusted proxy has named its client; `null` when it connects for itself. */
  proxied(ip: string | null): void;
  /** The peer has told its name. */
  named(handshake: Handshake & { kind: "name" }): void;
  /** The peer has skipped the handshake: its first message tells the name [C-32]. */
  handshakeSkipped(handshake: Handshake & { kind: "message" }): void;
  /** The handshake has failed; the text says what is wrong and what is allowed. */
  handshakeRefused(text: string): void;
  /** The peer speaks another protocol; the text says which, and what to do. */
  strangerRefused(stranger: Stranger, text: string): void;
}

const NO_BYTES = new Uint8Array(0);
const LINE_FEED = 0x0a;

/** The first stage of a connection: from the accept until its name is known. */
export class HandshakeStage implements NamelessConnection {
  readonly #owner: HandshakeListener;
  readonly #services: HandshakeServices;
  #reader: HandshakeReader;
  /** Set until the header of a trusted proxy has come. */
  #awaitsProxy: boolean;
  /** The first bytes: of the proxy's header, then of the handshake. */
  #head = NO_BYTES;
  /** The result of the reader, kept while the peer may still turn out to speak another protocol. */
  #outcome: Handshake | null = null;
  /** Bytes that came behind it. */
  #later: Uint8Array[] = [];
  #heldBytes = 0;
  /** Bytes that came, those of a proxy's header aside. */
  #length = 0;
  /** Bytes from which on another look may tell whether the peer speaks another protocol. */
  #nextLookAt = 0;
  #isSkipped = false;
  #isOver = false;

  constructor(owner: HandshakeListener, services: HandshakeServices) {
    this.#owner = owner;
    this.#services = services;
    this.#reader = new HandshakeReader(services.limits.maxHandshakeBytes);
    this.#awaitsProxy = services.trustedProxies.has(owner.ip);
    services.handshakes.add(this);
  }

  get ip(): string {
    return this.#owner.ip;
  }

  /** True while the address of the peer is that of a proxy which has not named its client. */
  get awaitsProxy(): boolean {
    return this.#awaitsProxy;
  }

  /** Bytes held in memory of what has come. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The connection has a place, which it may lose as long as its name is not known. */
  admitted(): void {
    this.#services.nameless.add(this);
  }

  receive(chunk: Uint8Array): void {
    if (this.#awaitsProxy) return this.#receiveFromProxy(chunk);
    this.#length += chunk.length;
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, MAX_STRANGER_BYTES - this.#head.length)]);
    if (this.#outcome) this.#later.push(new Uint8Array(chunk));
    else this.#outcome = this.#reader.push(chunk);
    this.#count(this.#head.length + this.#length);
    if (this.#isOver) return;
    // Each look is at all bytes so far: one for every byte would take quadratic time.
    const isWorthALook = this.#head.length >= this.#nextLookAt || chunk.includes(LINE_FEED);
    if (this.#outcome && isWorthALook) this.#judge(this.#outcome, false);
    else this.#services.quiet.add(this);
  }

  /** Nothing more comes: what has arrived is the name. */
  inputEnded(): void {
    if (this.#awaitsProxy) this.#refuseProxy("the connection ended before it was complete");
    else this.#finish();
  }

  /**
   * Nothing came for the quiet time: the name is complete, unless the socket has more by now. A busy loop may be late
   * to read, so it is polled once more first [C-31].
   */
  quietTimePassed(): void {
    const length = this.#length;
    afterNextPoll(() => {
      if (this.#length === length) this.#finish();
    });
  }

  timedOut(afterMs: number): void {
    const seconds = afterMs / 1000;
    afterNextPoll(() => {
      if (this.#isOver) return;
      if (this.#awaitsProxy) this.#refuseProxy(`it was not complete within ${seconds} s`);
      else if (this.#isSkipped)
        this.#refuse(`The first message was not complete within ${seconds} s. Close its last brace.`);
      else if (this.#length > 0) this.#finish();
      else this.#refuse(`No name came within ${seconds} s. Send your name and a newline first.`);
    });
  }

  giveUp(limit: string): void {
    if (this.#isOver) return;
    this.stop();
    this.#owner.handshakeRefused(serverTexts.serverFull.write(limit));
  }

  /** The name is known, or does not matter any more. */
  stop(): void {
    this.#isOver = true;
    this.#forgetBytes();
    this.#services.quiet.delete(this);
    this.#services.handshakes.delete(this);
    this.#services.nameless.delete(this);
  }

  /** Lets go of all bytes: this object lives as long as the connection. */
  #forgetBytes(): void {
    this.#head = NO_BYTES;
    this.#later = [];
    this.#outcome = null;
    this.#reader = new HandshakeReader();
    this.#count(0);
  }

  /** Counts the memory that is held against that of all input. Relief may end this connection. */
  #count(bytes: number): void {
    const difference = bytes - this.#heldBytes;
    this.#heldBytes = bytes;
    this.#services.inputBudget.take(difference);
  }

  // ── The header of a proxy ─────────────────────────────────────────────────────────────────────────────────────────

  #receiveFromProxy(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#head, chunk]);
    const header = readProxyHeader(bytes);
    if (header.kind === "malformed") return this.#refuseProxy(header.problem);
    this.#head = header.kind === "incomplete" ? bytes : NO_BYTES;
    if (header.kind === "incomplete") return;
    this.#awaitsProxy = false;
    this.#owner.proxied(header.ip);
    this.#services.nameless.moved(this);
    // Its address may have too many connections.
    if (!this.#isOver && header.length < bytes.length) this.receive(bytes.subarray(header.length));
  }

  #refuseProxy(problem: string): void {
    this.#refuse(
      `Your address is that of a trusted proxy, so a PROXY protocol header (version 1 or 2) has to come first: ${problem}. Let the proxy send one, or take it off --trusted-proxy.`,
    );
  }

  // ── The name ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Judges what has arrived, since nothing more comes, or none is waited for. */
  #finish(): void {
    this.#judge(this.#outcome ?? this.#reader.finish(), true);
  }

  /** Looks whether the bytes are another protocol's, before it believes in what they are as a handshake. */
  #judge(handshake: Handshake, isComplete: boolean): void {
    if (this.#isOver || this.#isSkipped) return;
    const stranger = findStranger(this.#head, isComplete);
    if (stranger === UNDECIDED) return this.#waitForMore();
    if (stranger) this.#refuseStranger(stranger);
    else this.#decide(this.#withRest(handshake));
  }

  /** Adds what came after the reader had its result to what stands behind the name. */
  #withRest(handshake: Handshake): Handshake {
    if (handshake.kind === "refused" || this.#later.length === 0) return handshake;
    return { ...handshake, rest: Buffer.concat([handshake.rest, ...this.#later]) };
  }

  #waitForMore(): void {
    this.#nextLookAt = Math.min(2 * this.#head.length, MAX_STRANGER_BYTES);
    this.#services.quiet.add(this);
  }

  #decide(handshake: Handshake): void {
    switch (handshake.kind) {
      case "refused":
        return this.#refuse(handshake.problem.text);
      case "message":
        // The first message has to come in time as well, so only the quiet time is over.
        this.#isSkipped = true;
        this.#forgetBytes();
        this.#services.quiet.delete(this);
        return this.#owner.handshakeSkipped(handshake);
      case "name":
        this.stop();
        return this.#owner.named(handshake);
    }
  }

  #refuse(reason: string): void {
    this.stop();
    this.#owner.handshakeRefused(serverTexts.error.write(reason));
  }

  #refuseStranger(stranger: Stranger): void {
    this.stop();
    this.#owner.strangerRefused(stranger, serverTexts.error.write(stranger.text));
  }
}

/** Calls back when the event loop has read from its sockets once more: the check phase comes after the poll phase. */
function afterNextPoll(callback: () => void): void {
  setImmediate(callback);
}
