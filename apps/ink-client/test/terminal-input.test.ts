import { describe, expect, it } from "vitest";
import { ChatControls } from "../src/session/chat-controls.ts";
import { ChatSession } from "../src/session/chat-session.ts";
import { createChatState, currentConversation } from "../src/state/chat-state.ts";
import { ChatStore } from "../src/state/chat-store.ts";
import { InputDecoder } from "../src/terminal/input-decoder.ts";
import { TERMINAL_INPUTS } from "./corpora/terminal-input.ts";

/** Pauses between two parts of a sequence, in milliseconds: an ESC counts as a key after 50, a string is over after 1,000. */
const PAUSES = [0, 60, 900, 1_500];

/** The chat without a screen and without a server, with a draft in which the cursor stands. */
class ChatAtRest {
  readonly #store = new ChatStore(
    createChatState({ host: "127.0.0.1", port: 1, name: "Ada" }, { columns: 80, rows: 24 }),
  );
  readonly #decoder: InputDecoder;
  #now = 0;

  constructor() {
    const unwanted = () => expect.unreachable("The program was to go on.");
    const session = new ChatSession(this.#store, { remember: unwanted, notify: unwanted });
    const controls = new ChatControls(this.#store, session, {
      exit: unwanted,
      redraw: unwanted,
      suspend: unwanted,
      lend: unwanted,
    });
    this.#decoder = new InputDecoder((event) => {
      if (event.kind !== "kitty-keyboard" && event.kind !== "background") controls.receive(event);
    });
    this.receive("draft\x02\x02");
  }

  receive(...parts: readonly string[]): this {
    return this.receiveSlowly(parts, 0);
  }

  receiveSlowly(parts: readonly string[], pauseMs: number): this {
    for (const part of parts) {
      this.#decoder.push(part, this.#now);
      this.#wait(pauseMs);
    }
    return this;
  }

  /** Lets all timeouts pass, and returns what the user would find. */
  settle() {
    this.#wait(100_000);
    const { currentKey, settings, overlay, conversations, question, keyPrefix } = this.#store.state;
    const { line, history } = currentConversation(this.#store.state).prompt;
    return {
      line,
      history,
      currentKey,
      settings,
      overlay,
      titles: conversations.map(({ title }) => title),
      question,
      keyPrefix,
    };
  }

  #wait(ms: number): void {
    const end = this.#now + ms;
    for (let { deadline } = this.#decoder; deadline !== null && deadline <= end; { deadline } = this.#decoder) {
      this.#now = Math.max(this.#now, deadline);
      this.#decoder.expire(this.#now);
    }
    this.#now = end;
  }
}

const AT_REST = new ChatAtRest().settle();

describe.each(TERMINAL_INPUTS)("$source", ({ bytes }) => {
  it("changes nothing, whole and cut anywhere, at any speed", () => {
    expect(new ChatAtRest().receive(bytes).settle()).toEqual(AT_REST);
    for (let cut = 1; cut < bytes.length; cut++) {
      for (const pauseMs of PAUSES) {
        const chat = new ChatAtRest().receiveSlowly([bytes.slice(0, cut), bytes.slice(cut)], pauseMs);
        expect(chat.settle(), `cut at ${cut}, ${pauseMs} ms`).toEqual(AT_REST);
      }
    }
    expect(new ChatAtRest().receive(...bytes).settle(), "byte by byte").toEqual(AT_REST);
  });

  it("leaves the text around it", () => {
    const typed = { ...AT_REST, line: { text: "draxyft", cursor: 5 } };
    expect(new ChatAtRest().receive(`x${bytes}y`).settle()).toEqual(typed);
    for (let cut = 1; cut < bytes.length; cut++) {
      const chat = new ChatAtRest().receive(`x${bytes.slice(0, cut)}`, `${bytes.slice(cut)}y`);
      expect(chat.settle(), `cut at ${cut}`).toEqual(typed);
    }
  });
});

it("changes nothing when all come glued together, cut anywhere", () => {
  const all = TERMINAL_INPUTS.map(({ bytes }) => bytes).join("");
  for (let cut = 0; cut < all.length; cut++) {
    expect(new ChatAtRest().receive(all.slice(0, cut), all.slice(cut)).settle(), `cut at ${cut}`).toEqual(AT_REST);
  }
});
