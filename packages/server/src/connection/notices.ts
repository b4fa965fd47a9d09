import type { User } from "../delivery/user.ts";
import type { Trouble } from "../dispatch/trouble.ts";
import type { Sweep } from "../timing/sweep.ts";
import type { InboundRate } from "./inbound-rates.ts";
import type { InboundStream } from "./inbound-stream.ts";
import { NoticePolicy, type PolicyServices } from "./notice-policy.ts";
import { openObjectText } from "./notice-texts.ts";
import type { Outbox } from "./outbox.ts";

/** Time in milliseconds behind the welcome in which an unframed client gets no notice: it may read its welcome late. */
export const QUIET_AFTER_WELCOME_MS = 1_000;

/** Time in milliseconds behind another text of the server in which an unframed client gets no notice. */
export const QUIET_AFTER_ANSWER_MS = 100;

/** Time in milliseconds between two tries to write the notices that wait. */
export const NOTICE_RETRY_MS = 50;

/** Notices to one user that wait at most. */
const MAX_WAITING_NOTICES = 16;

/** The parts that the notices of all users of an event loop share. */
export interface NoticeServices extends PolicyServices {
  /** Tries again to write notices that have to wait. */
  readonly waitingNotices: Sweep<Notices>;
}

/** The connection of a user, as far as its notices need it. */
export interface NoticeListener {
  readonly user: User;
  readonly isFramed: boolean;
  readonly inbound: Pick<InboundStream, "openFrame" | "isBlocked">;
  /** True when a notice can be written. */
  readonly canBeTold: boolean;
  /** True while an answer to the user's messages is still to come. */
  readonly isAwaitingAnswer: boolean;
  /** Writes a notice behind the answers that wait. */
  writeNotice(text: string): void;
}

/**
 * Writes notices to one user: texts of the server that answer nothing [C-73]. A connection that behaves well has none of these.
 *
 * A framed client gets them at once. An unframed one would take a notice for the answer to its last message. So it gets only
 * those of an open object and of {@link tell}, and only when no answer is on its way and the last one is some time ago.
 */
export class Notices {
  readonly #policy: NoticePolicy;
  readonly #listener: NoticeListener;
  readonly #outbox: Pick<Outbox, "queuedBytes" | "serverTexts">;
  readonly #services: NoticeServices;
  /** Texts that wait to be written. */
  #texts: string[] = [];
  /** Offset of the open object whose notice waits: at most one, however many objects a client leaves open. */
  #openOffset: number | null = null;

  constructor(listener: NoticeListener, outbox: Pick<Outbox, "queuedBytes" | "serverTexts">, services: NoticeServices) {
    this.#policy = new NoticePolicy(listener.user, services);
    this.#listener = listener;
    this.#outbox = outbox;
    this.#services = services;
  }

  /** @param refusedInARow - messages that were refused one after the other, this one included */
  refused(trouble: Trouble, refusedInARow: number): void {
    if (!this.#listener.isFramed) return;
    for (const text of this.#policy.refused(trouble, refusedInARow, performance.now())) this.tell(text);
  }

  slowedDown(rate: InboundRate): void {
    if (!this.#listener.isFramed) return;
    const text = this.#policy.slowedDown(rate, performance.now());
    if (text !== null) this.tell(text);
  }

  /** A shout waits for those of others. An unframed client waits for its answer then, so it is not told. */
  shoutWaits(): void {
    if (!this.#listener.isFramed) return;
    const text = this.#policy.shoutWaits(performance.now());
    if (text !== null) this.tell(text);
  }

  /** Writes the notice of the object that is open now, unless it ends before the notice may be written. */
  objectStaysOpen(): void {
    this.#openOffset = this.#listener.inbound.openFrame?.offset ?? null;
    this.retry();
  }

  /**
   * Writes a notice as soon as the client can't take it for something else. It is lost if the connection ends before. Returns
   * `false` when too many wait already.
   */
  tell(text: string): boolean {
    if (this.#texts.length >= MAX_WAITING_NOTICES) return false;
    this.#texts.push(text);
    this.retry();
    return true;
  }

  /** Tries to write what waits. */
  retry(): void {
    if (!this.#listener.canBeTold) return this.stop();
    while (this.#isWaiting() && this.#mayTell()) {
      const text = this.#texts.shift() ?? this.#takeOpenObjectText();
      if (text !== null) this.#listener.writeNotice(text);
    }
    if (this.#isWaiting()) this.#services.waitingNotices.add(this);
  }

  /** Drops what waits. */
  stop(): void {
    this.#texts = [];
    this.#openOffset = null;
    this.#services.waitingNotices.delete(this);
  }

  #isWaiting(): boolean {
    return this.#texts.length > 0 || this.#openOffset !== null;
  }

  /** True when the client can't take a notice for its welcome, nor for an answer. */
  #mayTell(): boolean {
    const times = this.#outbox.serverTexts;
    if (this.#listener.isFramed || times === null) return true;
    const now = performance.now();
    if (now - times.firstAt < QUIET_AFTER_WELCOME_MS || now - times.lastAt < QUIET_AFTER_ANSWER_MS) return false;
    return !this.#listener.isAwaitingAnswer && !this.#listener.inbound.isBlocked && this.#outbox.queuedBytes === 0;
  }

  /** Returns the notice of the open object, or `null` when it has its end by now. */
  #takeOpenObjectText(): string | null {
    const frame = this.#listener.inbound.openFrame;
    const isOpen = frame?.offset === this.#openOffset;
    this.#openOffset = null;
    return frame && isOpen ? openObjectText(frame, this.#services.limits) : null;
  }
}
