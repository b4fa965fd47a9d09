import type { LinkBatch } from "../backplane/link-batch.ts";
import { PeerLink, type PeerLinkHandler } from "../backplane/peer-link.ts";
import type { Envelope } from "./envelope.ts";
import { LINK_ASK_MS, LINK_TIMEOUT_MS, MAX_IN_FLIGHT_BYTES } from "./timing.ts";

/** What carries the envelopes of a link. */
export interface Carrier extends PeerLinkHandler {
  carry(session: string, envelope: Omit<Envelope, "revision">): void;
  /** The longest batch that fits one envelope is for the carrier to know. */
  cut(batch: LinkBatch): Iterable<LinkBatch>;
}

const NOTHING: LinkBatch = { lines: "", heads: [], reports: [] };

/**
 * The route to another node, over a broker that delivers at most once and says nothing of what it lost.
 *
 * Envelope are numbered, so whoever gets one with a gap before it knows that something is missing: messages for its users,
 * or reports on messages of them. Both sides then give up what is on their accounts. The last envelope has none behind it to
 * show a gap: as long as something is on the account, a silent link is asked for a sign of life, which has a number too.
 */
export class NodeLink extends PeerLink {
  readonly session: string;
  readonly #carrier: Carrier;
  #lastSent = 0;
  #lastReceived = 0;
  /** Since when nothing has come, in milliseconds of the monotonic clock; `null` with nothing on the account. */
  #silentSince: number | null = null;
  #isClosed = false;

  constructor(session: string, carrier: Carrier) {
    super(carrier, MAX_IN_FLIGHT_BYTES);
    this.session = session;
    this.#carrier = carrier;
  }

  protected override post(batch: LinkBatch): void {
    for (const part of this.#carrier.cut(batch)) this.#post(part);
  }

  take({ number, batch, isQuestion, hasMissed }: Envelope): void {
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
