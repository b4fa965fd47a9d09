import {
  findUsernameProblem,
  type Handshake,
  type HandshakeProblem,
  HandshakeReader,
  MessageReader,
  type ReaderItem,
  type ReceivedMessage,
  type Rejection,
  serverTexts,
  trimWhiteSpace,
} from "@chat/protocol";
import {
  explainName,
  explainRejection,
  findStranger,
  MAX_STRANGER_BYTES,
  type Stranger,
  UNDECIDED,
} from "@chat/protocol/mistakes";
import { User } from "../delivery/user.ts";
import { findDisguise } from "../names/name-policy.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import type { Transport } from "../transport/transport.ts";
import type { TrustedProxies } from "../trusted-proxies.ts";
import { writeHttpRefusal } from "./http-refusal.ts";
import { type InboundListener, type InboundServices, InboundStream } from "./inbound-stream.ts";
import { afterNextPoll, type NamelessConnection, type NamelessConnections } from "./nameless-connections.ts";
import { type ClientAddress, readProxyHeader } from "./proxy-header.ts";

/** The parts that all handshakes of an event loop share. */
export interface HandshakeServices extends InboundServices {
  /** Lets newcomers have names that are disguises. */
  readonly allowLookAlikes: boolean;
  readonly trustedProxies: TrustedProxies;
  /** Ends names that have no terminator. */
  readonly quiet: DeadlineQueue<ServerHandshake>;
  /** Ends handshakes that take too long. */
  readonly handshakes: DeadlineQueue<ServerHandshake>;
  /** Ends some handshakes when there are too many. */
  readonly nameless: NamelessConnections;
}

/** The connection of a handshake. */
export interface HandshakeListener {
  /** Its row in the table of counters. */
  readonly counterRow: number;
  /** A trusted proxy has named its client; `null` when it connects for itself. */
  addressed(client: ClientAddress | null): void;
  named(peer: NamedPeer): void;
  refused(refusal: Refusal): void;
}

/** A peer that has sent its name. */
export interface NamedPeer {
  readonly user: User;
  /** True for a client that frames: it has ended its name with a newline. */
  readonly isFramed: boolean;
  readonly inbound: InboundStream;
  /** True when the peer has shut its side down already. */
  readonly hasInputEnded: boolean;
  /** Position behind the name, in bytes of the stream, if silence ended it; else `null`. */
  readonly silenceOffset: number | null;
  /** The message that had the name, of a client that skipped the handshake. */
  readonly firstMessage: ReceivedMessage | null;
}

/** A name that was read, and how it ended. */
interface AcceptedName extends Pick<NamedPeer, "isFramed" | "silenceOffset" | "firstMessage"> {
  readonly name: string;
}

/** The reason why a peer does not become a user: a text that says what is wrong, and what is allowed. */
export interface Refusal {
  readonly text: string;
  /** Name of the mistake of `@chat/protocol/mistakes` that was recognised. */
  readonly mistake?: string;
  /** Bytes to write in place of a message, for a client that can't read messages. */
  readonly rawText?: string;
  /** The name that was tried. */
  readonly name?: string;
  /** Set when the first message was rejected: the text may have words of it, and is not to be logged. */
  readonly rejection?: Rejection;
  /** True when the peer has sent nothing: a port scanner or a health check. */
  readonly isSilent?: boolean;
}

const NO_BYTES = new Uint8Array(0);
const LINE_FEED = 0x0a;

/**
 * The first stage of a connection: reads its name. First comes the header of a trusted proxy, if the address is one, then the
 * name itself, or a first message that has it. Peers of other protocols are refused.
 */
export class ServerHandshake implements NamelessConnection, InboundListener {
  readonly kind = "handshake";
  readonly user = null;
  readonly endsBecause = null;
  readonly #transport: Transport;
  readonly #listener: HandshakeListener;
  readonly #services: HandshakeServices;
  #ip: string;
  #reader: HandshakeReader;
  /** True until the header of a trusted proxy is complete. */
  #awaitsProxy: boolean;
  /** The first bytes: of the proxy's header, then of the handshake. */
  #head = NO_BYTES;
  /** The result of the reader, kept while the peer may still turn out to speak another protocol. */
  #outcome: Handshake | null = null;
  /** Bytes that came behind it. */
  #later: Uint8Array[] = [];
  #heldBytes = 0;
  /** Number of bytes that came, without those of a proxy's header. */
  #length = 0;
  /** Number of first bytes from which on it is worth judging again whether the peer speaks another protocol. */
  #nextJudgedLength = 0;
  #isSilent = true;
  #hasInputEnded = false;
  /** Reads the first message of a client that skips the handshake [C-32]. */
  #inbound: InboundStream | null = null;
  #isOver = false;

  constructor(transport: Transport, ip: string, listener: HandshakeListener, services: HandshakeServices) {
    this.#transport = transport;
    this.#ip = ip;
    this.#listener = listener;
    this.#services = services;
    this.#reader = new HandshakeReader(services.limits.maxHandshakeBytes);
    this.#awaitsProxy = services.trustedProxies.has(ip);
    services.handshakes.add(this);
  }

