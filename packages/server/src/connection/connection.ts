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
import { DeliveryOutcome, type DeliveryReceipt, type Refusal } from "../delivery/delivery-outcome.ts";
import type { SharedLine } from "../delivery/line.ts";
import { serverLine, serverLineOf, serverLineOverhead, shoutLine } from "../delivery/line.ts";
import { type Sender, User } from "../delivery/user.ts";
import { answerLiteral } from "../dispatch/answer-literal.ts";
import { AnswerQueue, type AnswerSlot } from "../dispatch/answer-queue.ts";
import type { InFlightListener } from "../dispatch/in-flight-answers.ts";
import type { Requester } from "../dispatch/requester.ts";
import type { Route } from "../dispatch/route.ts";
import { LEAVE_TIMEOUT_MS, MAX_LINGER_BYTES, MAX_WAITING_ANSWERS } from "../limits.ts";
import { findDisguise, LOOKS_LIKE_ANOTHER } from "../names/name-policy.ts";
import { formatPeerAddress } from "../peer-address.ts";
import type { ConnectionServices } from "./connection-services.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import { type HandshakeListener, HandshakeStage } from "./handshake.ts";
import { type InboundListener, InboundStream } from "./inbound-stream.ts";
import { Outbox, type OutboxListener } from "./outbox.ts";
import { type Stranger, writeHttpRefusal } from "./stranger.ts";

/**
 * - `handshake`: its name is being read;
 * - `claiming`: the backplane was asked for the name;
 * - `online`: a user;
 * - `leaving`: the peer's input has ended and its name is free; what it sent is still processed and answered;
 * - `closing`: our last words are on their way; what still comes is thrown away;
 * - `closed`: gone.
 */
type State = "handshake" | "claiming" | "online" | "leaving" | "closing" | "closed";

/** Texts for a newcomer who does not get a name. */
const CLAIM_REFUSALS: { readonly [Kind in Exclude<ClaimOutcome["kind"], "claimed">]: () => string } = {
  taken: () => serverTexts.usernameTaken.write(),
  "look-alike": () => errorText(LOOKS_LIKE_ANOTHER),
  unavailable: () => serverTexts.namesUnavailable.write(),
};

/** One socket, from the handshake to the close. */
export class Connection implements Requester, HandshakeListener, InboundListener, InFlightListener, OutboxListener {
  #ip: string;
  readonly #socket: Socket;
  readonly #services: ConnectionServices;
  readonly #outbox: Outbox;
  readonly #answers: AnswerQueue;
  #state: State = "handshake";
  readonly #handshake: HandshakeStage;
  /** Where this user's last direct message went. */
  route: Route | null = null;
  #inbound: InboundStream | null = null;
  #user: User | null = null;
  /** The message that told the name, of a client that skipped the handshake. */
  #firstMessage: ReceivedMessage | null = null;
  /** Place of this user among all who shout: the budget's note. */
  shoutTag = 0;
  /** Shouts that wait for their turn, or are on their way to everyone. */
  #shoutsInProgress = 0;
  #isFramed = false;
  #hasInputEnded = false;
  #isOutOfTime = false;
  #isSilent = false;
  /** Set when the connection ends as soon as its answers are in the outbox. */
  #endsBecause: DisconnectReason | null = null;
  #thrownAwayBytes = 0;

  constructor(socket: Socket, services: ConnectionServices) {
    this.#ip = formatPeerAddress(socket.remoteAddress);
    this.#socket = socket;
    this.#services = services;
    this.#outbox = new Outbox(socket, this, services);
    this.#answers = new AnswerQueue(this.#outbox);
    this.#handshake = new HandshakeStage(this, services);
  }

  /** Address of the peer, or of the client for whom a trusted proxy connects. */
  get ip(): string {
    return this.#ip;
  }

  /** True while the address is that of a proxy which has not named its client. */
  get awaitsProxy(): boolean {
    return this.#handshake.awaitsProxy;
  }

