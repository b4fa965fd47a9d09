import type { LinkBatch } from "../backplane/link-batch.ts";
import { PeerLink } from "../backplane/peer-link.ts";
import type { LocalOutcome } from "../delivery/delivery-outcome.ts";
import type { Sender } from "../delivery/user.ts";
import type { Envelope } from "./envelope.ts";
import { LINK_PROBE_MS, LINK_TIMEOUT_MS, MAX_IN_FLIGHT_BYTES } from "./timing.ts";

/** The transport of a link's envelopes, and the receivers of the lines in them. */
export interface Carrier {
  /** Puts a line from another node into the mailbox of a user of this one. */
  receive(session: string, receiverNumber: number, line: string, sender: Sender): LocalOutcome;
  carry(session: string, envelope: Omit<Envelope, "revision">): void;
  /** Splits a batch into parts that each fit one envelope. */
  split(batch: LinkBatch): Iterable<LinkBatch>;
}

const EMPTY: LinkBatch = { lines: "", heads: [], acks: [] };

/**
 * A link to another node, over a broker that delivers at most once and reports no loss.
 *
 * Envelopes are numbered. A receiver that finds a gap knows that messages for its users, or acks of messages from them, are
 * lost, and both sides then report their messages in flight as lost. No envelope follows the last one to show a gap: while
 * messages are in flight, a silent link is probed, and the numbered reply shows it.
 */
export class NodeLink extends PeerLink {
  readonly session: string;
  readonly #carrier: Carrier;
  #lastSent = 0;
  #lastReceived = 0;
  /** Start of the silence, in milliseconds of the monotonic clock; `null` while nothing is in flight. */
  #silentSince: number | null = null;
  #isClosed = false;

  constructor(session: string, carrier: Carrier) {
    // Shouts come by a subject of their own, not by links.
    const receiveForAll = async () => 0;
    super({ receive: (...line) => carrier.receive(session, ...line), receiveForAll }, MAX_IN_FLIGHT_BYTES);
    this.session = session;
    this.#carrier = carrier;
  }

  protected override post(batch: LinkBatch): void {
    for (const part of this.#carrier.split(batch)) this.#carry(part);
  }

  open({ number, batch, isProbe, hasGap }: Envelope): void {
    const isGap = number !== this.#lastReceived + 1;
    this.#lastReceived = number;
    this.#silentSince = null;
    this.receive(batch);
    if (isGap || hasGap) this.failAll();
    if (isGap) this.#carry(EMPTY, { hasGap: true });
    else if (isProbe) {
      this.flush();
      this.#carry(EMPTY);
    }
  }

  /** Probes a silent link while messages are in flight, and reports them as lost when it stays silent. */
  check(now: number): void {
    if (!this.hasInFlight) this.#silentSince = null;
    else if (this.#silentSince === null) this.#silentSince = now;
    else if (now - this.#silentSince >= LINK_TIMEOUT_MS) this.failAll();
    else if (now - this.#silentSince >= LINK_PROBE_MS) this.#carry(EMPTY, { isProbe: true });
  }

  /** Sends nothing from now on, and reports all messages in flight as lost. */
  close(): void {
    this.#isClosed = true;
    this.failAll();
  }

  #carry(batch: LinkBatch, { isProbe = false, hasGap = false } = {}): void {
    if (this.#isClosed) return;
    this.#lastSent += 1;
    this.#carrier.carry(this.session, { number: this.#lastSent, batch, isProbe, hasGap });
  }
}
