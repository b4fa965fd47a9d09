import { setTimeout as delay } from "node:timers/promises";
import { displayText } from "@chat/protocol";
import type { NatsConnection } from "@nats-io/transport-node";
import type { LocalNames } from "./local-names.ts";
import type { NameTable } from "./name-table.ts";
import { asksForCredentials, type NatsAccess, openConnection, parseServerUrl } from "./open-broker.ts";
import { Session, type SessionHost } from "./session.ts";
import { describeError } from "./session-links.ts";
import { CLOSE_TIMEOUT_MS, RETRY_MAX_MS, RETRY_MIN_MS } from "./timing.ts";

/** The node whose sessions are supervised. */
export interface SupervisedNode extends SessionHost {
  readonly localNames: LocalNames;
}

/** Keeps this node in the chat: when a session ends, begins the next one, until the supervisor is closed. */
export class SessionSupervisor {
  readonly #access: NatsAccess;
  readonly #node: SupervisedNode;
  readonly #closing = new AbortController();
  #session: Session | null = null;
  /** The last session that exchanged messages with other nodes, or is about to. */
  #joined: Session | null = null;
  #running: Promise<void> = Promise.resolve();
  /** Reason of the last failure to join, since the last session ended. */
  #lastFailure: string | null = null;
  #hasWarned = false;

  constructor(access: NatsAccess, node: SupervisedNode) {
    this.#access = access;
    this.#node = node;
  }

  /** The current session; `null` without a connection. */
  get session(): Session | null {
    return this.#session;
  }

  /** The users online, by the last session that exchanged messages with other nodes. */
  get view(): NameTable | null {
    return this.#joined?.presence.names ?? null;
  }

  /** The names of the other nodes, by the same session. */
  get otherNodes(): string[] {
    return (this.#joined?.otherNodes() ?? []).map(({ node }) => displayText(node));
  }

  /** Begins the first session. Rejects with a message for people when that fails. */
  async start(): Promise<void> {
    const session = await this.#join().catch((error: unknown) => {
      // The URLs may have passwords in them.
      const hosts = this.#access.servers.map((server) => parseServerUrl(server).host).join(", ");
      throw new Error(`Can't join the other nodes through NATS at ${hosts}: ${explain(error)}`);
    });
    this.#running = this.#stayJoined(session);
  }

  /**
   * Ends the current session, and begins no other.
   *
   * @param released - resolves when the names of this node are released; waited for only as long as allowed
   */
  async close(released: Promise<void>): Promise<void> {
    this.#closing.abort();
    const session = this.#session;
    await within(CLOSE_TIMEOUT_MS, released);
    // Names that could not be released in time go with the node.
    if (session) await within(CLOSE_TIMEOUT_MS, session.leave());
    // Another one may have begun meanwhile.
    this.#session?.end("it was closed");
    this.#joined = null;
    await this.#running;
  }

  /** Begins a session, and claims the names of all users of this node again. Rejects when that can't be done now. */
  async #join(): Promise<Session> {
    const { logger, namespace, nodeName, formerSessions } = this.#node;
    const connection = await openConnection(this.#access, namespace, `chat-server ${nodeName}`);
    if (this.#closing.signal.aborted) {
      await connection.close();
      throw new Error("this node is closed");
    }
    const session = new Session(connection, this.#node);
    this.#session = session;
    // Records of this session may remain after any end, and are this node's.
    session.over.then(() => {
      formerSessions.add(session.session);
      this.#session = null;
    });
    await session.begin();
    await this.#node.localNames.claimAgain(session);
    this.#joined = session;
    await session.open();
    const nodes = session.otherNodes().length + 1;
    const users = session.presence.names.userCount;
    const fields = { event: "joined-nodes", node: nodeName, session: session.session, nodes, users };
    this.#lastFailure = null;
    logger.info(fields, `NATS: this node is one of ${nodes}, with ${users} users in all`);
    this.#warnOfOpenBroker(connection);
    return session;
  }

  /** Warns once of a broker that lets everybody in. */
  #warnOfOpenBroker(connection: NatsConnection): void {
    if (this.#hasWarned || asksForCredentials(connection)) return;
    this.#hasWarned = true;
    const text = "NATS asks for no password: whoever reaches it can read all messages and write in anybody's name";
    this.#node.logger.warn({ event: "open-broker" }, text);
  }

  async #stayJoined(first: Session): Promise<void> {
    const { signal } = this.#closing;
    let session: Session | null = first;
    let retryMs = RETRY_MIN_MS;
    while (!signal.aborted) {
      if (session) {
        const reason = await session.over;
        if (signal.aborted) return;
        retryMs = RETRY_MIN_MS;
        this.#node.logger.warn({ event: "cut-off", reason }, `NATS: cut off from other nodes: ${reason}`);
      }
      // The random factor spreads the attempts of nodes that lost the broker at the same time.
      await delay(retryMs * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      session = await this.#join().catch((error: unknown) => this.#noteFailure(error));
      retryMs = Math.min(retryMs * 2, RETRY_MAX_MS);
    }
  }

  /** Logs a failure to join. A broker that is away for hours is one warning. */
  #noteFailure(error: unknown): null {
    const reason = explain(error);
    const level = reason === this.#lastFailure ? "debug" : "warn";
    this.#lastFailure = reason;
    this.#node.logger[level]({ event: "join-failed", reason }, `NATS: can't join the other nodes: ${reason}`);
    return null;
  }
}

/** Waits for `work`, but not longer than a given time. */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  const timeout = new AbortController();
  await Promise.race([work, delay(milliseconds, undefined, { signal: timeout.signal }).catch(() => undefined)]);
  timeout.abort();
}

/** Returns the reason of a failure, with advice where there is some. */
export function explain(error: unknown): string {
  const reason = describeError(error).replace(/\.$/, "");
  const hint = HINTS.find(({ pattern }) => pattern.test(reason))?.hint ?? "";
  return `${reason}.${hint}`;
}

const HINTS: readonly { readonly pattern: RegExp; readonly hint: string }[] = [
  { pattern: /jetstream.*not enabled/i, hint: " Start the nats-server with JetStream: nats-server -js." },
  { pattern: /refused|ENOTFOUND/, hint: " Is a nats-server running there?" },
  { pattern: /^timeout$/, hint: " The nats-server did not answer in time." },
  { pattern: /^authorization/i, hint: " Give user and password, or a credentials file." },
  { pattern: /certificate/i, hint: " The node has to know the authority that has signed the nats-server's." },
  {
    pattern: /no suitable peers/,
    hint: " A chat on a cluster of NATS servers begins with three of them, with JetStream.",
  },
  { pattern: /parse credentials/, hint: " The credentials file is not one that nsc has made." },
];
