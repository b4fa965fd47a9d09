import {
  asciiJsonBytes,
  MAX_SERVER_MESSAGE_BYTES,
  type ReaderItem,
  serverTexts,
  UNFRAMED_MESSAGE_BYTES,
} from "@chat/protocol";
import type { Backplane, ClaimOutcome } from "../backplane/backplane.ts";
import { writeBan } from "../control/sanction-words.ts";
import type { User } from "../delivery/user.ts";
import { AnswerQueue } from "../dispatch/answer-queue.ts";
import type { Dispatcher } from "../dispatch/dispatcher.ts";
import type { InFlightListener } from "../dispatch/in-flight-answers.ts";
import type { LastReceiver, Requester } from "../dispatch/requester.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import { MAX_WAITING_ANSWERS } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";
import { Counter, type CounterTable } from "./counter-table.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import type { NamedPeer } from "./handshake.ts";
import type { InboundListener } from "./inbound-listener.ts";
import type { InboundRate } from "./inbound-rates.ts";
import type { InboundStream } from "./inbound-stream.ts";
import { TOO_LATE } from "./notice-texts.ts";
import { type NoticeListener, type NoticeServices, Notices } from "./notices.ts";
import type { Outbox } from "./outbox.ts";
import type { ParticipantListener } from "./participant-listener.ts";
import { refuseClaim } from "./refusal.ts";
import { RejectionExplainer } from "./rejection-explainer.ts";
import { ServerLines } from "./server-lines.ts";
import type { ShoutBudget } from "./shout-budget.ts";
import { ShoutTurn } from "./shout-turn.ts";
import { UserMailbox } from "./user-mailbox.ts";
import type { UserObserver } from "./user-observer.ts";

/** The parts that all participants of an event loop share. */
export interface ParticipantServices extends NoticeServices {
  /** Lets newcomers have names that look like those of users online. */
  readonly allowLookAlikes: boolean;
  readonly backplane: Backplane;
  readonly counters: CounterTable;
  readonly dispatcher: Dispatcher;
  /** Returns the words that refuse a newcomer, or `null`; rejects when that can't be decided. `null` when everybody is admitted. */
  readonly admit: ((user: User) => Promise<string | null>) | null;
  readonly observer: UserObserver;
  /** Lets shouts wait for one another. */
  readonly shoutBudget: ShoutBudget;
  /** Ends the answers to users who have left. */
  readonly leaving: DeadlineQueue<Participant>;
}

/**
 * - `claiming`: the backplane was asked for its name;
 * - `online`: a user whom others can write to;
 * - `leaving`: the peer's input has ended and its name is free; its messages are still taken and answered;
 * - `late`: the same, and the time for answers is over: what is not answered is answered with an error;
 * - `over`: it takes and answers nothing.
 */
type State = "claiming" | "online" | "leaving" | "late" | "over";

/**
 * The second stage of a connection: a user of the chat, from the claim of the name to the last answer. Most users of a large
 * chat write nothing, so the parts that a message needs are made for the first one.
 */
export class Participant implements Requester, InboundListener, InFlightListener, NoticeListener {
  readonly kind = "participant";
  readonly user: User;
  readonly mailbox: UserMailbox;
  /** True for a client that has ended its name with a newline. */
  readonly isFramed: boolean;
  lastReceiver: LastReceiver | null = null;
  isHeld = false;
  /** Set when the connection ends as soon as the answers are in the outbox. */
  endsBecause: DisconnectReason | null = null;
  #state: State = "claiming";
  #hasInputEnded: boolean;
  readonly #offset: number;
  readonly #isEndedBySilence: boolean;
  readonly #outbox: Outbox;
  readonly #listener: ParticipantListener;
  readonly #services: ParticipantServices;
  #inbound: InboundStream | null;
  #answers: AnswerQueue | null = null;
  #rejections: RejectionExplainer | null = null;
  #shouts: ShoutTurn | null = null;
  #notices: Notices | null = null;

  constructor(peer: NamedPeer, outbox: Outbox, listener: ParticipantListener, services: ParticipantServices) {
    this.user = peer.user;
    this.isFramed = peer.isFramed;
    this.#hasInputEnded = peer.hasInputEnded;
    this.#offset = peer.offset;
    this.#isEndedBySilence = peer.isEndedBySilence;
    this.#outbox = outbox;
    this.#listener = listener;
    this.#services = services;
    this.mailbox = new UserMailbox(this, outbox, listener);
    this.#inbound = peer.inbound;
    if (peer.inbound) peer.inbound.listener = this;
    if (peer.isFramed) services.counters.add(listener.counterRow, Counter.IsFramed, 1);
  }

