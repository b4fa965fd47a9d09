import type { ConversationAction } from "../input/key-bindings.ts";
import { firstKey } from "../settings/key-settings.ts";
import type { ChatStore } from "../state/chat-store.ts";

/** The digits of the number that chooses a conversation. */
const NUMBER_DIGITS = 2;

export class ConversationControls {
  readonly #store: ChatStore;
  /** The digits typed so far of a conversation's number; `null` while none is being typed. */
  #digits: string | null = null;

  constructor(store: ChatStore) {
    this.#store = store;
  }

  act(action: ConversationAction): void {
    switch (action) {
      case "next-conversation":
        return this.#switchBy(1);
      case "previous-conversation":
        return this.#switchBy(-1);
      case "next-unread":
        return this.#switchToUnread();
      case "mark-all-read":
        return this.#store.dispatch({ kind: "allRead" });
      case "choose-conversation":
        return this.#await("");
      default:
        return this.#switchTo(Number(action.slice("conversation-".length)) - 1);
    }
  }

  /**
   * Takes typed text as digits of a number, if one is being typed. Anything else ends that.
   *
   * @param text `null` for a key that types nothing
   */
  takesDigits(text: string | null): boolean {
    const digits = this.#digits;
    this.#digits = null;
    if (digits === null || text === null || !/^\d+$/.test(text)) return false;
    const number = (digits + text).slice(0, NUMBER_DIGITS);
    if (number.length < NUMBER_DIGITS) this.#await(number);
    else this.#switchTo(Number(number) - 1);
    return true;
  }

  /** Waits for the digits behind some, and shows that as of any other chord. */
  #await(digits: string): void {
    this.#digits = digits;
    const key = firstKey(this.#store.state.settings, "choose-conversation") ?? "";
    this.#store.dispatch({ kind: "keyPrefix", key: `${key} ${digits}`.trim() });
  }

  #switchTo(index: number): void {
    const conversation = this.#store.state.conversations[index];
    if (conversation) this.#store.dispatch({ kind: "switched", key: conversation.key });
  }

  #switchBy(step: number): void {
    const { conversations, currentKey } = this.#store.state;
    const index = conversations.findIndex(({ key }) => key === currentKey);
    this.#switchTo((index + step + conversations.length) % conversations.length);
  }

  /** Goes to a conversation with an urgent message first, then to the next one with something unread. */
  #switchToUnread(): void {
    const { conversations, currentKey } = this.#store.state;
    const index = conversations.findIndex(({ key }) => key === currentKey);
    const inTurn = [...conversations.slice(index + 1), ...conversations.slice(0, index)];
    const next = inTurn.find(({ isUrgent }) => isUrgent) ?? inTurn.find(({ unread }) => unread > 0);
    if (next) this.#store.dispatch({ kind: "switched", key: next.key });
  }
}
