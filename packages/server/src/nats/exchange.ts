import type { Msg, NatsConnection } from "@nats-io/transport-node";
import type { LinkBatch } from "../backplane/link-batch.ts";
import {
  cutBatch,
  decodeEnvelope,
  type Envelope,
  encodeEnvelope,
  readShout,
  type ShoutEnvelope,
  writeShout,
} from "./envelope.ts";
import { LEASE_MS, MAX_HELD_BYTES, MIN_ENGINE_PAYLOAD_BYTES } from "./timing.ts";

/** Room for what stands before a batch in a envelope, in bytes. */
const PARCEL_HEAD_BYTES = 200;

/** What the broker says of a message that nobody was there to receive. */
const NO_RESPONDERS = 503;

/** Who exchanges. */
export interface ExchangeListener {
  readonly session: string;
  /** Whether what came may be handled, dropped, or has to wait. Asked again for each. */
  readonly intake: "open" | "waiting" | "dropping";
  /** How far this node has read the log. */
  readonly revision: number;
  /** How far it has read of what others need to know. */
  readonly meaningfulRevision: number;
  received(session: string, envelope: Envelope): void;
  receivedShout(session: string, shout: ShoutEnvelope): void;
  /** What was sent to this session has reached nobody. */
  noResponders(session: string): void;
  /** The broker does not let this node hear what others send. */
  subscriptionDenied(error: Error): void;
  /** Something came that can't be understood. */
  receivedMalformed(subject: string, error: unknown): void;
  /** More has piled up than this node can hold. */
  backlogExceeded(): void;
}

/** Something that waits until this node has read as much of the log as its sender had. */
interface Held {
  readonly revision: number;
  /** Since when, in milliseconds of the monotonic clock. */
  readonly since: number;
  readonly bytes: number;
  readonly handle: () => void;
}

/**
 * What a node sends to others and gets from them, in one session. Whatever comes is handled in the order in which it came,
 * and not before this node knows as much as the sender did: nobody hears from a user of whom the own node has not heard,
 * nor from the former owner of a name after the new one.
 */
export class Exchange {
  readonly #connection: NatsConnection;
  readonly #owner: ExchangeListener;
  readonly #root: string;
  readonly #maxPayloadBytes: number;
  #held: Held[] = [];
  #heldBytes = 0;

  constructor(connection: NatsConnection, namespace: string, owner: ExchangeListener) {
    this.#connection = connection;
    this.#owner = owner;
    this.#root = `chat.${namespace}`;
    this.#maxPayloadBytes = connection.info?.max_payload ?? 0;
  }

  /** Begins to listen: what comes is kept until the owner takes it. Rejects when the broker carries too little. */
  async open(): Promise<void> {
    if (this.#maxPayloadBytes < MIN_ENGINE_PAYLOAD_BYTES) {
      const least = `it has to be at least ${MIN_ENGINE_PAYLOAD_BYTES}`;
      throw new Error(
        `max_payload in the configuration of the NATS server is ${this.#maxPayloadBytes} bytes, and ${least}`,
      );
    }
    const { session } = this.#owner;
    this.#subscribe(`node.${session}.*`, (from, { data }) => {
      const envelope = decodeEnvelope(data);
      this.#hold(envelope.revision, data.length, () => this.#owner.received(from, envelope));
    });
    this.#subscribe("shout.*", (from, { data }) => {
      const shout = readShout(data);
      this.#hold(shout.revision, data.length, () => this.#owner.receivedShout(from, shout));
    });
    this.#subscribe(`nobody.${session}.*`, (to, { headers }) => {
      if (headers?.code === NO_RESPONDERS) this.#owner.noResponders(to);
    });
    await this.#connection.flush();
  }

  send(to: string, envelope: Omit<Envelope, "revision">): void {
    const { session, meaningfulRevision: revision } = this.#owner;
    const reply = `${this.#root}.nobody.${session}.${to}`;
    this.#connection.publish(`${this.#root}.node.${to}.${session}`, encodeEnvelope({ ...envelope, revision }), {
      reply,
    });
  }

  shout(number: number, line: string): void {
    const { session, meaningfulRevision: revision } = this.#owner;
    this.#connection.publish(`${this.#root}.shout.${session}`, writeShout({ number, revision, line }));
  }

  cut(batch: LinkBatch): Iterable<LinkBatch> {
    return cutBatch(batch, this.#maxPayloadBytes - PARCEL_HEAD_BYTES);
  }

  /**
   * Drops what has waited for longer than this node could be behind without having lost its lease: its sender has read
   * another log. That happens when somebody has deleted the bucket, and a node has not noticed yet.
   */
  dropOverdue(now: number): void {
    if (this.#owner.intake === "waiting") return;
    const count = this.#held.findIndex(({ since }) => now - since < LEASE_MS);
    for (const { bytes } of this.#held.splice(0, count === -1 ? this.#held.length : count)) this.#heldBytes -= bytes;
    this.drain();
  }

  /** Handles what waited for this node to have read so much of the log. */
  drain(): void {
    const count = this.#held.findIndex(({ revision }) => !this.#isTimeFor(revision));
    const due = this.#held.splice(0, count === -1 ? this.#held.length : count);
    for (const { bytes, handle } of due) {
      this.#heldBytes -= bytes;
      this.#handle(handle);
    }
  }

  #hold(revision: number, bytes: number, handle: () => void): void {
    if (this.#held.length === 0 && this.#isTimeFor(revision)) return this.#handle(handle);
    this.#heldBytes += bytes;
    this.#held.push({ revision, since: performance.now(), bytes, handle });
    if (this.#heldBytes > MAX_HELD_BYTES) this.#owner.backlogExceeded();
  }

  #isTimeFor(revision: number): boolean {
    return this.#owner.intake !== "waiting" && revision <= this.#owner.revision;
  }

  #handle(handle: () => void): void {
    if (this.#owner.intake === "open") handle();
  }

  /** Subscribes to what others send; the last part of its subject tells the session that it is from, or was for. */
  #subscribe(subject: string, handle: (session: string, message: Msg) => void): void {
    this.#connection.subscribe(`${this.#root}.${subject}`, {
      callback: (error, message) => {
        // A node that speaks and does not hear would be worse than none.
        if (error) return this.#owner.subscriptionDenied(error);
        try {
          handle(message.subject.slice(message.subject.lastIndexOf(".") + 1), message);
        } catch (nonsense) {
          this.#owner.receivedMalformed(message.subject, nonsense);
        }
      },
    });
  }
}
