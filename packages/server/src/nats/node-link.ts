import type { LinkBatch } from "../backplane/link-batch.ts";
import { Link, type LinkOwner } from "../backplane/peer-link.ts";
import type { Parcel } from "./envelope.ts";
import { LINK_ASK_MS, LINK_TIMEOUT_MS, MAX_TRAVELLING_BYTES } from "./timing.ts";

/** What carries the parcels of a link. */
export interface Carrier extends LinkOwner {
  carry(session: string, parcel: Omit<Parcel, "revision">): void;
  /** The longest batch that fits one parcel is for the carrier to know. */
  cut(batch: LinkBatch): Iterable<LinkBatch>;
}

const NOTHING: LinkBatch = { lines: "", heads: [], reports: [] };

/**
 * The road to another node, over an engine that delivers at most once and says nothing of what it lost.
 *
 * Parcels are numbered, so whoever gets one with a gap before it knows that something is missing: messages for its users,
 * or reports on messages of them. Both sides then give up what is on their accounts. The last parcel has none behind it to
 * show a gap: as long as something is on the account, a silent link is asked for a sign of life, which has a number too.
 */
export class NodeLink extends Link {
  readonly session: string;
  readonly #carrier: Carrier;
  #lastSent = 0;
  #lastReceived = 0;
  /** Since when nothing has come, in milliseconds of the monotonic clock; `null` with nothing on the account. */
  #silentSince: number | null = null;
  #isClosed = false;

  constructor(session: string, carrier: Carrier) {
    super(carrier, MAX_TRAVELLING_BYTES);
    this.session = session;
    this.#carrier = carrier;
  }

  protected override post(batch: LinkBatch): void {
    for (const part of this.#carrier.cut(batch)) this.#post(part);
  }

  take({ number, batch, isQuestion, hasMissed }: Parcel): void {
    const isGap = number !== this.#lastReceived + 1;
    this.#lastReceived = number;
    this.#silentSince = null;
    this.receive(batch);
    if (isGap || hasMissed) this.failAll();
    if (isGap) this.#post(NOTHING, { hasMissed: true });
    else if (isQuestion) {
      this.flush();
      this.#post(NOTHING);
    }
  }

  /** Looks whether what is on the account is still answered for. */
  check(now: number): void {
    if (!this.isOwed) this.#silentSince = null;
    else if (this.#silentSince === null) this.#silentSince = now;
    else if (now - this.#silentSince >= LINK_TIMEOUT_MS) this.failAll();
    else if (now - this.#silentSince >= LINK_ASK_MS) this.#post(NOTHING, { isQuestion: true });
  }

  /** Carries nothing any more, and tells each sender of what is on the account. */
  close(): void {
    this.#isClosed = true;
    this.failAll();
  }

  #post(batch: LinkBatch, { isQuestion = false, hasMissed = false } = {}): void {
    if (this.#isClosed) return;
    this.#lastSent += 1;
    this.#carrier.carry(this.session, { number: this.#lastSent, batch, isQuestion, hasMissed });
  }
}
