import type { Socket } from "node:net";
import {
  findUsernameProblem,
  type Handshake,
  MAX_SERVER_MESSAGE_BYTES,
  MessageReader,
  type ReaderItem,
  type ReceivedMessage,
  serverTexts,
  trimWhiteSpace,
  UNFRAMED_MESSAGE_BYTES,
} from "@chat/protocol";
import type { ClaimOutcome } from "../backplane/backplane.ts";
import { User } from "../delivery/user.ts";
import { findDisguise, LOOKS_LIKE_ANOTHER } from "../names/name-policy.ts";
import { type HandshakeListener, type HandshakeServices, type Refusal, ServerHandshake } from "./handshake.ts";
import { type InboundListener, type InboundServices, InboundStream } from "./inbound-stream.ts";
import type { Outbox } from "./outbox.ts";
import { Participant, type ParticipantListener, type ParticipantServices } from "./participant.ts";

/** The parts that all newcomers of an event loop share. */
export interface NewcomerServices extends HandshakeServices, InboundServices, ParticipantServices {
  /** Lets newcomers have names that are disguises. */
  readonly allowLookAlikes: boolean;
}

/** The connection of a newcomer. */
export interface NewcomerListener extends ParticipantListener {
  /** A trusted proxy has named its client's address; `null` when it connects for itself. */
  addressed(ip: string | null): void;
  /** The name belongs to the newcomer. The first message is that of a client that skipped the handshake. */
  joined(participant: Participant, firstMessage: ReceivedMessage | null): void;
  refused(refusal: Refusal): void;
}

const CLAIM_REFUSALS: { readonly [Kind in Exclude<ClaimOutcome["kind"], "claimed">]: () => string } = {
  taken: () => serverTexts.usernameTaken.write(),
  "look-alike": () => serverTexts.error.write(LOOKS_LIKE_ANOTHER),
  unavailable: () => serverTexts.namesUnavailable.write(),
};

/** The first stage of a connection: reads a name, and claims it from the backplane. */
export class Newcomer implements HandshakeListener, InboundListener {
  readonly kind = "newcomer";
  readonly handshake: ServerHandshake;
  readonly endsBecause = null;
  readonly #socket: Socket;
  readonly #outbox: Outbox;
  readonly #listener: NewcomerListener;
  readonly #services: NewcomerServices;
  #inbound: InboundStream | null = null;
  /** The user that it becomes when the claim of the name succeeds. */
  #participant: Participant | null = null;
  /** The message that has the name, of a client that skipped the handshake. */
  #firstMessage: ReceivedMessage | null = null;
  #isFramed = false;
  #hasInputEnded = false;
  #isClaiming = false;
  #isOver = false;

  constructor(socket: Socket, ip: string, outbox: Outbox, listener: NewcomerListener, services: NewcomerServices) {
    this.#socket = socket;
    this.#outbox = outbox;
    this.#listener = listener;
    this.#services = services;
    this.handshake = new ServerHandshake(ip, this, services);
  }

  /** True until the peer has sent its name. */
  get isNameless(): boolean {
    return this.#participant === null;
  }

  /** The user that claims its name, or `null` before the claim. */
  get user(): User | null {
    return this.#participant?.user ?? null;
  }

  /** Bytes held in memory of what the peer has sent. */
  get inputBytes(): number {
    return this.#inbound?.heldBytes ?? this.handshake.heldBytes;
  }

  receive(chunk: Uint8Array): void {
    if (this.#inbound) this.#inbound.receive(chunk);
    else this.handshake.receive(chunk);
  }

  /** Notes that the peer sends nothing more. One whose name is being claimed leaves as soon as it has joined [C-35]. */
  inputEnded(): void {
    this.#hasInputEnded = true;
    if (this.#isClaiming) return;
    if (this.#inbound) this.#inbound.end();
    else this.handshake.inputEnded();
  }

  /** Ends this stage, and withdraws a claim that is not settled. */
  stop(): void {
    this.#isOver = true;
    this.handshake.stop();
    this.#inbound?.stop();
    if (this.#isClaiming && this.#participant) this.#services.backplane.release(this.#participant);
  }

  addressed(ip: string | null): void {
    this.#listener.addressed(ip);
  }

  named({ name, endedByNewline, rest, offset }: Handshake & { kind: "name" }): void {
    this.#isFramed = endedByNewline;
    const inbound = this.#startInbound(offset);
    this.#claim(name, inbound);
    // After a refusal the stream is stopped and takes nothing.
    if (rest.length > 0) inbound.receive(rest);
  }

  handshakeSkipped({ rest, offset }: Handshake & { kind: "message" }): void {
    this.#startInbound(offset).receive(rest);
  }

  refused(refusal: Refusal): void {
    this.#listener.refused(refusal);
  }

  /** The first message is taken here, for its name; the user takes all others. */
  get canTake(): boolean {
    return !this.#isOver;
  }

  /** Takes the first item of a client that skipped the handshake [C-32]. */
  take(item: ReaderItem): void {
    if (item.kind === "rejected") return this.refused({ text: serverTexts.rejected.write(item) });
    const name = trimWhiteSpace(item.from.name);
    const problem = findUsernameProblem(name);
    if (problem) return this.#refuse(problem.text);
    this.#firstMessage = item;
    if (this.#inbound) this.#claim(name, this.#inbound);
  }

  inputDone(): void {
    // A first message that ends too early is refused by take(), so there is nothing left to do.
  }

  #startInbound(offset: number): InboundStream {
    const { maxMessageBytes } = this.#services.limits;
    const reader = new MessageReader({ maxMessageBytes, offset });
    this.#inbound = new InboundStream(this.#socket, this, this.#services, reader);
    return this.#inbound;
  }

  #claim(name: string, inbound: InboundStream): void {
    const { backplane, observer, allowLookAlikes } = this.#services;
    const disguise = allowLookAlikes ? null : findDisguise(name);
    if (disguise !== null) return this.#refuse(disguise);
    this.#isClaiming = true;
    this.handshake.stop();
    const user = new User(name, this.handshake.ip);
    const maxLineBytes = this.#isFramed ? MAX_SERVER_MESSAGE_BYTES : UNFRAMED_MESSAGE_BYTES - 1;
    const participant = new Participant(user, maxLineBytes, inbound, this.#outbox, this.#listener, this.#services);
    this.#participant = participant;
    backplane.claim(participant, { mustDiffer: !allowLookAlikes }).then(
      (outcome) => this.#settle(participant, outcome),
      (error: unknown) => {
        observer.claimFailed(user, error);
        this.#settle(participant, { kind: "unavailable" });
      },
    );
  }

  #settle(participant: Participant, { kind }: ClaimOutcome): void {
    if (this.#isOver) return this.#services.backplane.release(participant);
    this.#isClaiming = false;
    if (kind !== "claimed") return this.refused({ text: CLAIM_REFUSALS[kind]() });
    if (this.#isFramed) this.#outbox.stopPacing();
    this.#listener.joined(participant, this.#firstMessage);
    if (this.#hasInputEnded) participant.inputEnded();
    else participant.inbound.pump();
  }

  #refuse(reason: string): void {
    this.refused({ text: serverTexts.error.write(reason) });
  }
}
