import {
  type ForkedReader,
  findUsernameProblem,
  type ReaderItem,
  type ReceivedMessage,
  serverTexts,
  trimWhiteSpace,
} from "@chat/protocol";
import { User } from "../delivery/user.ts";
import { findDisguise } from "../names/name-policy.ts";
import type { Networks } from "../networks.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import { FirstBytes, type FirstWords } from "./first-bytes.ts";
import type { InboundListener } from "./inbound-listener.ts";
import type { InboundServices, InboundSource, InboundStream } from "./inbound-stream.ts";
import { afterNextPoll, type NamelessConnection, type NamelessConnections } from "./nameless-connections.ts";
import { type ClientAddress, readProxyHeader } from "./proxy-header.ts";
import {
  type Refusal,
  refuseFirstLine,
  refuseFirstMessage,
  refuseName,
  refuseProxy,
  refuseStranger,
} from "./refusal.ts";

/** The parts that all handshakes of an event loop share. */
export interface HandshakeServices extends InboundServices {
  /** Lets newcomers have names that are disguises. */
  readonly allowLookAlikes: boolean;
  readonly trustedProxies: Networks;
  /** Ends names that have no terminator. */
  readonly quiet: DeadlineQueue<ServerHandshake>;
  /** Ends handshakes that take too long. */
  readonly handshakes: DeadlineQueue<ServerHandshake>;
  /** Ends some handshakes when there are too many. */
  readonly nameless: NamelessConnections;
}

/** The connection of a handshake. */
export interface HandshakeListener extends InboundSource {
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
  /** The bytes behind the name that have come already. */
  readonly rest: Uint8Array;
  /** Position behind the name, in bytes of all that the peer sends. */
  readonly offset: number;
  /** True when the peer has shut its side down already. */
  readonly hasInputEnded: boolean;
  /** True when silence has ended the name. */
  readonly isEndedBySilence: boolean;
  /** The message that had the name, and the stream behind it, of a client that skipped the handshake. */
  readonly firstMessage: ReceivedMessage | null;
  readonly inbound: InboundStream | null;
}

/** A name that was read, and how it ended. */
interface AcceptedName extends Omit<NamedPeer, "user" | "hasInputEnded"> {
  readonly name: string;
}

const NO_BYTES = new Uint8Array(0);

/** The same of all names that came in a message. */
const SKIPPED = { isFramed: false, rest: NO_BYTES, offset: 0, isEndedBySilence: false };

/**
 * The first stage of a connection: reads its name. First comes the header of a trusted proxy, if the address is one, then the
 * name itself, or a first message that has it. Peers of other protocols are refused.
 */
export class ServerHandshake implements NamelessConnection, InboundListener {
  readonly kind = "handshake";
  readonly user = null;
  readonly endsBecause = null;
  readonly #listener: HandshakeListener;
  readonly #services: HandshakeServices;
  #ip: string;
  /** True until the header of a trusted proxy is complete. */
  #awaitsProxy: boolean;
  /** The bytes of that header. */
  #proxyBytes = NO_BYTES;
  /** The bytes behind it. */
  readonly #firstBytes: FirstBytes;
  #heldBytes = 0;
  #isSilent = true;
  #hasInputEnded = false;
  /** Reads the first message of a client that skips the handshake [C-32]. */
  #inbound: InboundStream | null = null;
  #isOver = false;