  /** The address of the peer: that of a proxy until it has named its client. */
  get ip(): string {
    return this.#ip;
  }

  /** True while the address of the peer is that of a proxy which has not named its client. */
  get awaitsProxy(): boolean {
    return this.#awaitsProxy;
  }

  /** Bytes held in memory of what was received. */
  get heldBytes(): number {
    return this.#inbound?.heldBytes ?? this.#heldBytes;
  }

  /** Notes that the connection is admitted. It may still be ended as long as its name is not known. */
  admitted(): void {
    this.#services.nameless.add(this);
  }

  receive(chunk: Uint8Array): void {
    this.#isSilent = false;
    if (this.#inbound) return this.#inbound.receive(chunk);
    if (this.#awaitsProxy) return this.#receiveFromProxy(chunk);
    this.#length += chunk.length;
    this.#head = Buffer.concat([this.#head, chunk.subarray(0, MAX_STRANGER_BYTES - this.#head.length)]);
    if (this.#outcome) this.#later.push(new Uint8Array(chunk));
    else this.#outcome = this.#reader.push(chunk);
    this.#count(this.#head.length + this.#length);
    if (this.#isOver) return;
    // Each judgement takes all bytes so far: one for every byte would take quadratic time.
    const isWorthJudging = this.#head.length >= this.#nextJudgedLength || chunk.includes(LINE_FEED);
    if (this.#outcome && isWorthJudging) this.#judge(this.#outcome, false);
    else this.#services.quiet.add(this);
  }

  /** Takes the bytes so far for the name: nothing more comes. */
  inputEnded(): void {
    this.#hasInputEnded = true;
    if (this.#inbound) this.#inbound.end();
    else if (this.#awaitsProxy) this.#refuseProxy("the connection ended before it was complete");
    else this.#finish();
  }

  /**
   * Takes the bytes so far for the name, unless more has come by now. A busy loop may be late to read, so the connection
   * is polled once more first [C-31].
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
      else if (this.#inbound)
        this.#refuse(`The first message was not complete within ${seconds} s. Close its last brace.`);
      else if (this.#length > 0) this.#finish();
      else this.#refuse(`No name came within ${seconds} s. Send your name and a newline first.`);
    });
  }

  giveUp(limit: string): void {
    if (!this.#isOver) this.#end({ text: serverTexts.serverFull.write(limit), isSilent: this.#isSilent });
  }

  /** Ends the handshake: the name is known, or does not matter any more. */
  stop(): void {
    this.#isOver = true;
    this.#inbound?.stop();
    this.#dropBytes();
    this.#services.quiet.delete(this);
    this.#services.handshakes.delete(this);
    this.#services.nameless.delete(this);
  }

  #dropBytes(): void {
    this.#head = NO_BYTES;
    this.#later = [];
    this.#outcome = null;
    this.#reader = new HandshakeReader();
    this.#count(0);
  }

  /** Counts the held memory against the budget of all input, whose relief may end this connection. */
  #count(bytes: number): void {
    const difference = bytes - this.#heldBytes;
    this.#heldBytes = bytes;
    this.#services.inputBudget.take(difference);
  }

  #receiveFromProxy(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#head, chunk]);
    const header = readProxyHeader(bytes);
    if (header.kind === "malformed") return this.#refuseProxy(header.problem);
    this.#head = header.kind === "incomplete" ? bytes : NO_BYTES;
    if (header.kind === "incomplete") return;
    this.#awaitsProxy = false;
    // The header is the proxy's: its client, or its own health check, has sent nothing yet.
    this.#isSilent = true;
    this.#ip = header.client?.ip ?? this.#ip;
    this.#listener.addressed(header.client);
    this.#services.nameless.moved(this);
    // Its address may have too many connections, and then it is over.
    if (!this.#isOver && header.length < bytes.length) this.receive(bytes.subarray(header.length));
  }

  #refuseProxy(problem: string): void {
    this.#refuse(
      `Your address is that of a trusted proxy, so a PROXY protocol header (version 1 or 2) has to come first: ${problem}. Let the proxy send one, or take it off --trusted-proxy.`,
    );
  }

  /** Judges the bytes so far: nothing more comes, or is not waited for. */
  #finish(): void {
    this.#judge(this.#outcome ?? this.#reader.finish(), true);
  }

  /** Acts on the reader's result, unless the bytes are, or may become, those of another protocol. */
  #judge(handshake: Handshake, isComplete: boolean): void {
    if (this.#isOver || this.#inbound) return;
    const stranger = findStranger(this.#head, isComplete);
    if (stranger === UNDECIDED) {
      this.#nextJudgedLength = Math.min(2 * this.#head.length, MAX_STRANGER_BYTES);
      this.#services.quiet.add(this);
    } else if (stranger) this.#end(refuseStranger(stranger));
    else this.#accept(withRest(handshake, this.#later));
  }

  #accept(handshake: Handshake): void {
    switch (handshake.kind) {
      case "refused":
        return this.#refuseExplained(handshake.problem, readFirstLine(this.#head));
      case "message":
        // The first message has to come in time as well, so only the quiet time is over.
        this.#dropBytes();
        this.#services.quiet.delete(this);
        this.#inbound = this.#createInbound(handshake.offset);
        return this.#inbound.receive(handshake.rest);
      case "name": {
        const inbound = this.#createInbound(handshake.offset);
        const { name, endedByNewline: isFramed, rest, offset } = handshake;
        const silenceOffset = isFramed || rest.length > 0 ? null : offset;
        this.#accepted({ name, isFramed, silenceOffset, firstMessage: null }, inbound);
        if (handshake.rest.length > 0) inbound.receive(handshake.rest);
      }
    }
  }

  #createInbound(offset: number): InboundStream {
    const { maxMessageBytes } = this.#services.limits;
    const reader = new MessageReader({ maxMessageBytes, offset });
    return new InboundStream(this.#transport, this, this.#services, reader, this.#listener.counterRow);
  }

  /** The first message is taken here, for its name; the user takes all others. */
  get canTake(): boolean {
    return !this.#isOver;
  }

  /** Takes the first item of a client that skipped the handshake [C-32]. */
  take(item: ReaderItem): void {
    if (item.kind === "rejected") {
      const bytes = this.#inbound?.rejectedBytes ?? NO_BYTES;
      const { reason, mistake } = explainRejection(item, bytes, { isNameDue: true });
      const text = serverTexts.rejected.write({ offset: item.offset, reason });
      return this.#end({ text, rejection: item, ...(mistake && { mistake }) });
    }
    const name = trimWhiteSpace(item.from.name);
    const problem = findUsernameProblem(name);
    if (problem) this.#refuseName(problem, problem.text, name);
    else if (this.#inbound) {
      this.#accepted({ name, isFramed: false, silenceOffset: null, firstMessage: item }, this.#inbound);
    }
  }

  objectStaysOpen(): void {
    // Nobody is told before the welcome: the handshake has a deadline of its own.
  }

  slowedDown(): void {
    // The first message of a client can't be one too many.
  }

  inputDone(): void {
    // A first message that ends too early is refused by take(), so there is nothing left to do.
  }

  /** Hands the stream over to the user, unless the name is a disguise. */
  #accepted({ name, ...accepted }: AcceptedName, inbound: InboundStream): void {
    this.#inbound = inbound;
    const disguise = this.#services.allowLookAlikes ? null : findDisguise(name);
    if (disguise !== null) return this.#end({ text: serverTexts.error.write(disguise), name });
    this.#inbound = null;
    this.stop();
    const user = new User(name, this.#ip);
    this.#listener.named({ user, ...accepted, inbound, hasInputEnded: this.#hasInputEnded });
  }

  #refuseExplained(problem: HandshakeProblem, name: string): void {
    const { reason, mistake } = explainName(problem, this.#head);
    this.#refuseName(problem, reason, name, mistake);
  }

  /** Refuses a name. With a quote in it, it is more likely a part of a message, which is not to be logged. */
  #refuseName({ code }: Pick<HandshakeProblem, "code">, reason: string, name: string, mistake?: string): void {
    const isName = name !== "" && !name.includes('"') && !NO_NAME.has(code);
    const details = { ...(isName && { name }), ...(mistake !== undefined && { mistake }) };
    this.#end({ ...details, text: serverTexts.error.write(reason), isSilent: this.#isSilent });
  }

  #refuse(reason: string): void {
    this.#end({ text: serverTexts.error.write(reason), isSilent: this.#isSilent });
  }

  #end(refusal: Refusal): void {
    this.stop();
    this.#listener.refused(refusal);
  }
}

/** Problems of what is too long to be a name, and may be a text that somebody wrote, or of no text at all. */
const NO_NAME: ReadonlySet<HandshakeProblem["code"]> = new Set(["empty", "too-long", "not-utf-8"]);

/** Returns the name at the start of a connection, as the handshake reads it. */
function readFirstLine(bytes: Uint8Array): string {
  const [name = ""] = trimWhiteSpace(Buffer.from(bytes).toString()).split(/[\n{]/, 1);
  return trimWhiteSpace(name);
}

/** Adds the bytes that came after the reader had its result to the rest behind the name. */
function withRest(handshake: Handshake, later: readonly Uint8Array[]): Handshake {
  if (handshake.kind === "refused" || later.length === 0) return handshake;
  return { ...handshake, rest: Buffer.concat([handshake.rest, ...later]) };
}

/** Refuses a peer of another protocol. A person whose browser opened the port can read a refusal in HTTP only. */
function refuseStranger(stranger: Stranger): Refusal {
  const text = serverTexts.error.write(stranger.text);
  return stranger.protocol === "HTTP" ? { text, rawText: writeHttpRefusal(text) } : { text };
}
