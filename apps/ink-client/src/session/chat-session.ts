import { ChatClient, ClientClosedError, type SentMessage } from "@chat/client-sdk";
import { ChatError, type ChatMessage, type NameList, SERVER_NAME } from "@chat/protocol";
import { explainConnectProblem, explainLostConnection } from "../connect-problem.ts";
import type { AddedLine, ConversationRef } from "../state/chat-event.ts";
import type { FormField, JoinTarget } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { EVERYONE_KEY, personKey } from "../state/conversation.ts";
import type { Delivery, LineKind } from "../state/log-line.ts";
import { mentions } from "./mention.ts";

/** Least time between two questions who is online, in milliseconds. */
const LEAST_LIST_PAUSE_MS = 10_000;

/** Pause for each user that there is: however many clients ask, the server tells 50 names a second to each of them. */
const LIST_PAUSE_PER_USER_MS = 20;

/** After a direct message the client asks for the time this much later: the answer proves that the message was processed. */
const PROOF_DELAY_MS = 1_000;

/** An original server may have lost a question: it is asked again after this time, in milliseconds. */
const QUESTION_TIMEOUT_MS = 5_000;

/** Pause before a question is asked again that got no answer, in milliseconds. */
const RETRY_PAUSE_MS = 2_000;

/** The bell rings once in this time at most, in milliseconds. */
const BELL_PAUSE_MS = 1_000;

/** What a session needs of its surroundings. */
export interface ChatSessionListener {
  /** The chat was joined: worth remembering. */
  joined(target: JoinTarget): void;
  ring(): void;
}

/** A user's stay in the chat: turns what the connection brings into lines, and what the user says into messages. */
export class ChatSession {
  readonly #store: ChatStore;
  readonly #listener: ChatSessionListener;
  #client: ChatClient | null = null;
  #joining = new AbortController();
  #lastLineId = 0;
  #lastTrafficId = 0;
  /** Where the messages stand that the server may still tell something about, by their ids. */
  #linesOfMessages = new Map<number, { readonly key: string; readonly lineId: number }>();
  /** What became of messages that `send` has not given back yet. */
  #earlyDeliveries = new Map<number, Delivery>();
  #listTimer: NodeJS.Timeout | undefined;
  #proofTimer: NodeJS.Timeout | undefined;
  #countdown: NodeJS.Timeout | undefined;
  #lastBellAt = Number.NEGATIVE_INFINITY;

  constructor(store: ChatStore, listener: ChatSessionListener) {
    this.#store = store;
    this.#listener = listener;
  }

  /** Joins the chat; when that fails the form comes back and says why. */
  async join(target: JoinTarget): Promise<void> {
    this.#joining = new AbortController();
    this.#store.dispatch({ kind: "connection", connection: { kind: "connecting" } });
    try {
      const { signal } = this.#joining;
      const client = await ChatClient.connect({
        ...target,
        signal,
        listen: (joining) => this.#listen(joining, target),
      });
      this.#enter(client, { ...target, name: client.name });
    } catch (error) {
      if (!this.#joining.signal.aborted) this.#showForm(target, error);
    }
  }

  /** Writes to one person. */
  async send(to: string, text: string): Promise<void> {
    const key = personKey(to);
    const lineId = this.#addOwnLine({ kind: "person", name: to }, text);
    try {
      const message = await this.#requireClient().send(to, text);
      const early = this.#earlyDeliveries.get(message.id);
      this.#earlyDeliveries.delete(message.id);
      if (early) return this.#tellDelivery(key, lineId, early);
      this.#linesOfMessages.set(message.id, { key, lineId });
      const isOnline = this.#client?.state.kind === "online";
      this.#tellDelivery(key, lineId, isOnline ? { kind: "sent" } : { kind: "waiting" });
      this.#proveSoon();
    } catch (error) {
      this.#tellDelivery(key, lineId, { kind: "failed", reason: reasonOf(error) });
    }
  }

  /** Writes to everyone. */
  async shout(text: string): Promise<void> {
    const lineId = this.#addOwnLine({ kind: "everyone" }, text);
    try {
      const receivers = await this.#requireClient().shout(text);
      this.#tellDelivery(EVERYONE_KEY, lineId, { kind: "processed", receivers });
    } catch (error) {
      this.#tellDelivery(EVERYONE_KEY, lineId, { kind: "failed", reason: reasonOf(error) });
    }
  }

  /** Asks an endpoint; question and answer stand in the conversation where it was asked. */
  async request(endpoint: `/${string}`, text: string, key: string): Promise<void> {
    const conversation: ConversationRef = { kind: "open", key };
    this.#addOwnLine(conversation, `${endpoint} ${text}`.trimEnd(), null);
    const askedAt = performance.now();
    try {
      const answer = await this.#requireClient().request(endpoint, text);
      this.#tellLatency(askedAt);
      this.#addLines([this.#line(conversation, "server", SERVER_NAME, answer)]);
    } catch (error) {
      this.note(conversation, reasonOf(error), "problem");
    }
  }

  /** Says something of the client's own. */
  note(conversation: ConversationRef, text: string, kind: "notice" | "problem" = "notice"): void {
    this.#addLines([this.#line(conversation, kind, "", text)]);
  }

  /** Does not wait any longer for the next try to come back. */
  reconnectNow(): void {
    this.#client?.reconnectNow();
  }

  /** Leaves the chat, in peace: what was sent is still written. */
  async leave(): Promise<void> {
    this.#joining.abort();
    this.#stopTimers();
    this.#store.dispatch({ kind: "connection", connection: { kind: "leaving" } });
    await this.#client?.close();
  }

  #requireClient(): ChatClient {
    if (!this.#client) throw new ClientClosedError("There is no connection.");
    return this.#client;
  }

  // ── What the connection brings ────────────────────────────────────────────────────────────────────────────────────

  #enter(client: ChatClient, target: JoinTarget): void {
    this.#client = client;
    // A client counts its messages from 1.
    this.#linesOfMessages = new Map();
    this.#earlyDeliveries = new Map();
    this.#store.dispatch({ kind: "joined", target });
    this.#goOnline();
    this.note({ kind: "everyone" }, `You joined ${target.host}:${target.port} as ${target.name}.`);
    this.#listener.joined(target);
  }