  constructor(ip: string, listener: HandshakeListener, services: HandshakeServices) {
    this.#ip = ip;
    this.#listener = listener;
    this.#services = services;
    this.#firstBytes = new FirstBytes(services.limits.maxHandshakeBytes);
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

  get isOver(): boolean {
    return this.#isOver;
  }

  /** True when the client has sent nothing yet. */
  get isUntouched(): boolean {
    return this.#isSilent && !this.#awaitsProxy;
  }

  /** Makes a reader of the first message, of a client that skips the handshake; `null` when there is none. */
  fork(): ForkedReader | null {
    return this.#inbound?.fork() ?? null;
  }

  /** Notes that the connection is admitted. It may still be ended as long as its name is not known. */
  admitted(): void {
    this.#services.nameless.add(this);
  }

  receive(chunk: Uint8Array): void {
    this.#isSilent = false;
    if (this.#inbound) return this.#inbound.receive(chunk);
    if (this.#awaitsProxy) return this.#receiveFromProxy(chunk);
    this.#firstBytes.push(chunk);
    this.#count(this.#firstBytes.heldBytes);
    if (!this.#isOver) this.#accept(this.#firstBytes.next());
  }

  /** Takes the bytes so far for the name: nothing more comes. */
  inputEnded(): void {
    this.#hasInputEnded = true;
    if (this.#inbound) this.#inbound.end();
    else if (this.#awaitsProxy) this.#end(refuseProxy("the connection ended before it was complete"));
    else this.#finish();
  }

  /**
   * Takes the bytes so far for the name, unless more has come by now. A busy loop may be late to read, so the connection
   * is polled once more first [C-31].
   */
  quietTimePassed(): void {
    const { length } = this.#firstBytes;
    afterNextPoll(() => {
      if (this.#firstBytes.length === length) this.#finish();
    });
  }

  timedOut(afterMs: number): void {
    const seconds = afterMs / 1000;
    afterNextPoll(() => {
      if (this.#isOver) return;
      if (this.#awaitsProxy) this.#end(refuseProxy(`it was not complete within ${seconds} s`));
      else if (this.#inbound)
        this.#refuse(`The first message was not complete within ${seconds} s. Close its last brace.`);
      else if (this.#firstBytes.length > 0) this.#finish();
      else this.#refuse(`No name came within ${seconds} s. Send your name and a newline first.`);
    });
  }

  giveUp(limit: string): void {
    if (!this.#isOver) this.#end({ text: serverTexts.serverFull.write(limit) });
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
    this.#proxyBytes = NO_BYTES;
    this.#firstBytes.clear();
    this.#count(0);
  }

  /** Counts the held memory against the budget of all input, whose relief may end this connection. */
  #count(bytes: number): void {
    const difference = bytes - this.#heldBytes;
    this.#heldBytes = bytes;
    this.#services.inputBudget.take(difference);
  }

  #receiveFromProxy(chunk: Uint8Array): void {
    const bytes = Buffer.concat([this.#proxyBytes, chunk]);
    const header = readProxyHeader(bytes);
    if (header.kind === "malformed") return this.#end(refuseProxy(header.problem));
    this.#proxyBytes = header.kind === "incomplete" ? bytes : NO_BYTES;
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

  /** Acts on the bytes so far: nothing more comes, or is not waited for. */
  #finish(): void {
    if (!this.#isOver && !this.#inbound) this.#accept(this.#firstBytes.finish());
  }

  /** Acts on the first words; waits on while they are not known. */
  #accept(words: FirstWords | null): void {
    switch (words?.kind) {
      case undefined:
        return this.#services.quiet.add(this);
      case "stranger":
        return this.#end(refuseStranger(words.stranger));
      case "refused":
        return this.#end(refuseFirstLine(words.problem, this.#firstBytes.head));
      case "message":
        // The first message has to come in time as well, so only the quiet time is over.
        this.#dropBytes();
        this.#services.quiet.delete(this);
        this.#inbound = this.#listener.createInbound(this, words.offset);
        return this.#inbound.receive(words.rest);
      case "name": {
        const { name, endedByNewline: isFramed, rest, offset } = words;
        const isEndedBySilence = !isFramed && rest.length === 0;
        this.#accepted({ name, isFramed, rest, offset, isEndedBySilence, firstMessage: null, inbound: null });
      }
    }
  }

  /** The first message is taken here, for its name; the user takes all others. */
  get canTake(): boolean {
    return !this.#isOver;
  }

  /** Takes the first item of a client that skipped the handshake [C-32]. */
  take(item: ReaderItem): void {
    if (item.kind === "rejected") {
      return this.#end(refuseFirstMessage(item, this.#inbound?.rejectedBytes ?? NO_BYTES));
    }
    const name = trimWhiteSpace(item.from.name);
    const problem = findUsernameProblem(name);
    if (problem) this.#end(refuseName(problem, name));
    else this.#accepted({ ...SKIPPED, name, firstMessage: item, inbound: this.#inbound });
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
  #accepted({ name, ...accepted }: AcceptedName): void {
    const disguise = this.#services.allowLookAlikes ? null : findDisguise(name);
    if (disguise !== null) return this.#end({ text: serverTexts.error.write(disguise), name });
    this.#inbound = null;
    this.stop();
    const user = new User(name, this.#ip);
    this.#listener.named({ user, ...accepted, hasInputEnded: this.#hasInputEnded });
  }

  #refuse(reason: string): void {
    this.#end({ text: serverTexts.error.write(reason) });
  }

  #end(refusal: Refusal): void {
    this.stop();
    this.#listener.refused({ ...refusal, isSilent: this.#isSilent });
  }
}
