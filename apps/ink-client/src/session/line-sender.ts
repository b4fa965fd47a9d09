import { createJsonMsg, EndpointName } from "@chat/protocol";
import { ANYWAY } from "../input/command-advice.ts";
import { type PromptLine, readPromptLine } from "../input/prompt-line.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { promptWords } from "../state/completion-context.ts";
import type { Conversation } from "../state/conversation.ts";
import type { ChatSession } from "./chat-session.ts";

/** The size of a message depends on the address of its sender. Nearly all have one of this length or less. */
const LONG_ADDRESS = "255.255.255.255";

/** Sends what the user has written to where it belongs. */
export class LineSender {
  readonly #store: ChatStore;
  readonly #session: ChatSession;
  readonly #runCommand: (command: string, argument: string) => void;
  #hasAdvised = false;

  constructor(store: ChatStore, session: ChatSession, runCommand: (command: string, argument: string) => void) {
    this.#store = store;
    this.#session = session;
    this.#runCommand = runCommand;
  }

  read(text: string): PromptLine {
    return readPromptLine(text, promptWords(this.#store.state));
  }

  /** Returns whether a line can't be sent now, after a note that says why. */
  refuses(line: PromptLine): boolean {
    const addressed = line.kind === "say" ? this.address(line.text) : line;
    if (this.#hasToWait(addressed)) {
      this.#session.note("There is no connection: the line stays here to be sent later.", "problem");
      this.#session.reconnectNow();
      return true;
    }
    const problem = this.#findProblem(line, addressed);
    if (problem !== null) this.#session.note(problem, "problem");
    return problem !== null;
  }

  /** Addresses a text to a conversation. */
  address(text: string, { kind, title }: Conversation = this.#store.current): PromptLine {
    return kind === "person"
      ? { kind: "direct", to: title, text }
      : { kind: "endpoint", endpoint: EndpointName.Shout, text };
  }

  /** Sends a line that is not refused. */
  send(line: PromptLine): void {
    switch (line.kind) {
      case "empty":
        return this.#session.reconnectNow();
      case "say":
        return this.send(this.address(line.text));
      case "direct":
        return void this.#session.send(line.to, line.text);
      case "endpoint":
        if (line.endpoint !== EndpointName.Shout)
          return void this.#session.request(line.endpoint, line.text, this.#store.current.key);
        return void this.#session.shout(line.text);
      case "local":
        return this.#runCommand(line.command, line.argument);
      case "wrong":
    }
  }

  /** Returns whether a line would be lost without a connection. A message to one person is kept for it. */
  #hasToWait(line: PromptLine): boolean {
    const { connection } = this.#store.state;
    if (connection.kind === "connecting") return line.kind === "direct" || line.kind === "endpoint";
    return connection.kind === "waiting" && line.kind === "endpoint";
  }

  /** Says once how to ask the server all the same: behind each advice nobody would read it. */
  #advise(advice: string): string {
    const isFirst = !this.#hasAdvised;
    this.#hasAdvised = true;
    return isFirst ? `${advice} ${ANYWAY}` : advice;
  }

  #findProblem(line: PromptLine, addressed: PromptLine): string | null {
    if (line.kind === "wrong") return line.isAdvice ? this.#advise(line.problem) : line.problem;
    if (line.kind === "say" && this.#store.current.kind === "server") {
      return "The server takes commands, such as /time. M-1 goes to everyone, /query NAME to a person.";
    }
    if (addressed.kind !== "direct" && addressed.kind !== "endpoint") return null;
    const to = addressed.kind === "direct" ? addressed.to : addressed.endpoint;
    const { length } = createJsonMsg(this.#store.state.target.name, LONG_ADDRESS, to, addressed.text);
    const { maxMessageBytes } = this.#session;
    if (length <= maxMessageBytes) return null;
    return `The message is too long: it takes ${length} bytes, and ${maxMessageBytes} are allowed. Send less text at a time.`;
  }
}
