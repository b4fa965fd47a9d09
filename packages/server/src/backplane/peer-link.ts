import { DeliveryOutcome, type LocalOutcome } from "../delivery/delivery-outcome.ts";
import type { Sender } from "../delivery/user.ts";
import type { Mailbox } from "./backplane.ts";
import { type InFlightMessage, InFlightTable, LostMessages, type RemoteReceiver } from "./in-flight.ts";
import { AckStatus, EVERYONE_NUMBER, type LinkBatch } from "./link-batch.ts";

/** The receivers of the lines that come by a link. */
export interface PeerLinkHandler {
  /** Puts a line into the mailbox of a user of this event loop. */
  receive(receiverNumber: number, line: string, sender: Sender): LocalOutcome;
  /** Puts a line into every mailbox of this event loop; resolves with how many took it. */
  receiveForAll(line: string): Promise<number>;
}

/**
 * The route between two event loops, over any transport. All lines of one turn go over in one batch, as they will be
 * written: nothing is parsed a second time.
 *
 * A direct message stays in the in-flight table until the other side acknowledges that it is written, or refuses it.
 */
export abstract class PeerLink {
  readonly #handler: PeerLinkHandler;
  readonly #maxInFlightBytes: number;
  readonly #inFlight = new InFlightTable();
  /** Bytes of direct messages that the other side has not queued or refused yet. */
  #inFlightBytes = 0;
  #lines = "";
  #heads: number[] = [];
  #acks: number[] = [];
  #shoutReceipts: number[] = [];
  /** Shouts of this side that are not over on the other, by number. */
  readonly #shouts = new Map<number, (count: number) => void>();
  #lastShout = 0;
  /** Messages from the other side that were queued in this turn. */
  #fresh: RemoteMessage[] = [];
  #isFlushDue = false;
  #isAckDue = false;

  /**
   * @param maxInFlightBytes - bytes of direct messages that may be in flight before the other side has taken them; past
   * this, messages are refused like those to a full queue
   */
  constructor(handler: PeerLinkHandler, maxInFlightBytes: number) {
    this.#handler = handler;
    this.#maxInFlightBytes = maxInFlightBytes;
  }

  /** Sends a batch to the other side, after all earlier ones. */
  protected abstract post(batch: LinkBatch): void;

  protected get hasInFlight(): boolean {
    return this.#inFlight.size > 0;
  }