  get inbound(): InboundStream {
    this.#inbound ??= this.#listener.createInbound(this, this.#offset);
    return this.#inbound;
  }

  get answers(): AnswerQueue {
    if (this.#answers) return this.#answers;
    const lines = new ServerLines(this.user, this.isFramed ? MAX_SERVER_MESSAGE_BYTES : UNFRAMED_MESSAGE_BYTES - 1);
    this.#answers = new AnswerQueue(lines, this.#outbox, this.inbound, this);
    // A message may end its own sender's connection before it is answered.
    if (this.#state === "over") this.#answers.close();
    return this.#answers;
  }

  /** Bytes held in memory of messages that are incomplete or not taken yet. */
  get heldBytes(): number {
    return this.#inbound?.heldBytes ?? 0;
  }

  /** True from the welcome on, as long as answers can be written. */
  get isAnswering(): boolean {
    return this.#state !== "claiming" && this.#state !== "over";
  }

  /** Bytes so far of a message whose end does not come. */
  get unclosedBytes(): number {
    return this.#inbound?.unclosedBytes(this.#hasInputEnded) ?? 0;
  }

  /** Claims the name from the backplane, once the user is admitted. */
  claim(peer: NamedPeer): void {
    const { backplane, admit } = this.#services;
    const ban = backplane.control.sanctions.banOfName(this.user.key);
    if (ban) this.#keepOut(serverTexts.removedByOperator.write(writeBan(ban)));
    else if (admit === null) this.#claim(peer);
    else
      admit(this.user).then(
        (refusal) => this.#admitted(refusal, peer),
        // Whoever can make a module fail must not come in by that.
        () => this.#settleClaim({ kind: "unavailable" }, peer),
      );
  }

  /** A ban that was imposed meanwhile has ended the connection. */
  #admitted(refusal: string | null, peer: NamedPeer): void {
    if (this.#state === "over") return;
    if (refusal === null) this.#claim(peer);
    else this.#keepOut(serverTexts.error.write(refusal));
  }

  #keepOut(text: string): void {
    this.#state = "over";
    this.#listener.refused({ text, name: this.user.name });
  }

  #claim(peer: NamedPeer): void {
    const { backplane, observer, allowLookAlikes } = this.#services;
    const claim = backplane.claim(this.mailbox, { mustDiffer: !allowLookAlikes });
    if (!(claim instanceof Promise)) return this.#settleClaim(claim, peer);
    claim.then(
      (outcome) => this.#settleClaim(outcome, peer),
      (error: unknown) => {
        observer.claimFailed(this.user, error);
        this.#settleClaim({ kind: "unavailable" }, peer);
      },
    );
  }

