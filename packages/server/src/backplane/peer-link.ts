import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import type { Sender } from "../delivery/user.ts";
import type { Mailbox } from "./backplane.ts";
import { type InFlightMessage, InFlightTable } from "./in-flight.ts";
import { EVERYONE_NUMBER, type LinkBatch, Report } from "./link-batch.ts";
import type { RemoteMember } from "./members.ts";

/** Who receives what comes by a link. */
export interface PeerLinkHandler {
  /** Puts a line into the mailbox of a user of this event loop. */
  receive(receiverNumber: number, line: string, sender: Sender): Exclude<DeliveryOutcome, "in-flight">;
  /** Puts a line into every mailbox of this event loop; resolves with how many took it. */
  receiveForAll(line: string): Promise<number>;
}

/**
 * The route between two event loops, whatever carries it. What one turn brings goes over in one message, lines as they will
 * be written: nothing is parsed a second time.
 *
 * A direct message stays on this side's account until the other has told that it is written, or why it never will be.
 */
export abstract class PeerLink {
  readonly #owner: PeerLinkHandler;
  readonly #maxInFlightBytes: number;
  readonly #inFlight = new InFlightTable();
  #inFlightBytes = 0;
  #lines = "";
  #heads: number[] = [];
  #reports: number[] = [];
  #receipts: number[] = [];
  /** Shouts of this side of which the other has not told that they are over, by number. */
  readonly #shouts = new Map<number, (count: number) => void>();
  #lastShout = 0;
  /** Messages of the other side that came in this turn and were queued. */
  #fresh: RemoteMessage[] = [];
  #isFlushDue = false;
  #isReportDue = false;

  /**
   * @param maxInFlightBytes - bytes of direct messages that may be under way before the other side has taken them; past
   * this, messages are refused like those to a full queue
   */
  constructor(owner: PeerLinkHandler, maxInFlightBytes: number) {
    this.#owner = owner;
    this.#maxInFlightBytes = maxInFlightBytes;
  }

  /** Carries a batch to the other side, behind those that went before. */
  protected abstract post(batch: LinkBatch): void;

  /** Whether the account has messages of which it is not known that they were written. */
  protected get isOwed(): boolean {
    return this.#inFlight.size > 0;
  }

