import type { ChatEvent } from "./chat-event.ts";
import { type ChatState, currentConversation } from "./chat-state.ts";
import type { Conversation } from "./conversation.ts";
import { reduceChat } from "./reduce-chat.ts";

/** The time for which events of the network are gathered, in milliseconds: a flood is drawn at most 20 times a second, and leaves time for the keys. */
const GATHERING_MS = 50;

/** Sees every event in order, with the state before it. */
type Watcher = (event: ChatEvent, before: ChatState) => void;

/** Holds the state, and notifies its listeners when it has changed. */
export class ChatStore {
  #state: ChatState;
  readonly #listeners = new Set<() => void>();
  readonly #watchers = new Set<Watcher>();
  #gathered: ChatEvent[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(state: ChatState) {
    this.#state = state;
  }

  get state(): ChatState {
    return this.#state;
  }

  /** The conversation that is shown. */
  get current(): Conversation {
    return currentConversation(this.#state);
  }

  /** Applies an event now, behind those that were gathered. For events of the user. */
  dispatch(event: ChatEvent): void {
    this.#applyGathered();
    this.#apply(event);
    this.#tell();
  }

  /** Applies an event soon, together with others that come meanwhile. For events of the network. */
  gather(event: ChatEvent): void {
    const last = this.#gathered.at(-1);
    if (event.kind === "lines" && last?.kind === "lines") {
      this.#gathered[this.#gathered.length - 1] = { kind: "lines", added: [...last.added, ...event.added] };
    } else {
      this.#gathered.push(event);
    }
    this.#timer ??= setTimeout(() => {
      this.#applyGathered();
      this.#tell();
    }, GATHERING_MS);
  }

  /** Calls the listener on each change, until the returned function is called. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls the watcher behind each event, until the returned function is called. It must not dispatch while it is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #applyGathered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#gathered;
    this.#gathered = [];
    for (const event of events) this.#apply(event);
  }

  #apply(event: ChatEvent): void {
    const before = this.#state;
    this.#state = reduceChat(before, event);
    for (const watch of this.#watchers) watch(event, before);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
