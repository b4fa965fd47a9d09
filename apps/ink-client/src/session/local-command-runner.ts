import { homedir } from "node:os";
import { resolve } from "node:path";
import { findUsernameProblem, isSameName } from "@chat/protocol";
import type { LocalCommandName } from "../input/local-commands.ts";
import { currentConversation } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { knownNames } from "../state/completion-context.ts";
import { EVERYONE_KEY, SERVER_KEY } from "../state/conversation.ts";
import { writeLogText } from "../view/log-text.ts";
import type { ChatSession } from "./chat-session.ts";
import { writeNewFile } from "./new-file.ts";

/** Runs the commands of the client. */
export class LocalCommandRunner {
  readonly #store: ChatStore;
  readonly #session: ChatSession;
  readonly #quit: () => void;

  constructor(store: ChatStore, session: ChatSession, quit: () => void) {
    this.#store = store;
    this.#session = session;
    this.#quit = quit;
  }

  run(command: LocalCommandName, argument: string): void {
    const { currentKey, isBellOn, isMouseOn } = this.#store.state;
    switch (command) {
      case "/query":
        return this.#open(argument);
      case "/close":
        return this.#close();
      case "/clear":
        return this.#store.dispatch({ kind: "cleared", key: currentKey });
      case "/save":
        return void this.#save(argument);
      case "/raw":
        return this.#showTraffic(argument === "all");
      case "/bell":
        return this.#session.switchBell(isSwitchedOn(argument, isBellOn));
      case "/mouse":
        return this.#switchMouse(isSwitchedOn(argument, isMouseOn));
      case "/help":
      case "/keys":
        return this.#store.dispatch({ kind: "overlay", overlay: { kind: "keys", scrolledRows: 0 } });
      case "/quit":
        return this.#quit();
    }
  }

  #switchMouse(isOn: boolean): void {
    this.#store.dispatch({ kind: "mouse", isOn });
    this.#session.note(isOn ? "The mouse is on. Shift leaves it to the terminal." : "The mouse is off.");
  }

  /** Shows the traffic. The same command again hides it. */
  #showTraffic(showsPolls: boolean): void {
    const { overlay } = this.#store.state;
    const isShown = overlay.kind === "traffic" && overlay.showsPolls === showsPolls;
    const traffic = { kind: "traffic", scrolledRows: 0, lastId: null, showsPolls } as const;
    this.#store.dispatch({ kind: "overlay", overlay: isShown ? { kind: "none" } : traffic });
  }

  #open(name: string): void {
    if (isSameName(name, "Everyone")) return this.#store.dispatch({ kind: "switched", key: EVERYONE_KEY });
    if (isSameName(name, "SERVER")) return this.#store.dispatch({ kind: "switched", key: SERVER_KEY });
    const problem = findUsernameProblem(name);
    if (problem) return this.#session.note(problem.text, "problem");
    const known = knownNames(this.#store.state).find((candidate) => isSameName(candidate, name));
    this.#store.dispatch({ kind: "opened", name: known ?? name });
  }

  #close(): void {
    const { kind, key } = currentConversation(this.#store.state);
    if (kind !== "person")
      return this.#session.note("Only the conversation with a person can be closed. /quit leaves the chat.", "problem");
    this.#store.dispatch({ kind: "closed", key });
  }

  async #save(file: string): Promise<void> {
    const { lines } = currentConversation(this.#store.state);
    const path = resolve(file.replace(/^~(?=\/|$)/, homedir()));
    try {
      const written = await writeNewFile(path, writeLogText(lines));
      const start = written === path ? "" : `${path} exists already. `;
      this.#session.note(`${start}Saved ${lines.length} lines to ${written}`);
    } catch (error) {
      this.#session.note(`Can't write ${path}: ${(error as Error).message}`, "problem");
    }
  }
}

/** Returns the new position of a switch. Without an argument it is the other one. */
function isSwitchedOn(argument: string, isOn: boolean): boolean {
  return argument === "" ? !isOn : argument === "on";
}
