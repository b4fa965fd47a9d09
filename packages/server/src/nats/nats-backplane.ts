import { hostname } from "node:os";
import { displayText } from "@chat/protocol";
import type { Backplane, ClaimOptions, ClaimOutcome, Mailbox } from "../backplane/backplane.ts";
import { FanOut } from "../backplane/fan-out.ts";
import { RemoteMember } from "../backplane/members.ts";
import type { Act, ActResult } from "../control/act.ts";
import { LoopControl } from "../control/loop-control.ts";
import { MAX_SANCTIONS } from "../control/sanctions.ts";
import { DeliveryOutcome } from "../delivery/delivery-outcome.ts";
import type { User } from "../delivery/user.ts";
import { type Logger, silentLogger } from "../logger.ts";
import { SampledLogger } from "../sampled-logger.ts";
import type { Malformed } from "./border.ts";
import { LocalNames } from "./local-names.ts";
import { checkNatsOptions, type NatsBackplaneOptions } from "./nats-options.ts";
import type { SanctionAct } from "./sanction-log.ts";
import type { Session } from "./session.ts";
import { explain, SessionSupervisor, type SupervisedNode } from "./session-supervisor.ts";

/**
 * The backplane of one of several server nodes, on one machine or many, with NATS between them. The broker's log decides all
 * claims; messages go straight from node to node.
 *
 * Without the broker the users of this node still reach one another. New names are refused and users of other nodes can't be
 * reached until it is back.
 */
export class NatsBackplane implements Backplane, SupervisedNode {
  /** The chat that this node belongs to. */
  readonly namespace: string;
  /** The name of this node in logs. */
  readonly nodeName: string;
  readonly control = new LoopControl();
  /** @internal */
  readonly logger: Logger;
  /** @internal */
  readonly formerSessions = new Set<string>();
  /** @internal */
  readonly fanOut = new FanOut();
  /** @internal */
  readonly localNames: LocalNames;
  readonly #sampledLogger: SampledLogger;
  readonly #sessions: SessionSupervisor;
  #closed: Promise<void> | null = null;
  #lostShouts = 0;
  #droppedMessages = 0;

  private constructor({ namespace = "default", nodeName = hostname(), logger, ...access }: NatsBackplaneOptions) {
    this.namespace = namespace;
    this.nodeName = nodeName;
    this.#sampledLogger = new SampledLogger(logger ?? silentLogger);
    this.logger = this.#sampledLogger;
    this.#sessions = new SessionSupervisor(access, this);
    this.localNames = new LocalNames(this.fanOut, this.#sessions, this.logger);
  }

  /**
   * Connects to the broker, and makes this node one of a chat. From then on it reconnects by itself.
   *
   * @throws {TypeError} for an option that does not exist; the message says which was most likely meant.
   * @throws {RangeError} for a value that is not allowed; the message says what is.
   * @throws {Error} when the broker can't be reached, or has no JetStream; the message says why.
   */
  static async connect(options: NatsBackplaneOptions): Promise<NatsBackplane> {
    checkNatsOptions(options);
    const backplane = new NatsBackplane(options);
    await backplane.#sessions.start();
    return backplane;
  }

  /** Shouts of other nodes that were lost on their way to this one. */
  get lostShouts(): number {
    return this.#lostShouts;
  }

  /** Malformed messages and records that this node found in the broker and dropped. */
  get droppedMessages(): number {
    return this.#droppedMessages;
  }

  claim(mailbox: Mailbox, { mustDiffer = false }: ClaimOptions = {}): Promise<ClaimOutcome> {
    return this.localNames.claim(mailbox, mustDiffer);
  }

  release(mailbox: Mailbox): void {
    this.localNames.release(mailbox);
  }

  find(key: string): User | undefined {
    return this.#sessions.view?.find(key)?.member?.user;
  }

  users(): Iterable<User> {
    return this.#sessions.view?.users() ?? [];
  }

  get userCount(): number {
    return this.#sessions.view?.userCount ?? 0;
  }

  get viewVersion(): number {
    return this.#sessions.view?.viewVersion ?? 0;
  }

  get isDegraded(): boolean {
    return !this.#sessions.session?.canExchange;
  }

  deliver(receiver: User, line: string, sender: Mailbox): DeliveryOutcome {
    if (this.fanOut.isInProgress) this.fanOut.catchUp(receiver);
    // Spares the search for receivers on this node.
    if (receiver.mailbox)
      return receiver.mailbox.deliver(line, sender) ? DeliveryOutcome.Queued : DeliveryOutcome.NoRoom;
    const { view, session } = this.#sessions;
    const member = view?.find(receiver.key)?.member;
    if (member?.user !== receiver) return DeliveryOutcome.Gone;
    if (member instanceof RemoteMember) {
      return session?.links.deliver(member, line, sender) ? DeliveryOutcome.InFlight : DeliveryOutcome.NoRoom;
    }
    return member.deliver(line, sender);
  }

  async broadcast(line: string, except: User): Promise<number> {
    const elsewhere = this.#shoutElsewhere(line);
    return elsewhere + (await this.fanOut.begin(line, except, "in-view"));
  }

  /** Sends a shout to the other nodes. Returns the number of their users, or 0 when the connection has just broken. */
  #shoutElsewhere(line: string): number {
    const { session } = this.#sessions;
    try {
      return session?.links.shout(line) ?? 0;
    } catch (error) {
      session?.end(explain(error));
      return 0;
    }
  }

  /** @internal */
  shoutsLost(count: number): void {
    this.#lostShouts += count;
    const fields = { event: "shouts-lost", count, total: this.#lostShouts };
    this.logger.warn(fields, `NATS: ${count} shouts of another node were lost on their way`);
  }

  /** @internal */
  dropped(origin: string, reason: Malformed): void {
    this.#droppedMessages += 1;
    const from = displayText(origin.slice(0, MAX_ORIGIN_LENGTH));
    const fields = { event: "protocol-error", origin: from, reason };
    this.logger.warn(fields, `NATS: dropped what came from ${from}: ${reason}`);
  }

  async perform(act: Act): Promise<ActResult> {
    const { session, otherNodes } = this.#sessions;
    const isSanction = act.kind === "impose" || act.kind === "lift";
    if (session?.canExchange) {
      if (isSanction) await writeSanction(session, act);
      return session.links.acts.perform(act);
    }
    if (isSanction)
      throw new Error("The other nodes can't be reached through NATS now: try again when this one is back.");
    return { hits: await this.control.perform(act), silent: otherNodes };
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#sessions.close(this.localNames.releaseAll());
    this.fanOut.close();
    this.#sampledLogger.endWindow();
  }
}

/** Writes a ban, a mute or the end of one. Rejects when it does not hold then. */
async function writeSanction(session: Session, act: SanctionAct): Promise<void> {
  const { kind, sanction } = act;
  await session.write(act).catch((cause: unknown) => {
    const text = `NATS did not confirm the ${sanction.kind}, so it holds nowhere, or is listed soon: ${explain(cause)}`;
    throw new Error(text, { cause });
  });
  if (kind === "impose" && sanction.endsAt > Date.now() && !session.sanctions.has(sanction)) {
    throw new RangeError(
      `The ${sanction.kind} was lifted at once, or is one more than the ${MAX_SANCTIONS} that there may be.`,
    );
  }
}

/** Characters of a subject or key in the log. */
const MAX_ORIGIN_LENGTH = 120;
