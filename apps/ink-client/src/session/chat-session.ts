import { ChatClient, ClientClosedError } from "@chat/client-sdk";
import { ChatError, type ChatMessage, isSameName, MAX_MESSAGE_BYTES, SERVER_NAME } from "@chat/protocol";
import { explainConnectProblem, explainLostConnection, hasFallenSilent } from "../connect-problem.ts";
import type { Settings } from "../settings/settings.ts";
import type { ConversationRef } from "../state/chat-event.ts";
import { type FormField, findConversation, type JoinTarget } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { personKey } from "../state/conversation.ts";
import { notePresence } from "../state/presence.ts";
import { readHost, writeServerAddress } from "../state/server-address.ts";
import { findOpenMessages, writeLastWords } from "../view/message-outcome.ts";
import { AddressWatch } from "./address-watch.ts";
import { BackgroundRequests } from "./background-requests.ts";
import { DeliveryTracker, deliveryAfter, UNDELIVERABLE_REASONS } from "./delivery-tracker.ts";
import { LogWriter } from "./log-writer.ts";
import { mentions } from "./mention.ts";
import { Notifier } from "./notifier.ts";
import { TrafficRecorder } from "./traffic-recorder.ts";

/** The longest message that an original server reads whole, in bytes on the wire. */
const MAX_ORIGINAL_MESSAGE_BYTES = 1_023;

export interface ChatSessionListener {
  /** Remembers settings for the next start. Returns why that failed, or `null`. */
  remember(changes: Partial<Settings>): Promise<string | null>;
  /** Tells the user of a message that is meant for them. */
  notify(from: string, text: string): void;
}

/** Connects the store with the server: turns events of the client into lines, and what the user writes into messages. */
export class ChatSession {
  readonly #store: ChatStore;
  readonly #listener: ChatSessionListener;
  readonly #log: LogWriter;
  readonly #deliveries: DeliveryTracker;
  readonly #requests: BackgroundRequests;
  readonly #traffic: TrafficRecorder;
  readonly #addresses = new AddressWatch();
  readonly #notifier: Notifier;
  #client: ChatClient | null = null;
  #joining = new AbortController();
  #countdown: NodeJS.Timeout | undefined;
  #rememberProblem: string | null = null;
  #openAtEnd: ReadonlySet<number> = new Set();