  #listen(client: ChatClient, target: JoinTarget): void {
    client.on("message", (message) => this.#receive(message, { kind: "person", name: message.from.name }));
    client.on("shout", (message) => this.#receive(message, { kind: "everyone" }));
    client.on("notice", ({ text }) => this.#addLines([this.#line({ kind: "server" }, "server", SERVER_NAME, text)]));
    client.on("malformed", ({ reason }) => {
      this.note({ kind: "server" }, `The server sent what is no message, and it was skipped: ${reason}`, "problem");
    });
    client.on("uncertain", ({ to, count }) => {
      const text = `${count} of your messages to ${to}, who has gone, may not have arrived.`;
      this.note({ kind: "person", name: to }, text, "problem");
    });
    client.on("undeliverable", ({ message, reason }) => {
      this.#settle(message, { kind: "failed", reason: UNDELIVERABLE_REASONS[reason] });
    });
    client.on("confirmed", ({ messages }) => {
      for (const message of messages) this.#settle(message, { kind: "processed", receivers: null });
    });
    client.on("disconnected", ({ error, unconfirmed }) => {
      for (const message of unconfirmed) this.#settle(message, { kind: "unknown" });
      this.#stopTimers();
      this.note({ kind: "everyone" }, explainLostConnection(error, target), "problem");
    });
    client.on("reconnecting", ({ attempt, delayMs, error }) => {
      const problem = describeAbsence(attempt, error);
      const connection = { kind: "waiting", until: Date.now() + delayMs, problem } as const;
      this.#store.dispatch({ kind: "connection", connection });
      this.#startCountdown();
    });
    client.on("reconnected", () => {
      this.note({ kind: "everyone" }, "The connection is back.");
      this.#goOnline();
    });
    client.on("closed", ({ error, unconfirmed, unsent }) => {
      for (const message of unconfirmed) this.#settle(message, { kind: "unknown" });
      for (const message of unsent) this.#settle(message, { kind: "failed", reason: "it was never sent" });
      // Of one that never joined, `join` tells.
      if (this.#client !== client) return;
      this.#client = null;
      if (error) this.#showForm(target, error);
    });
    client.on("traffic", ({ direction, bytes }) => {
      const entry = { id: ++this.#lastTrafficId, at: Date.now(), direction, bytes };
      this.#store.gather({ kind: "traffic", entries: [entry] });
    });
  }

  #receive({ from, msg }: ChatMessage, conversation: ConversationRef): void {
    const { target, currentKey, form } = this.#store.state;
    const isMention = mentions(msg, target.name);
    this.#addLines([this.#line(conversation, "message", from.name, msg, { isMention })]);
    const isUnseen = form !== null || (conversation.kind === "person" && currentKey !== personKey(conversation.name));
    if (isMention || (isUnseen && conversation.kind === "person")) this.#ring();
  }

  #ring(): void {
    const now = performance.now();
    if (!this.#store.state.isBellOn || now - this.#lastBellAt < BELL_PAUSE_MS) return;
    this.#lastBellAt = now;
    this.#listener.ring();
  }

  #goOnline(): void {
    const state = this.#client?.state;
    if (state?.kind !== "online") return;
    this.#stopTimers();
    this.#store.dispatch({ kind: "connection", connection: { kind: "online" } });
    // One after the other: an original server loses questions that reach it together.
    void this.#askWhoIsOnline().then(() => this.#learnCommands());
  }

  #showForm({ host, port, name }: JoinTarget, error: unknown): void {
    this.#stopTimers();
    const field: FormField = isNameProblem(error) ? "name" : "host";
    const problem = explainConnectProblem(error, { host, port, name }, "Choose another one.");
    this.#store.dispatch({ kind: "connection", connection: { kind: "offline" } });
    this.#store.dispatch({ kind: "form", form: { name, host, port: `${port}`, field, problem } });
  }

  // ── Questions of the client's own ─────────────────────────────────────────────────────────────────────────────────

  async #askWhoIsOnline(): Promise<void> {
    const list = await this.#ask((client, signal) => client.list({ signal }));
    if (list) this.#store.gather({ kind: "people", people: sortPeople(list) });
    clearTimeout(this.#listTimer);
    // When the connection is away, it is asked again as soon as that is back.
    if (this.#client?.state.kind !== "online") return;
    const users = list?.count ?? this.#store.state.people.count;
    const pauseMs = Math.max(LEAST_LIST_PAUSE_MS, users * LIST_PAUSE_PER_USER_MS);
    this.#listTimer = setTimeout(() => void this.#askWhoIsOnline(), list ? pauseMs : RETRY_PAUSE_MS);
  }

  /** A direct message that arrives is answered by nothing; the answer to a question behind it tells that it was processed. */
  #proveSoon(): void {
    this.#proofTimer ??= setTimeout(async () => {
      if (this.#client && this.#client.unconfirmed.length > 0)
        await this.#ask((client, signal) => client.time({ signal }));
      this.#proofTimer = undefined;
      if (this.#client?.state.kind === "online" && this.#client.unconfirmed.length > 0) this.#proveSoon();
    }, PROOF_DELAY_MS);
  }

  async #learnCommands(): Promise<void> {
    const names = await this.#ask((client, signal) => client.help({ signal }));
    // Without it, the commands of the contract are suggested.
    if (names) this.#store.gather({ kind: "commands", names });
  }

