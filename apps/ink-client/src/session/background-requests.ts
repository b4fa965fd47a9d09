import type { ChatClient } from "@chat/client-sdk";
import { ChatError, type NameList } from "@chat/protocol";
import type { People } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";

/** The least time between two requests for the users online, in milliseconds. */
const LEAST_LIST_PAUSE_MS = 10_000;

/** The pause for each user online: however many clients ask, the server sends 50 names a second to each of them. */
const LIST_PAUSE_PER_USER_MS = 20;

/** The time after a direct message until the client makes a request, whose answer proves that the message was processed. */
const PROOF_DELAY_MS = 1_000;

/** The time after which a request counts as lost by an original server, in milliseconds. */
const REQUEST_TIMEOUT_MS = 5_000;

/** The time that the server gets to confirm what was sent when the user leaves, in milliseconds. */
const LAST_PROOF_MS = 2_000;

/** The pause before a request without an answer is repeated, in milliseconds. */
const RETRY_PAUSE_MS = 2_000;

/** The session that the requests are made for. */
export interface BackgroundRequestsOptions {
  findClient(): ChatClient | null;
  /** Returns whether the outcome of a message is open, be it sent or kept. */
  isExpecting(): boolean;
  /** Called with each list of the people online, before it takes the place of the one before. */
  listed(people: People): void;
}

/**
 * Makes the requests that no user asked for: for the people online, the commands, and a proof of what was sent. Makes none while
 * an answer is late: the server has enough to answer.
 */
export class BackgroundRequests {
  readonly #store: ChatStore;
  readonly #options: BackgroundRequestsOptions;
  #listTimer: NodeJS.Timeout | undefined;
  #proofTimer: NodeJS.Timeout | undefined;

  constructor(store: ChatStore, options: BackgroundRequestsOptions) {
    this.#store = store;
    this.#options = options;
  }

  start(): void {
    // One after the other: an original server loses requests that reach it together.
    void this.#listPeople().then(() => this.#learnCommands());
    // What was kept while the connection was away may be written some seconds later.
    this.proveSoon();
  }

  stop(): void {
    clearTimeout(this.#listTimer);
    clearTimeout(this.#proofTimer);
    this.#listTimer = undefined;
    this.#proofTimer = undefined;
  }

  /** Makes a request soon: a server answers no direct message, but the next answer proves that it was processed. */
  proveSoon(): void {
    this.#proofTimer ??= setTimeout(async () => {
      await this.#prove(REQUEST_TIMEOUT_MS);
      this.#proofTimer = undefined;
      if (this.#isOnline && this.#options.isExpecting()) this.proveSoon();
    }, PROOF_DELAY_MS);
  }

  /** Makes a request at once if the outcome of something sent is open, and waits a little for its answer. */
  async proveNow(): Promise<void> {
    await this.#prove(LAST_PROOF_MS);
  }

  /** Shows the time since a request was made as the latency. */
  showLatency(askedAt: number): void {
    this.#store.gather({ kind: "latency", latencyMs: Math.max(1, Math.round(performance.now() - askedAt)) });
  }

  get #isOnline(): boolean {
    return this.#options.findClient()?.state.kind === "online";
  }

  async #prove(timeoutMs: number): Promise<void> {
    const sent = this.#options.findClient()?.unconfirmed.length ?? 0;
    if (sent > 0) await this.#ask((client, signal) => client.time({ signal }), timeoutMs);
  }

  async #listPeople(): Promise<void> {
    const list = await this.#ask((client, signal) => client.list({ signal }));
    if (list) {
      const people = sortPeople(list);
      this.#options.listed(people);
      this.#store.gather({ kind: "people", people });
    }
    clearTimeout(this.#listTimer);
    // When the connection is away, the list is requested again as soon as that is back.
    if (!this.#isOnline) return;
    const users = list?.count ?? this.#store.state.people.count;
    const pauseMs = Math.max(LEAST_LIST_PAUSE_MS, users * LIST_PAUSE_PER_USER_MS);
    this.#listTimer = setTimeout(() => void this.#listPeople(), list ? pauseMs : RETRY_PAUSE_MS);
  }

  async #learnCommands(): Promise<void> {
    const names = await this.#ask((client, signal) => client.help({ signal }));
    // Without an answer, the commands of the contract are suggested.
    if (names) this.#store.gather({ kind: "commands", names });
  }

  /** Makes a request, and shows its latency; returns `null` when no answer came, or none can be expected soon. */
  async #ask<Answer>(
    request: (client: ChatClient, signal: AbortSignal) => Promise<Answer>,
    timeoutMs = REQUEST_TIMEOUT_MS,
  ): Promise<Answer | null> {
    const client = this.#options.findClient();
    if (client?.state.kind !== "online" || client.state.lateMs > 0) return null;
    const signal = AbortSignal.timeout(timeoutMs);
    const askedAt = performance.now();
    try {
      const answer = await request(client, signal);
      this.showLatency(askedAt);
      return answer;
    } catch (error) {
      if (error instanceof ChatError || signal.aborted) return null;
      throw error;
    }
  }
}

function sortPeople({ names, count }: NameList): People {
  return { names: names.toSorted(new Intl.Collator("en").compare), count };
}