  /** Sends a direct message. Returns `false` when too many bytes are in flight. */
  send(receiver: RemoteReceiver, line: string, sender: Mailbox): boolean {
    if (this.#inFlightBytes + line.length > this.#maxInFlightBytes) return false;
    this.#inFlightBytes += line.length;
    const message = { sender, receiver, receipt: sender.expectReceipt(this), bytes: line.length };
    this.#append(receiver.number, line, this.#inFlight.add(message));
    return true;
  }

  /** Sends a line to all users of the other side; resolves with the number of those who got it. */
  shout(line: string): Promise<number> {
    this.#lastShout += 1;
    const number = this.#lastShout;
    this.#append(EVERYONE_NUMBER, line, number);
    return new Promise((resolve) => this.#shouts.set(number, resolve));
  }

  ack(number: number, status: AckStatus): void {
    this.#acks.push(number * ACK_BASE + status);
    if (!this.#isAckDue) this.#flushSoon();
  }

  /** Reports all messages in flight to their senders as lost. Shouts that are not over count as delivered to nobody. */
  failAll(): void {
    this.endShouts();
    const lost = new LostMessages();
    for (const { sender, receiver, receipt } of this.#inFlight.clear()) {
      lost.add(sender, receiver);
      receipt?.delivered();
    }
    this.#inFlightBytes = 0;
    lost.notifySenders();
  }

  protected endShouts(): void {
    for (const resolve of this.#shouts.values()) resolve(0);
    this.#shouts.clear();
  }

  #append(receiverNumber: number, line: string, number: number): void {
    this.#lines += line;
    this.#heads.push(receiverNumber, line.length, number);
    this.#flushSoon();
  }

  #flushSoon(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    setImmediate(this.flush);
  }

  readonly flush = (): void => {
    this.#isFlushDue = false;
    if (this.#heads.length + this.#acks.length + this.#shoutReceipts.length === 0) return;
    const shoutReceipts = this.#shoutReceipts.length > 0 ? { shoutReceipts: this.#shoutReceipts } : {};
    const batch: LinkBatch = { lines: this.#lines, heads: this.#heads, acks: this.#acks, ...shoutReceipts };
    this.#lines = "";
    this.#heads = [];
    this.#acks = [];
    this.#shoutReceipts = [];
    this.post(batch);
  };

  receive({ lines, heads, acks, shoutReceipts = [] }: LinkBatch): void {
    if (acks.length > 0) this.#handleAcks(acks);
    for (let index = 0; index < shoutReceipts.length; index += 2) {
      this.#endShout(shoutReceipts[index] as number, shoutReceipts[index + 1] as number);
    }
    let start = 0;
    for (let index = 0; index < heads.length; index += 3) {
      const end = start + (heads[index + 1] as number);
      this.#receiveLine(heads[index] as number, lines.slice(start, end), heads[index + 2] as number);
      start = end;
    }
    if (this.#fresh.length === 0 || this.#isAckDue) return;
    // Comes after this turn's flush of the outboxes: a message that this writes needs one ack instead of two.
    this.#isAckDue = true;
    setImmediate(this.#ackFresh);
  }

  #receiveLine(receiverNumber: number, line: string, number: number): void {
    if (receiverNumber === EVERYONE_NUMBER) {
      this.#handler.receiveForAll(line).then((count) => this.#sendShoutReceipt(number, count));
      return;
    }
    const message = new RemoteMessage(this, number);
    const outcome = this.#handler.receive(receiverNumber, line, message);
    if (outcome === DeliveryOutcome.Queued) this.#fresh.push(message);
    else this.ack(number, outcome === DeliveryOutcome.NoRoom ? AckStatus.NoRoom : AckStatus.Gone);
  }

  #sendShoutReceipt(number: number, count: number): void {
    this.#shoutReceipts.push(number, count);
    this.#flushSoon();
  }

  #endShout(number: number, count: number): void {
    this.#shouts.get(number)?.(count);
    this.#shouts.delete(number);
  }

  readonly #ackFresh = (): void => {
    for (const message of this.#fresh) message.ackQueued();
    this.#fresh = [];
    this.#isAckDue = false;
    this.flush();
  };

  #handleAcks(acks: readonly number[]): void {
    const lost = new LostMessages();
    for (const ack of acks) {
      const status = (ack % ACK_BASE) as AckStatus;
      const number = (ack - status) / ACK_BASE;
      const message = this.#inFlight.get(number);
      if (!message) continue;
      if (status !== AckStatus.Queued) this.#inFlight.delete(number);
      if (status === AckStatus.Unwritten) lost.add(message.sender, message.receiver);
      this.#settleReceipt(message, status);
    }
    lost.notifySenders();
  }

  #settleReceipt(message: InFlightMessage, status: AckStatus): void {
    const { receipt, receiver, bytes } = message;
    if (!receipt) return;
    message.receipt = null;
    this.#inFlightBytes -= bytes;
    if (status === AckStatus.NoRoom) receipt.refused(receiver.name, DeliveryOutcome.NoRoom);
    else if (status === AckStatus.Gone) receipt.refused(receiver.name, DeliveryOutcome.Gone);
    else receipt.delivered();
  }
}

/** An ack is one number: that of the message times this, plus the status. More than the largest status. */
const ACK_BASE = 8;

/** A message from the other side in a mailbox of this one. It acknowledges itself when it is written or lost. */
class RemoteMessage implements Sender {
  readonly #link: PeerLink;
  readonly #number: number;
  #isAcked = false;

  constructor(link: PeerLink, number: number) {
    this.#link = link;
    this.#number = number;
  }

  written(): void {
    this.#ack(AckStatus.Written);
  }

  undeliverable(): void {
    this.#ack(AckStatus.Unwritten);
  }

  /** Acknowledges that it waits in the queue, at the end of the turn in which it came. */
  ackQueued(): void {
    if (!this.#isAcked) this.#link.ack(this.#number, AckStatus.Queued);
  }

  #ack(status: AckStatus): void {
    this.#isAcked = true;
    this.#link.ack(this.#number, status);
  }
}