  /** True until the peer has sent its name. */
  get isNameless(): boolean {
    return this.#state === "handshake";
  }

  /** The user of this connection. There is one from the claim of the name on. */
  get user(): User {
    if (!this.#user) throw new Error("This connection has no user yet.");
    return this.#user;
  }

  /** The user's name, or `null` as long as there is none. */
  get userName(): string | null {
    return this.#user?.name ?? null;
  }

  /** True when the handshake ended without a byte from the peer: a port scanner or a health check. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** Bytes held in memory for what this peer does not read. */
  get outboxBytes(): number {
    return this.#outbox.heldBytes;
  }

  /** True while this peer has not taken all that it was offered. */
  get isStuck(): boolean {
    return this.#outbox.isStuck;
  }

  /** Offers what waits for this peer to the kernel. */
  offer(): void {
    this.#outbox.offer();
  }

  /** Bytes held in memory of what this peer has sent and not completed. */
  get inputBytes(): number {
    return this.#inbound?.heldBytes ?? this.#handshake.heldBytes;
  }

  /** Whether there is a user who is still talked to. */
  get isAnswering(): boolean {
    return this.#state === "online" || this.#state === "leaving";
  }

  // ── What the socket says ──────────────────────────────────────────────────────────────────────────────────────────

  receive(chunk: Uint8Array): void {
    if (this.#state === "closing") this.#throwAway(chunk);
    else if (this.#inbound) this.#inbound.receive(chunk);
    else if (this.#state === "handshake") this.#handshake.receive(chunk);
  }

  /** The peer has shut its side down: it is no member any more, and still gets its answers [C-35]. */
  inputEnded(): void {
    this.#hasInputEnded = true;
    if (this.#state === "online") this.#leave();
    if (this.#state !== "handshake") return;
    if (this.#inbound) this.#inbound.end();
    else this.#handshake.inputEnded();
  }

  /** Our side is shut down. */
  outputEnded(): void {
    if (this.#state !== "closing") return;
    this.#services.lingering.add(this);
    this.#socket.resume();
  }

  socketClosed(hadError: boolean): void {
    this.#finish(this.#endsBecause ?? (hadError ? DisconnectReason.Lost : DisconnectReason.Left));
  }

  // ── Handshake ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** It has a place. */
  admitted(): void {
    this.#handshake.admitted();
  }

  proxied(ip: string | null): void {
    this.#ip = ip ?? this.#ip;
    this.#services.observer.addressed(this);
  }

  named({ name, endedByNewline, rest, offset }: Handshake & { kind: "name" }): void {
    this.#isFramed = endedByNewline;
    const intake = this.#startInbound(offset);
    this.#claim(name);
    // Of a name that was refused at once, nothing is read any more: a stopped intake takes nothing.
    if (rest.length > 0) intake.receive(rest);
  }

  handshakeSkipped({ rest, offset }: Handshake & { kind: "message" }): void {
    this.#startInbound(offset).receive(rest);
  }

  handshakeRefused(text: string): void {
    this.#isSilent = this.#socket.bytesRead === 0;
    this.#refuse(text);
  }

  /** An HTTP client can't read our messages, and a person who opened the port in a browser can: it is told in HTTP. */
  strangerRefused({ protocol }: Stranger, text: string): void {
    this.#refuse(text, protocol === "HTTP" ? writeHttpRefusal(text) : undefined);
  }

  #startInbound(offset: number): InboundStream {
    const { maxMessageBytes } = this.#services.limits;
    this.#inbound = new InboundStream(
      this.#socket,
      this,
      this.#services,
      new MessageReader({ maxMessageBytes, offset }),
    );
    return this.#inbound;
  }

  /** Takes the first item of a client that skipped the handshake [C-32]. */
  #takeFirst(item: ReaderItem): void {
    if (item.kind === "rejected") return this.#refuse(serverTexts.rejected.write(item));
    const name = trimWhiteSpace(item.from.name);
    const problem = findUsernameProblem(name);
    if (problem) return this.#refuse(errorText(problem.text));
    this.#firstMessage = item;
    this.#claim(name);
  }

  #claim(name: string): void {
    const { backplane, observer, allowLookAlikes } = this.#services;
    const disguise = allowLookAlikes ? null : findDisguise(name);
    if (disguise !== null) return this.#refuse(errorText(disguise));
    this.#state = "claiming";
    this.#handshake.stop();
    this.#user = new User(name, this.ip);
    backplane.claim(this, { mustDiffer: !allowLookAlikes }).then(
      (outcome) => this.#settleClaim(outcome),
      (error: unknown) => {
        observer.failed(this, error);
        this.#settleClaim({ kind: "unavailable" });
      },
    );
  }

  #settleClaim({ kind }: ClaimOutcome): void {
    if (this.#state !== "claiming") return this.#user ? this.#services.backplane.release(this) : undefined;
    if (kind === "claimed") this.#join();
    else this.#refuse(CLAIM_REFUSALS[kind]());
  }

  #join(): void {
    const { dispatcher, observer } = this.#services;
    this.#state = "online";
    if (this.#isFramed) this.#outbox.stopPacing();
    const { user } = this;
    const { names, count } = dispatcher.othersOf(this);
    const maxTextBytes = UNFRAMED_MESSAGE_BYTES - 1 - serverLineOverhead(user);
    this.#say(serverTexts.welcome.write(user.name, { names, count, maxTextBytes }));
    observer.joined(this);
    if (this.#firstMessage) this.#process(this.#firstMessage);
    this.#firstMessage = null;
    if (this.#hasInputEnded) this.#leave();
    else this.#inbound?.pump();
  }

  // ── Messages ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Whether the next message can be taken. What can't be answered is not read [C-69]. */
  get canTake(): boolean {
    if (this.#state === "handshake") return true;
    if (!this.isAnswering || this.#shoutsInProgress > 0) return false;
    return this.#endsBecause === null && this.#answers.length < MAX_WAITING_ANSWERS;
  }

  take(item: ReaderItem): void {
    if (this.#state === "handshake") return this.#takeFirst(item);
    if (this.#isOutOfTime) return this.answer(TOO_LATE);
    if (item.kind === "message") return this.#process(item);
    this.answer(serverTexts.rejected.write(item));
    if (item.isFatal) this.#endAfterAnswers(DisconnectReason.BrokenInput);
  }

  #process(message: ReceivedMessage): void {
    this.#services.observer.received(this, message);
    this.#services.dispatcher.dispatch(this, message);
  }

  inputDone(): void {
    this.#endAfterAnswers(DisconnectReason.Left);
  }

  answer(text: string): void {
    if (this.isAnswering) this.#answers.add(this.#toAnswer(text));
  }

  reserveAnswer(): AnswerSlot {
    this.#inbound?.lookAtClock();
    return this.#answers.reserve();
  }

  endTurn(): void {
    this.#inbound?.endTurn();
  }

  fillAnswer(slot: AnswerSlot, text: string): void {
    if (!this.isAnswering) return;
    this.#answers.fill(slot, this.#toAnswer(text));
    this.#inbound?.pump();
    this.#endIfAnswered();
  }

  textRoom(maxMessageBytes: number): number {
    const most = this.#isFramed ? MAX_SERVER_MESSAGE_BYTES : UNFRAMED_MESSAGE_BYTES - 1;
    return Math.min(most, maxMessageBytes) - serverLineOverhead(this.user);
  }

  broadcast(text: string): Promise<number> {
    // An endpoint may shout late, for somebody who is gone and whose name somebody else may have by now.
    if (!this.isAnswering) return Promise.resolve(0);
    const line = shoutLine(this.user, text);
    if (line.length > MAX_SERVER_MESSAGE_BYTES) {
      throw new RangeError(
        `A shout of ${line.length} bytes: at most ${MAX_SERVER_MESSAGE_BYTES} are allowed on the wire.`,
      );
    }
    this.#inbound?.countShout();
    return this.#shoutInTurn(line);
  }

  /** Shouts as soon as the budget of all shouters allows it. Takes no further message until everyone has the shout. */
  async #shoutInTurn(line: string): Promise<number> {
    const { backplane, shoutBudget } = this.#services;
    this.#shoutsInProgress += 1;
    try {
      const isAdmitted = await shoutBudget.admit(this, line.length, backplane.userCount);
      return isAdmitted && this.isAnswering ? await backplane.broadcast(line, this.user) : 0;
    } finally {
      this.#shoutsInProgress -= 1;
      this.#inbound?.pump();
    }
  }

  #withdrawShouts(): void {
    if (this.#shoutsInProgress > 0) this.#services.shoutBudget.withdraw(this);
  }

  // ── What others send ──────────────────────────────────────────────────────────────────────────────────────────────

  deliver(line: string, sender: Sender): boolean {
    if (!this.#outbox.hasRoom(line.length)) return false;
    this.#outbox.append(line, sender);
    return true;
  }

  shout(line: SharedLine): boolean {
    if (this.#outbox.hasRoomForShout(line.text.length)) {
      this.#outbox.appendShared(line);
      return true;
    }
    // To drop one shout would leave a gap that the reader can't see. Hanging up is honest: whoever comes back knows.
    this.hangUpOnReader(DisconnectReason.SlowReader, TOO_SLOW);
    return false;
  }

  undeliverable(receiverName: string, count: number): void {
    if (this.isAnswering) this.#say(serverTexts.mayNotHaveArrived.write(count, receiverName));
  }

  loseName(): void {
    this.hangUp(DisconnectReason.NameLost, "your name was given to somebody else while this server was cut off");
  }

  expectReceipt(route: object): DeliveryReceipt {
    return this.#answers.expectReceipt(route, this);
  }

  refusalLine(receiverName: string, outcome: Refusal): string {
    const text = outcome === DeliveryOutcome.NoRoom ? serverTexts.receiverBusy : serverTexts.userNotFound;
    return this.#toLine(text.write(receiverName));
  }

  inFlightSettled(): void {
    if (!this.isAnswering) return;
    this.#answers.drain();
    if (this.#inbound?.isBlocked) this.#inbound.pump();
    this.#endIfAnswered();
  }

  outboxMoved(): void {
    if (this.#answers.length > 0) this.#answers.drain();
    if (this.#inbound?.isBlocked) this.#inbound.pump();
    if (this.#endsBecause !== null) this.#endIfAnswered();
  }

  outboxStalled(): void {
    this.cutOff(DisconnectReason.SlowReader);
  }

  // ── The end ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Refuses a connection that finds no place, before it is anybody. */
  refuseOverLimit(limit: string): void {
    if (this.#state === "claiming") this.#services.backplane.release(this);
    else if (this.#state !== "handshake") return;
    this.#refuse(serverTexts.serverFull.write(limit));
  }

  /** Says goodbye for the server: the outbox is still written. */
  shutDown(): void {
    if (this.isAnswering) {
      this.#say(serverTexts.shuttingDown.write());
      this.#close(DisconnectReason.ShuttingDown);
    } else if (this.#state !== "closing") {
      this.cutOff(DisconnectReason.ShuttingDown);
    }
  }

  /** Ends the connection with a word on why. */
  hangUp(reason: DisconnectReason, text: string): void {
    if (!this.isAnswering) return this.cutOff(reason);
    this.#say(serverTexts.disconnected.write(text));
    this.#close(reason);
  }

  /**
   * Ends the connection of somebody who does not read, with a word on why, should bytes still reach it. What waited is
   * dropped, and its senders are told now.
   */
  hangUpOnReader(reason: DisconnectReason, text: string): void {
    if (!this.isAnswering) return this.cutOff(reason);
    this.#services.observer.undelivered(this, this.#outbox.dropWaiting());
    this.hangUp(reason, text);
  }

  /** Ends the connection at once. What was not written is told to those who sent it. */
  cutOff(reason: DisconnectReason): void {
    this.#finish(this.#endsBecause ?? reason);
    this.#socket.destroy();
  }

  /** The time for the last answers to a peer that has left is over: what is not done yet is answered with an error. */
  leaveTimedOut(): void {
    this.#isOutOfTime = true;
    this.#withdrawShouts();
    this.#services.lingering.add(this);
    this.#answers.fillAll(this.#toLine(errorText("The server could not answer this in time.")));
    this.#inbound?.waiveRates();
    this.#endIfAnswered();
  }

  #leave(): void {
    this.#state = "leaving";
    this.#services.leaving.add(this);
    this.#giveNameBack(DisconnectReason.Left);
    this.#outbox.stopPacing();
    this.#inbound?.end();
  }

  #refuse(text: string, line: string = serverLine(null, text)): void {
    this.#user = null;
    this.#outbox.append(line, null);
    this.#beginClosing(DisconnectReason.Refused);
    this.#services.observer.refused(this, text);
  }

  #endAfterAnswers(reason: DisconnectReason): void {
    this.#endsBecause ??= reason;
    this.#endIfAnswered();
  }

  #endIfAnswered(): void {
    if (this.#endsBecause !== null && this.#answers.length === 0) this.#close(this.#endsBecause);
  }

  #close(reason: DisconnectReason): void {
    if (this.#state === "online") this.#giveNameBack(reason);
    if (this.isAnswering) this.#beginClosing(reason);
  }

  #beginClosing(reason: DisconnectReason): void {
    this.#endsBecause ??= reason;
    this.#state = "closing";
    this.#handshake.stop();
    this.#answers.clear();
    this.#withdrawShouts();
    this.#inbound?.stop();
    this.#inbound = null;
    this.#services.leaving.delete(this);
    this.#outbox.end();
  }

  #giveNameBack(reason: DisconnectReason): void {
    this.#services.backplane.release(this);
    this.#services.observer.left(this, reason);
  }

  #finish(reason: DisconnectReason): void {
    const { leaving, lingering, observer } = this.#services;
    const state = this.#state;
    if (state === "closed") return;
    this.#state = "closed";
    this.#handshake.stop();
    this.#inbound?.stop();
    this.#inbound = null;
    this.#answers.clear();
    this.#withdrawShouts();
    leaving.delete(this);
    lingering.delete(this);
    const unwritten = this.#outbox.discard();
    if (state === "online") this.#giveNameBack(reason);
    observer.closed(this, reason, unwritten);
  }

  #throwAway(chunk: Uint8Array): void {
    // As long as our last words are on their way, only the stall timeout ends the connection: they would be lost.
    if (!this.#socket.writableFinished) return;
    this.#thrownAwayBytes += chunk.length;
    if (this.#thrownAwayBytes > MAX_LINGER_BYTES) this.cutOff(DisconnectReason.Refused);
  }

  /** Says something that answers nothing: it may come at any time, whatever waits for its turn. */
  #say(text: string): void {
    this.#outbox.append(serverLine(this.user, text), null);
  }

  /** Makes the line of an answer, and lets its asker pay for it. */
  #toAnswer(text: string): string {
    const line = this.#toLine(text);
    this.#inbound?.countAnswer(line.length);
    return line;
  }

  #toLine(text: string): string {
    return serverLineOf(this.user, answerLiteral(text, this.textRoom(MAX_SERVER_MESSAGE_BYTES)));
  }
}

const TOO_LATE = errorText(
  `This came too late to be done within ${LEAVE_TIMEOUT_MS / 1000} s after you left. Send it again.`,
);

const TOO_SLOW = "you read more slowly than messages came, and too many of them were waiting";

function errorText(reason: string): string {
  return serverTexts.error.write(reason);
}