  /** Asks the server something, and takes the time; gives `null` when no answer came. */
  async #ask<Answer>(question: (client: ChatClient, signal: AbortSignal) => Promise<Answer>): Promise<Answer | null> {
    const client = this.#client;
    if (!client) return null;
    const signal = AbortSignal.timeout(QUESTION_TIMEOUT_MS);
    const askedAt = performance.now();
    try {
      const answer = await question(client, signal);
      this.#tellLatency(askedAt);
      return answer;
    } catch (error) {
      if (error instanceof ChatError || signal.aborted) return null;
      throw error;
    }
  }

  #tellLatency(askedAt: number): void {
    this.#store.gather({ kind: "latency", latencyMs: Math.max(1, Math.round(performance.now() - askedAt)) });
  }

  // ── Lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  #addOwnLine(conversation: ConversationRef, text: string, delivery: Delivery | null = { kind: "sending" }): number {
    const placed = this.#line(conversation, "own", this.#store.state.target.name, text, { delivery });
    this.#store.dispatch({ kind: "lines", added: [placed] });
    return placed.line.id;
  }

  #addLines(added: readonly AddedLine[]): void {
    this.#store.gather({ kind: "lines", added });
  }

  #line(
    conversation: ConversationRef,
    kind: LineKind,
    from: string,
    text: string,
    { isMention = false, delivery = null }: { isMention?: boolean; delivery?: Delivery | null } = {},
  ): AddedLine {
    return { conversation, line: { id: ++this.#lastLineId, at: Date.now(), kind, from, text, isMention, delivery } };
  }

  #settle(message: SentMessage, delivery: Delivery): void {
    const conversation = this.#linesOfMessages.get(message.id);
    if (!conversation) return void this.#earlyDeliveries.set(message.id, delivery);
    this.#linesOfMessages.delete(message.id);
    this.#tellDelivery(conversation.key, conversation.lineId, delivery);
  }

  #tellDelivery(key: string, lineId: number, delivery: Delivery): void {
    this.#store.gather({ kind: "delivery", key, lineId, delivery });
  }

  // ── Time ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #startCountdown(): void {
    const tick = () => this.#store.dispatch({ kind: "tick", now: Date.now() });
    tick();
    this.#countdown ??= setInterval(tick, 1_000);
  }

  #stopTimers(): void {
    clearTimeout(this.#listTimer);
    clearTimeout(this.#proofTimer);
    clearInterval(this.#countdown);
    this.#listTimer = undefined;
    this.#proofTimer = undefined;
    this.#countdown = undefined;
  }
}

const UNDELIVERABLE_REASONS = {
  "not-found": "nobody has that name",
  "receiver-busy": "the receiver can't take more right now",
  "too-large": "too long for this server",
  "queue-full": "the server does not read",
} as const;

function reasonOf(error: unknown): string {
  if (error instanceof ChatError) return error.message;
  throw error;
}

function describeAbsence(attempt: number, error: ChatError): string {
  if (error.code === "USERNAME_TAKEN") return "Your name is still in use.";
  return attempt === 1 ? "Connection lost." : "The server can't be reached.";
}

function isNameProblem(error: unknown): boolean {
  return error instanceof ChatError && ["USERNAME_TAKEN", "REFUSED", "INVALID_USERNAME"].includes(error.code);
}

function sortPeople({ names, count }: NameList): { names: readonly string[]; count: number } {
  return { names: names.toSorted(new Intl.Collator("en").compare), count };
}