  constructor(store: ChatStore, listener: ChatSessionListener) {
    this.#store = store;
    this.#listener = listener;
    this.#log = new LogWriter(store);
    this.#deliveries = new DeliveryTracker(store);
    this.#traffic = new TrafficRecorder(store);
    this.#notifier = new Notifier(store, (from, text) => listener.notify(from, text));
    this.#requests = new BackgroundRequests(store, {
      findClient: () => this.#client,
      isExpecting: () => this.#deliveries.isExpecting,
      listed: (people) => {
        const presence = notePresence(store.state, people);
        if (presence) this.#log.add({ kind: "everyone" }, { kind: "notice", ...presence });
      },
    });
  }

  /** The longest message that the server takes, in bytes on the wire. */
  get maxMessageBytes(): number {
    const state = this.#client?.state;
    const isOriginal = state?.kind === "online" && state.serverKind === "original";
    return isOriginal ? MAX_ORIGINAL_MESSAGE_BYTES : MAX_MESSAGE_BYTES;
  }

  /** Joins the chat; when that fails the form comes back with the reason. */
  async join(typed: JoinTarget): Promise<void> {
    const target = { ...typed, host: readHost(typed.host) };
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

  async send(to: string, text: string): Promise<void> {
    const lines = this.#log.addOwn({ kind: "person", name: to }, text);
    try {
      const message = await this.#requireClient().send(to, text);
      const isOnline = this.#client?.state.kind === "online";
      if (this.#deliveries.follow(message, lines, isOnline)) this.#requests.proveSoon();
    } catch (error) {
      this.#deliveries.show(lines, deliveryAfter(error));
    }
  }

  async shout(text: string): Promise<void> {
    const lines = this.#log.addOwn({ kind: "everyone" }, text);
    try {
      const receivers = await this.#requireClient().shout(text);
      this.#deliveries.show(lines, { kind: "processed", receivers });
    } catch (error) {
      this.#deliveries.show(lines, deliveryAfter(error));
    }
  }

  /** Asks an endpoint, and shows request and answer in the conversation where the user asked. */
  async request(endpoint: `/${string}`, text: string, key: string): Promise<void> {
    const conversation: ConversationRef = { kind: "open", key };
    const { name } = this.#store.state.target;
    this.#log.addNow(conversation, { kind: "own", from: name, text: `${endpoint} ${text}`.trimEnd() });
    const askedAt = performance.now();
    try {
      const client = this.#requireClient();
      const answer = await this.#traffic.askForUser(() => client.request(endpoint, text));
      this.#requests.showLatency(askedAt);
      this.#log.add(conversation, { kind: "server", from: SERVER_NAME, text: answer });
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.#log.addNote(conversation, error.message, "problem");
    }
  }

  /** Shows a text from the client itself in the current conversation. */
  note(text: string, kind?: "notice" | "problem"): void {
    this.#log.addNote({ kind: "open", key: this.#store.state.currentKey }, text, kind);
  }

  /** Changes settings, from now on and for the next time. One problem is told once, however often it comes. */
  async changeSettings(changes: Partial<Settings>): Promise<void> {
    this.#store.dispatch({ kind: "setting", changes });
    const problem = await this.#listener.remember(changes);
    if (problem !== null && problem !== this.#rememberProblem) this.note(problem, "problem");
    this.#rememberProblem = problem;
  }

  reconnectNow(): void {
    this.#client?.reconnectNow();
  }

  /** Leaves the chat after what was sent is written, and confirmed if the server answers soon. */
  async leave(): Promise<void> {
    this.#joining.abort();
    this.#stopTimers();
    this.#store.dispatch({ kind: "connection", connection: { kind: "leaving" } });
    this.#openAtEnd = findOpenMessages(this.#store.state);
    await this.#requests.proveNow();
    await this.#client?.close();
    // Shows what was gathered until now.
    this.#store.dispatch({ kind: "tick", now: Date.now() });
  }

  /** The sentences about the messages whose outcome was open when the user left: the screen that shows it is gone by then. */
  get lastWords(): readonly string[] {
    return writeLastWords(this.#store.state, this.#openAtEnd);
  }

  #requireClient(): ChatClient {
    if (!this.#client) throw new ClientClosedError("There is no connection.");
    return this.#client;
  }

  #enter(client: ChatClient, target: JoinTarget): void {
    this.#client = client;
    this.#deliveries.clear();
    this.#store.dispatch({ kind: "joined", target });
    this.#goOnline();
    this.#log.addNote({ kind: "everyone" }, `You joined ${writeServerAddress(target)} as ${target.name}.`);
    void this.changeSettings(target);
  }

  #listen(client: ChatClient, target: JoinTarget): void {
    client.on("message", (message) => this.#receive(message, { kind: "person", name: message.from.name }));
    client.on("shout", (message) => this.#receive(message, { kind: "everyone" }));
    client.on("notice", ({ text }) => {
      this.#log.add({ kind: "server" }, { kind: "server", from: SERVER_NAME, text });
    });
    client.on("malformed", ({ reason }) => {
      const text = `The server sent what is no message, and it was skipped: ${reason}`;
      this.#log.addNote({ kind: "server" }, text, "problem");
    });
    client.on("uncertain", ({ to, count }) => {
      const text = `${count} of your messages to ${to}, who has gone, may not have arrived.`;
      this.#log.addNote({ kind: "person", name: to }, text, "problem");
    });
    client.on("undeliverable", ({ message, reason }) => {
      this.#deliveries.settle(message, { kind: "failed", reason: UNDELIVERABLE_REASONS[reason] });
    });
    client.on("confirmed", ({ messages }) => {
      for (const message of messages) this.#deliveries.settle(message, { kind: "processed", receivers: null });
    });
    client.on("state", (state) => {
      const lateMs = state.kind === "online" ? state.lateMs : 0;
      if (lateMs !== this.#store.state.lateMs) this.#store.dispatch({ kind: "late", lateMs });
    });
    client.on("disconnected", ({ error, unconfirmed }) => {
      for (const message of unconfirmed) this.#deliveries.settle(message, { kind: "unknown" });
      this.#stopTimers();
      this.#log.addNote({ kind: "everyone" }, explainLostConnection(error, target), "problem");
    });
    client.on("reconnecting", ({ attempt, delayMs, error }) => {
      const problem = describeAbsence(attempt, error);
      const connection = { kind: "waiting", until: Date.now() + delayMs, problem } as const;
      this.#store.dispatch({ kind: "connection", connection });
      this.#startCountdown();
    });
    client.on("reconnected", () => {
      this.#log.addNote({ kind: "everyone" }, "The connection is back.");
      this.#goOnline();
    });
    client.on("closed", ({ error, unconfirmed, unsent }) => {
      for (const message of unconfirmed) this.#deliveries.settle(message, { kind: "unknown" });
      for (const message of unsent) this.#deliveries.settle(message, { kind: "failed", reason: "it was never sent" });
      // The failure of a client that never joined is shown by `join`.
      if (this.#client !== client) return;
      this.#client = null;
      if (error) this.#showForm(target, error);
    });
    client.on("traffic", ({ direction, bytes }) => this.#traffic.record(direction, bytes));
  }

  #receive({ from, msg }: ChatMessage, conversation: ConversationRef): void {
    const { target, currentKey, form, settings } = this.#store.state;
    if (settings.ignore.some((ignored) => isSameName(ignored, from.name))) {
      return this.#store.gather({ kind: "ignored", name: from.name });
    }
    this.#watchAddress(from, conversation);
    const isMention = mentions(msg, [target.name, ...settings.highlight]);
    this.#log.add(conversation, { kind: "message", from: from.name, text: msg, isMention });
    const isUnseen = form !== null || (conversation.kind === "person" && currentKey !== personKey(conversation.name));
    if (isMention || (isUnseen && conversation.kind === "person")) this.#notifier.notify(from.name, msg);
  }

  /** Warns in the private conversation with a person, if there is one, before what came from the new address. */
  #watchAddress(from: ChatMessage["from"], { kind }: ConversationRef): void {
    const warning = this.#addresses.note(from);
    const isPrivate = kind === "person" || findConversation(this.#store.state, personKey(from.name));
    if (warning !== null && isPrivate) this.#log.addNote({ kind: "person", name: from.name }, warning, "problem");
  }

  #goOnline(): void {
    if (this.#client?.state.kind !== "online") return;
    this.#stopTimers();
    this.#store.dispatch({ kind: "connection", connection: { kind: "online" } });
    this.#requests.start();
  }

  #showForm({ host, port, name }: JoinTarget, error: unknown): void {
    this.#stopTimers();
    const field: FormField = isNameProblem(error) ? "name" : "host";
    const problem = explainConnectProblem(error, { host, port, name }, "form");
    this.#store.dispatch({ kind: "connection", connection: { kind: "offline" } });
    this.#store.dispatch({ kind: "form", form: { name, host, port: `${port}`, field, problem } });
  }

  #startCountdown(): void {
    const tick = () => this.#store.dispatch({ kind: "tick", now: Date.now() });
    tick();
    this.#countdown ??= setInterval(tick, 1_000);
  }

  #stopTimers(): void {
    this.#requests.stop();
    clearInterval(this.#countdown);
    this.#countdown = undefined;
  }
}

function describeAbsence(attempt: number, error: ChatError): string {
  if (error.code === "USERNAME_TAKEN") return "Your name is still in use.";
  if (attempt > 1) return "The server can't be reached.";
  return hasFallenSilent(error) ? "The server fell silent." : "Connection lost.";
}

function isNameProblem(error: unknown): boolean {
  return error instanceof ChatError && ["USERNAME_TAKEN", "REFUSED", "INVALID_USERNAME"].includes(error.code);
}