  #settleClaim({ kind }: ClaimOutcome, { user, firstMessage }: NamedPeer): void {
    const { backplane, dispatcher, observer } = this.#services;
    if (this.#state === "over") return backplane.release(this.mailbox);
    this.#state = kind === "claimed" ? "online" : "over";
    if (kind !== "claimed") return this.#listener.refused(refuseClaim(kind, user.name));
    if (this.isFramed) this.#outbox.stopPacing();
    this.#outbox.append(dispatcher.welcomeLine(user), null);
    const notice = observer.joined(user, this.#listener);
    if (notice !== null) this.tell(notice);
    if (firstMessage) this.take(firstMessage);
    if (this.#hasInputEnded) this.inputEnded();
    else this.#inbound?.pump();
  }

  /** Releases the name: a peer that has shut its side down is no member any more, and still gets its answers [C-35]. */
  inputEnded(): void {
    this.#hasInputEnded = true;
    if (this.#state !== "online") return;
    this.#state = "leaving";
    this.#services.leaving.add(this);
    this.#services.backplane.release(this.mailbox);
    this.#services.observer.left(this.user, DisconnectReason.Left, this.#listener);
    this.#outbox.stopPacing();
    if (this.#inbound) this.#inbound.end();
    else this.inputDone();
  }

  /** Answers all that is not done yet with an error: the time for the last answers is over. */
  leaveTimedOut(): void {
    this.#state = "late";
    this.#shouts?.withdraw();
    this.isHeld = false;
    this.#listener.linger();
    this.answers.fillAll(serverTexts.error.write("The server could not answer this in time."));
    this.#inbound?.waiveRates();
    this.#endIfAnswered();
  }

  /** Takes and answers nothing more. */
  stop(reason: DisconnectReason): void {
    const { backplane, leaving, observer } = this.#services;
    const state = this.#state;
    this.#state = "over";
    this.#answers?.close();
    this.#shouts?.withdraw();
    this.#notices?.stop();
    this.#inbound?.stop();
    leaving.delete(this);
    if (state === "claiming" || state === "online") backplane.release(this.mailbox);
    if (state === "online") observer.left(this.user, reason, this.#listener);
  }

  /** True when the next message can be taken: one that can't be answered is not read [C-69]. */
  get canTake(): boolean {
    if (!this.isAnswering || this.isHeld || this.#isShouting()) return false;
    return this.endsBecause === null && this.#waitingAnswers() < MAX_WAITING_ANSWERS;
  }

  take(item: ReaderItem): void {
    this.#services.counters.add(this.#listener.counterRow, Counter.MessagesIn, 1);
    if (this.#state === "late") return this.answers.add(TOO_LATE);
    if (item.kind === "message") {
      this.#services.observer.received(this.user, item);
      return this.#services.dispatcher.dispatch(this, item);
    }
    this.#rejections ??= new RejectionExplainer(this.#isEndedBySilence ? this.#offset : null);
    const { text, trouble } = this.#rejections.explain(item, this.inbound.rejectedBytes);
    this.refuse(text, trouble);
    if (item.isFatal) this.#endWhenAnswered(DisconnectReason.BrokenInput);
  }

  inputDone(): void {
    this.#endWhenAnswered(DisconnectReason.Left);
  }

  refuse(text: string, trouble: Trouble): void {
    this.troubled(trouble);
    this.answers.add(text);
    if (!this.isFramed) return;
    this.#getNotices().refused(trouble, this.#services.counters.refusedInARow(this.#listener.counterRow));
  }

  objectStaysOpen(): void {
    this.#getNotices().objectStaysOpen();
  }

  slowedDown(rate: InboundRate): void {
    if (this.isFramed) this.#getNotices().slowedDown(rate);
  }

  shoutWaits(): void {
    // Of a call that was put off the answer has its place already: the notice would come behind it.
    if (this.isFramed && this.#state === "online" && !this.isHeld) this.#getNotices().shoutWaits();
  }

  /**
   * Writes a notice to the user, as soon as the client can't take it for an answer [C-73]. Returns `false` when nobody reads
   * it, or when too much waits for the user already: others may cause notices, so they must not fill the memory.
   */
  tell(text: string): boolean {
    if (!this.canBeTold || this.#waitingAnswers() >= MAX_WAITING_ANSWERS) return false;
    const hasRoom = this.#outbox.queuedBytes === 0 || this.#outbox.hasRoom(asciiJsonBytes(text) + LINE_OVERHEAD_BYTES);
    return hasRoom && this.#getNotices().tell(text);
  }

  get canBeTold(): boolean {
    // From its FIN on, what is written to an unframed client is the answers that it waits for.
    return this.#state === "online" || (this.#state === "leaving" && this.isFramed);
  }

  get isAwaitingAnswer(): boolean {
    return this.#waitingAnswers() > 0 || this.isHeld || this.#isShouting();
  }

  writeNotice(text: string): void {
    this.answers.addNotice(serverTexts.notice.write(text));
  }

  troubled(trouble: Trouble): void {
    const { counters, observer } = this.#services;
    const count = counters.countRefused(this.#listener.counterRow, trouble.kind);
    observer.troubled(this.user, trouble, count, this.#listener);
  }

  endTurn(): void {
    this.inbound.endTurn();
  }

  broadcast(text: string): Promise<number> {
    // An endpoint may shout late, for a user who is gone and whose name another user has by now.
    return this.isAnswering ? this.#getShouts().shout(text) : Promise.resolve(0);
  }

  notify(name: string, text: string): Promise<boolean> {
    return this.isAnswering ? this.#getShouts().notify(name, text) : Promise.resolve(false);
  }

  /** Goes on with answers, and with messages, that waited for an answer or for room in the outbox. */
  advance(): void {
    if (!this.isAnswering) return;
    if (this.#waitingAnswers() > 0) this.answers.drain();
    if (this.#inbound?.isBlocked) this.#inbound.pump();
    this.#endIfAnswered();
  }

  #waitingAnswers(): number {
    return this.#answers?.length ?? 0;
  }

  #isShouting(): boolean {
    return this.#shouts?.isInProgress ?? false;
  }

  #getShouts(): ShoutTurn {
    this.#shouts ??= new ShoutTurn(this, this.#services);
    return this.#shouts;
  }

  #getNotices(): Notices {
    this.#notices ??= new Notices(this, this.#outbox, this.#services);
    return this.#notices;
  }

  #endWhenAnswered(reason: DisconnectReason): void {
    this.endsBecause ??= reason;
    this.#endIfAnswered();
  }

  #endIfAnswered(): void {
    if (this.endsBecause !== null && this.#waitingAnswers() === 0) this.#listener.close(this.endsBecause);
  }
}

/** More than the bytes of a line besides its text. */
const LINE_OVERHEAD_BYTES = 1_024;
