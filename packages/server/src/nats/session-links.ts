import { displayText } from "@chat/protocol";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Mailbox } from "../backplane/backplane.ts";
import type { FanOut } from "../backplane/fan-out.ts";
import type { LinkBatch } from "../backplane/link-batch.ts";
import type { RemoteMember } from "../backplane/members.ts";
import { DeliveryOutcome, type LocalOutcome } from "../delivery/delivery-outcome.ts";
import { TO_ALL } from "../delivery/line.ts";
import type { Sender } from "../delivery/user.ts";
import { Malformed } from "./border.ts";
import type { ActEnvelope, Envelope, ShoutEnvelope } from "./envelope.ts";
import { Exchange, type ExchangeListener, type ExchangeSession } from "./exchange.ts";
import { type Carrier, NodeLink } from "./node-link.ts";
import type { Presence } from "./presence.ts";
import { RemoteSenders } from "./remote-senders.ts";
import type { ActingNode } from "./sanction-log.ts";
import { type ActingSession, SessionActs } from "./session-acts.ts";

/** The node that the links belong to. */
export interface LinkedNode extends ActingNode {
  readonly fanOut: FanOut;
  /** Learns that shouts of another node were lost on their way. */
  shoutsLost(count: number): void;
}

/** The session that the links belong to. */
export interface LinkedSession extends ExchangeSession, ActingSession {
  readonly presence: Presence;
  end(reason: string): void;
}

/** The links of one session to all other nodes, and the messages over them. */
export class SessionLinks implements ExchangeListener, Carrier {
  readonly acts: SessionActs;
  readonly #session: LinkedSession;
  readonly #node: LinkedNode;
  readonly #exchange: Exchange;
  readonly #senders: RemoteSenders;
  readonly #links = new Map<string, NodeLink>();
  /** Number of the last shout of each session. */
  readonly #lastShouts = new Map<string, number>();
  #shoutCount = 0;

  constructor(connection: NatsConnection, namespace: string, session: LinkedSession, node: LinkedNode) {
    this.#session = session;
    this.#node = node;
    this.#senders = new RemoteSenders(session.presence.names);
    this.#exchange = new Exchange(connection, namespace, session, this);
    this.acts = new SessionActs(session, node, this.#exchange);
  }

  open(): Promise<void> {
    return this.#exchange.open();
  }

  to(session: string): NodeLink {
    let link = this.#links.get(session);
    if (!link) {
      link = new NodeLink(session, this);
      this.#links.set(session, link);
    }
    return link;
  }

  /** Sends a direct message. Returns `false` when that is not possible now. */
  deliver(receiver: RemoteMember, line: string, sender: Mailbox): boolean {
    return this.#session.canExchange && receiver.link.send(receiver, line, sender);
  }

  /** Sends a shout to all other nodes. Returns the number of their users. */
  shout(line: string): number {
    if (!this.#session.canExchange) return 0;
    // Messages sent before the shout stay before it.
    this.flush();
    this.#shoutCount += 1;
    this.#exchange.shout(this.#shoutCount, line);
    return this.#session.presence.names.remoteCount;
  }

  flush(): void {
    for (const link of this.#links.values()) link.flush();
  }

  /** Handles the messages that were held until this node had read the log as far as now. */
  drain(): void {
    this.#exchange.drain();
  }

  /** Drops messages that were held for too long, and probes links that are silent. */
  check(now: number): void {
    this.#exchange.dropOverdue(now);
    for (const link of this.#links.values()) link.check(now);
  }

  remove(session: string): void {
    this.#links.get(session)?.close();
    this.#links.delete(session);
    this.#lastShouts.delete(session);
    this.acts.gone(session);
  }

  /** Closes all links: messages in flight are reported as lost. */
  close(): void {
    for (const link of this.#links.values()) link.close();
  }

  carry(session: string, envelope: Omit<Envelope, "revision">): void {
    if (this.#session.canExchange) this.#exchange.send(session, envelope);
  }

  split(batch: LinkBatch): Iterable<LinkBatch> {
    return this.#exchange.split(batch);
  }

  received(session: string, envelope: Envelope): void {
    // A fenced session counts no more: its names may be other users' now.
    if (this.#session.presence.isLive(session)) this.to(session).open(envelope);
  }

  receivedShout(session: string, { number, line }: ShoutEnvelope): void {
    if (!this.#session.presence.isLive(session)) return;
    if (!this.#senders.isLine(line, session, TO_ALL)) return this.#node.dropped(session, Malformed.Line);
    const last = this.#lastShouts.get(session);
    this.#lastShouts.set(session, number);
    if (last !== undefined && number > last + 1) this.#node.shoutsLost(number - last - 1);
    // The sender may know of a user before this node does: a claim that is not settled counts.
    this.#node.fanOut.begin(line, null, "all");
  }

  receivedAct(session: string, act: ActEnvelope): void {
    this.acts.received(session, act);
  }

  receive(session: string, receiverNumber: number, line: string, sender: Sender): LocalOutcome {
    const { presence } = this.#session;
    const receiver = presence.findLocal(receiverNumber);
    if (receiver && !this.#senders.isLine(line, session, receiver.user)) {
      this.#node.dropped(session, Malformed.Line);
      return DeliveryOutcome.Gone;
    }
    // Catching up may cut the receiver off.
    if (receiver && this.#node.fanOut.isInProgress) this.#node.fanOut.catchUp(receiver.user);
    const member = presence.findLocal(receiverNumber);
    return member ? member.deliver(line, sender) : DeliveryOutcome.Gone;
  }

  noResponders(session: string): void {
    this.#links.get(session)?.failAll();
  }

  subscriptionDenied(error: Error): void {
    this.#session.end(describeError(error));
  }

  dropped(subject: string, reason: Malformed): void {
    this.#node.dropped(subject, reason);
  }
}

/** Returns the message of an error as text that is safe for a log line. */
export function describeError(error: unknown): string {
  return displayText(error instanceof Error ? error.message || error.name : String(error));
}
