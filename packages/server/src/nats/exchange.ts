import type { Msg, NatsConnection, PublishOptions } from "@nats-io/transport-node";
import type { LinkBatch } from "../backplane/link-batch.ts";
import type { CarriedAct } from "./act-border.ts";
import { isSession, Malformed } from "./border.ts";
import {
  type ActEnvelope,
  decodeAct,
  decodeEnvelope,
  decodeShout,
  type Envelope,
  encodeAct,
  encodeEnvelope,
  encodeShout,
  type ShoutEnvelope,
  splitBatch,
} from "./envelope.ts";
import { HeldMessages } from "./held-messages.ts";
import { MIN_BROKER_PAYLOAD_BYTES } from "./timing.ts";

/** Bytes for the head of an envelope, before its batch. */
const ENVELOPE_HEAD_BYTES = 200;

/** The broker's status of a message that had no subscriber. */
const NO_RESPONDERS = 503;

/** The session that exchanges, and its position in the log. */
export interface ExchangeSession {
  readonly session: string;
  /** Says if envelopes are handled, held or dropped now. Read again for each. */
  readonly receiveMode: "open" | "holding" | "dropping";
  readonly presence: {
    readonly revision: number;
    readonly meaningfulRevision: number;
    isLive(session: string): boolean;
  };
}

/** The receiver of what other nodes send. */
export interface ExchangeListener {
  received(session: string, envelope: Envelope): void;
  receivedShout(session: string, shout: ShoutEnvelope): void;
  receivedAct(session: string, act: ActEnvelope): void;
  /** Learns that an envelope to this session had no subscriber. */
  noResponders(session: string): void;
  /** Learns that the broker refuses a subscription to this node. */
  subscriptionDenied(error: Error): void;
  /** Learns of a message that was dropped. */
  dropped(subject: string, reason: Malformed): void;
}

/**
 * The envelopes, shouts and acts that a node sends and receives in one session. Those of one sender are handled in the order in which
 * they came, and not before this node has read as much of the log as their sender had: so no user hears from another who is not in this
 * node's view yet, nor from the former owner of a name after the new one.
 */
export class Exchange {
  readonly #connection: NatsConnection;
  readonly #session: ExchangeSession;
  readonly #listener: ExchangeListener;
  readonly #root: string;
  readonly #maxPayloadBytes: number;
  readonly #held = new HeldMessages();

  constructor(connection: NatsConnection, namespace: string, session: ExchangeSession, listener: ExchangeListener) {
    this.#connection = connection;
    this.#session = session;
    this.#listener = listener;
    this.#root = `chat.${namespace}`;
    this.#maxPayloadBytes = connection.info?.max_payload ?? 0;
  }

  /** Subscribes. Rejects when the broker's largest message is too small. */
  async open(): Promise<void> {
    if (this.#maxPayloadBytes < MIN_BROKER_PAYLOAD_BYTES) {
      const least = `it has to be at least ${MIN_BROKER_PAYLOAD_BYTES}`;
      throw new Error(
        `max_payload in the configuration of the NATS server is ${this.#maxPayloadBytes} bytes, and ${least}`,
      );
    }
    const { session } = this.#session;
    this.#receive(`node.${session}.*`, decodeEnvelope, (from, envelope) => this.#listener.received(from, envelope));
    this.#receive("shout.*", decodeShout, (from, shout) => this.#listener.receivedShout(from, shout));
    for (const subject of ["act.*", `answer.${session}.*`]) {
      this.#receive(subject, decodeAct, (from, act) => this.#listener.receivedAct(from, act));
    }
    this.#subscribe(`nobody.${session}.*`, (to, { headers }) => {
      if (headers?.code !== NO_RESPONDERS) return Malformed.Envelope;
      this.#listener.noResponders(to);
      return null;
    });
    await this.#connection.flush();
  }

  send(to: string, envelope: Omit<Envelope, "revision">): void {
    const reply = `${this.#root}.nobody.${this.#session.session}.${to}`;
    this.#publish(`node.${to}`, encodeEnvelope({ ...envelope, revision: this.#revision() }), { reply });
  }

  shout(number: number, line: string): void {
    this.#publish("shout", encodeShout({ number, revision: this.#revision(), line }));
  }

  /**
   * Sends an act, or the answer to one.
   *
   * @param to - the session that it is for; `null` for all
   */
  act(to: string | null, number: number, act: CarriedAct): void {
    this.#publish(to === null ? "act" : `answer.${to}`, encodeAct({ number, revision: this.#revision(), act }));
  }

  split(batch: LinkBatch): Iterable<LinkBatch> {
    return splitBatch(batch, this.#maxPayloadBytes - ENVELOPE_HEAD_BYTES);
  }

  /**
   * Drops what has been held for longer than this node could lag behind and keep its lease: the sender has read another log.
   * That happens when the bucket was deleted and a node has not noticed yet.
   */
  dropOverdue(now: number): void {
    if (this.#session.receiveMode === "holding") return;
    this.#held.dropOverdue(now);
    this.drain();
  }

  /** Handles what was held until this node had read the log up to its revision now. */
  drain(): void {
    if (this.#held.isEmpty) return;
    for (const { handle } of this.#held.takeDue((revision) => this.#isTimeFor(revision))) this.#handle(handle);
  }

  /** The revision that receivers wait for before they handle what is sent now. */
  #revision(): number {
    return this.#session.presence.meaningfulRevision;
  }

  #publish(subject: string, data: Buffer, options?: PublishOptions): void {
    this.#connection.publish(`${this.#root}.${subject}.${this.#session.session}`, data, options);
  }

  /** Subscribes to what has to wait until this node has read as much of the log as the sender had. */
  #receive<Received extends { readonly revision: number }>(
    subject: string,
    decode: (data: Uint8Array) => Received | Malformed,
    handle: (from: string, received: Received) => void,
  ): void {
    this.#subscribe(subject, (from, { data }) => {
      const received = decode(data);
      if (typeof received === "string") return received;
      return this.#hold(from, received.revision, data.length, () => handle(from, received));
    });
  }

  /** Handles a message now, or when its time comes. Returns why it is dropped instead, or `null`. */
  #hold(from: string, revision: number, bytes: number, handle: () => void): Malformed | null {
    if (this.#isTimeFor(revision) && !this.#held.has(from)) this.#handle(handle);
    else if (!this.#held.add(from, this.#isTrusted(from), revision, bytes, handle)) return Malformed.Ahead;
    return null;
  }

  /** The first reading of the log shows the sessions that live one after another, so until then each may be one. */
  #isTrusted(session: string): boolean {
    return this.#session.receiveMode === "holding" || this.#session.presence.isLive(session);
  }

  #isTimeFor(revision: number): boolean {
    return this.#session.receiveMode !== "holding" && revision <= this.#session.presence.revision;
  }

  #handle(handle: () => void): void {
    if (this.#session.receiveMode === "open") handle();
  }

  /** Subscribes to messages of others. The last part of a subject is the session that it comes from, or was for. */
  #subscribe(subject: string, handle: (session: string, message: Msg) => Malformed | null): void {
    this.#connection.subscribe(`${this.#root}.${subject}`, {
      callback: (error, message) => {
        // A node that sends and can't receive would be worse than none.
        if (error) return this.#listener.subscriptionDenied(error);
        const session = message.subject.slice(message.subject.lastIndexOf(".") + 1);
        const reason = isSession(session) ? handle(session, message) : Malformed.Envelope;
        if (reason !== null) this.#listener.dropped(message.subject, reason);
      },
    });
  }
}