  /** Sends a direct message off, or gives `false` when too much is under way. */
  send(receiver: RemoteMember, line: string, sender: Mailbox): boolean {
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

  /** Tells each sender of all that is on the account: it may not have arrived. Shouts that are not over have reached nobody. */
  failAll(): void {
    this.endShouts();
    const unwritten = new UnwrittenMessages();
    for (const { sender, receiver, receipt } of this.#inFlight.clear()) {
      unwritten.count(sender, receiver);
      receipt?.delivered();
    }
    this.#inFlightBytes = 0;
    unwritten.tell();
  }

  /** Waits no longer for shouts that are not over. */
  protected endShouts(): void {
    for (const resolve of this.#shouts.values()) resolve(0);
    this.#shouts.clear();
  }

  /** Tells the other side what became of one of its messages. */
  report(number: number, report: Report): void {
    this.#reports.push(number * REPORT_BASE + report);
    if (!this.#isReportDue) this.#flushSoon();
  }

  // ── Out ───────────────────────────────────────────────────────────────────────────────────────────────────────────

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

  /** Lets go of what this turn has brought up to now. */
  readonly flush = (): void => {
    this.#isFlushDue = false;
    if (this.#heads.length + this.#reports.length + this.#receipts.length === 0) return;
    const receipts = this.#receipts.length > 0 ? { receipts: this.#receipts } : {};
    const batch: LinkBatch = { lines: this.#lines, heads: this.#heads, reports: this.#reports, ...receipts };
    this.#lines = "";
    this.#heads = [];
    this.#reports = [];
    this.#receipts = [];
    this.post(batch);
  };

  // ── In ────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes what the other side has sent. */
  receive({ lines, heads, reports, receipts = [] }: LinkBatch): void {
    if (reports.length > 0) this.#settle(reports);
    for (let index = 0; index < receipts.length; index += 2) {
      this.#endShout(receipts[index] as number, receipts[index + 1] as number);
    }
    let start = 0;
    for (let index = 0; index < heads.length; index += 3) {
      const end = start + (heads[index + 1] as number);
      this.#take(heads[index] as number, lines.slice(start, end), heads[index + 2] as number);
      start = end;
    }
    if (this.#fresh.length === 0 || this.#isReportDue) return;
    // Behind the flush of the outboxes in the order of this turn: what it writes needs no report of its own.
    this.#isReportDue = true;
    setImmediate(this.#reportFresh);
  }

  #take(receiverNumber: number, line: string, number: number): void {
    if (receiverNumber === EVERYONE_NUMBER) {
      this.#owner.receiveForAll(line).then((count) => this.#reportShout(number, count));
      return;
    }
    const message = new RemoteMessage(this, number);
    const outcome = this.#owner.receive(receiverNumber, line, message);
    if (outcome === DeliveryOutcome.Queued) this.#fresh.push(message);
    else this.report(number, outcome === DeliveryOutcome.NoRoom ? Report.NoRoom : Report.Gone);
  }

  #reportShout(number: number, count: number): void {
    this.#receipts.push(number, count);
    this.#flushSoon();
  }

  #endShout(number: number, count: number): void {
    this.#shouts.get(number)?.(count);
    this.#shouts.delete(number);
  }

  readonly #reportFresh = (): void => {
    for (const message of this.#fresh) message.reportQueued();
    this.#fresh = [];
    this.#isReportDue = false;
    this.flush();
  };

  #settle(reports: readonly number[]): void {
    const unwritten = new UnwrittenMessages();
    for (const entry of reports) {
      const report = (entry % REPORT_BASE) as Report;
      const number = (entry - report) / REPORT_BASE;
      const message = this.#inFlight.get(number);
      if (!message) continue;
      if (report !== Report.Queued) this.#inFlight.delete(number);
      if (report === Report.Unwritten) unwritten.count(message.sender, message.receiver);
      this.#endJourney(message, report);
    }
    unwritten.tell();
  }

  #endJourney(message: InFlightMessage, report: Report): void {
    const { receipt, receiver, bytes } = message;
    if (!receipt) return;
    message.receipt = null;
    this.#inFlightBytes -= bytes;
    if (report === Report.NoRoom) receipt.refused(receiver.name, DeliveryOutcome.NoRoom);
    else if (report === Report.Gone) receipt.refused(receiver.name, DeliveryOutcome.Gone);
    else receipt.delivered();
  }
}

/** Reports and numbers share a number: how many reports there can be, at most. */
const REPORT_BASE = 8;

/** A message from the other side that is in a mailbox of this one: tells the other what becomes of it. */
class RemoteMessage implements Sender {
  readonly #link: PeerLink;
  readonly #number: number;
  #isReported = false;

  constructor(link: PeerLink, number: number) {
    this.#link = link;
    this.#number = number;
  }

  written(): void {
    this.#report(Report.Written);
  }

  undeliverable(): void {
    this.#report(Report.Unwritten);
  }

  /** The turn is over in which it came. */
  reportQueued(): void {
    if (!this.#isReported) this.#link.report(this.#number, Report.Queued);
  }

  #report(report: Report): void {
    this.#isReported = true;
    this.#link.report(this.#number, report);
  }
}

/** Messages that may not have arrived, counted so that each sender is told once for each receiver. */
class UnwrittenMessages {
  readonly #counts = new Map<Sender, Map<RemoteMember, number>>();

  count(sender: Sender, receiver: RemoteMember): void {
    const counts = this.#counts.get(sender) ?? new Map<RemoteMember, number>();
    this.#counts.set(sender, counts.set(receiver, (counts.get(receiver) ?? 0) + 1));
  }

  tell(): void {
    for (const [sender, counts] of this.#counts) {
      for (const [{ name }, count] of counts) sender.undeliverable(name, count);
    }
  }
}
