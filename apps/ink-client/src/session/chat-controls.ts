import { type Action, findAction } from "../input/key-bindings.ts";
import { type Keypress, keyName, typedText } from "../input/key-name.ts";
import { splitPaste } from "../input/pasted-lines.ts";
import { editPrompt, type PromptEdit, submitPrompt } from "../input/prompt.ts";
import { type PromptLine, readPromptLine } from "../input/prompt-line.ts";
import { type ChatState, currentConversation, type Overlay } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { completionContext, knownNames } from "../state/completion-context.ts";
import type { Conversation } from "../state/conversation.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { scrollLog } from "../view/log-window.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { trafficWindow } from "../view/traffic-rows.ts";
import type { ChatSession } from "./chat-session.ts";
import { JoinFormControls } from "./join-form-controls.ts";
import { LocalCommandRunner } from "./local-command-runner.ts";

/** The actions of the controls on the terminal. */
export interface TerminalControls {
  /** Ends the program. */
  exit(code: number): void;
  /** Draws everything anew, over text of other programs. */
  redraw(): void;
  /** Returns the terminal to the shell, until the shell continues this program. */
  suspend(): void;
}

/** Turns keys into changes of the state and calls of the session. */
export class ChatControls {
  readonly #store: ChatStore;
  readonly #session: ChatSession;
  readonly #terminal: TerminalControls;
  readonly #form: JoinFormControls;
  readonly #commands: LocalCommandRunner;

  constructor(store: ChatStore, session: ChatSession, terminal: TerminalControls) {
    this.#store = store;
    this.#session = session;
    this.#terminal = terminal;
    this.#form = new JoinFormControls(store, session);
    this.#commands = new LocalCommandRunner(store, session, () => void this.leave());
  }

  /** Handles a key. */
  press(key: Keypress): void {
    const name = keyName(key);
    const text = typedText(key);
    const action = name === null ? null : findAction(name);
    if (action === "interrupt") return this.#interrupt();
    if (this.#state.isLeavingAsked) this.#store.dispatch({ kind: "leavingAsked", isAsked: false });
    if (action === "suspend") return this.#terminal.suspend();
    if (action === "redraw") return this.#terminal.redraw();
    if (this.#state.form) return this.#form.press(action, text);
    if (this.#state.overlay.kind === "paste") return this.#answerPaste(this.#state.overlay.lines, action);
    if (action !== null) this.#act(action);
    else if (text !== null) this.#edit({ kind: "insert", text });
  }

  /** Handles a paste. One of several lines waits for a confirmation. */
  paste(text: string): void {
    const paste = splitPaste(text);
    const { form } = this.#state;
    if (form && paste.kind === "wrong") {
      return this.#store.dispatch({ kind: "form", form: { ...form, problem: paste.problem } });
    }
    if (form && paste.kind === "lines") return this.#form.press(null, paste.lines.join(" "));
    if (paste.kind === "wrong") return this.#session.note(paste.problem, "problem");
    if (paste.lines.length === 1) return this.#edit({ kind: "insert", text: paste.lines[0] ?? "" });
    this.#show({ kind: "paste", lines: paste.lines });
  }

  /** Leaves the chat and ends the program; a second call ends it at once. */
  async leave(): Promise<void> {
    if (this.#state.connection.kind === "leaving") return this.#terminal.exit(0);
    await this.#session.leave();
    this.#terminal.exit(0);
  }

  get #state(): ChatState {
    return this.#store.state;
  }

  get #current(): Conversation {
    return currentConversation(this.#state);
  }

  #act(action: Action): void {
    switch (action) {
      case "submit":
        return this.#submit();
      case "scroll-up":
        return this.#scroll(this.#pageRows);
      case "scroll-down":
        return this.#scroll(-this.#pageRows);
      case "scroll-up-half":
        return this.#scroll(Math.ceil(this.#pageRows / 2));
      case "scroll-down-half":
        return this.#scroll(-Math.ceil(this.#pageRows / 2));
      case "scroll-top":
        return this.#scroll(Number.MAX_SAFE_INTEGER);
      case "scroll-bottom":
        return this.#scroll(-Number.MAX_SAFE_INTEGER);
      case "next-conversation":
        return this.#switchBy(1);
      case "previous-conversation":
        return this.#switchBy(-1);
      case "next-unread":
        return this.#switchToUnread();
      case "help":
        return this.#show(this.#state.overlay.kind === "keys" ? { kind: "none" } : { kind: "keys", scrolledRows: 0 });
      case "end-of-input":
        if (this.#current.prompt.line.text !== "") return this.#edit({ kind: "delete" });
        return void this.leave();
      case "cancel":
        if (this.#state.overlay.kind !== "none") return this.#show({ kind: "none" });
        return this.#edit({ kind: "cancel" });
      case "interrupt":
      case "suspend":
      case "redraw":
        return;
      default:
        if (isConversationAction(action)) return this.#switchTo(Number(action.slice("conversation-".length)) - 1);
        return this.#edit({ kind: action });
    }
  }

  /** Ctrl-C empties the line first, and leaves when pressed twice. */
  #interrupt(): void {
    const { form, overlay, isLeavingAsked, connection } = this.#state;
    if (form !== null || isLeavingAsked || connection.kind === "leaving") return void this.leave();
    if (overlay.kind !== "none") return this.#show({ kind: "none" });
    if (this.#current.prompt.line.text !== "" || this.#current.prompt.search) return this.#edit({ kind: "clear" });
    this.#store.dispatch({ kind: "leavingAsked", isAsked: true });
  }

  #edit(edit: PromptEdit): void {
    const prompt = editPrompt(this.#current.prompt, edit, completionContext(this.#state));
    if (prompt !== this.#current.prompt) this.#store.dispatch({ kind: "prompt", prompt });
  }

  #submit(): void {
    const { text, prompt } = submitPrompt(this.#current.prompt);
    const line = readPromptLine(text, knownNames(this.#state), this.#state.serverCommands);
    const { key } = this.#current;
    if (this.#hasToWait(line)) {
      this.#session.note("There is no connection: the line stays here to be sent later.", "problem");
      return this.#session.reconnectNow();
    }
    if (line.kind === "wrong") return this.#session.note(line.problem, "problem");
    this.#store.dispatch({ kind: "prompt", prompt });
    if (line.kind !== "empty") this.#store.dispatch({ kind: "scrolled", scroll: null });
    switch (line.kind) {
      case "empty":
        return this.#session.reconnectNow();
      case "say":
        return this.#say(line.text);
      case "direct":
        return void this.#session.send(line.to, line.text);
      case "endpoint":
        if (line.endpoint !== "/shout") return void this.#session.request(line.endpoint, line.text, key);
        return void this.#session.shout(line.text);
      case "local":
        return this.#commands.run(line.command, line.argument);
    }
  }

  /** Returns whether a line would be lost without a connection. A message to one person is kept for it. */
  #hasToWait({ kind }: Pick<PromptLine, "kind">): boolean {
    const { connection } = this.#state;
    const isForOne = kind === "direct" || (kind === "say" && this.#current.kind === "person");
    if (connection.kind === "connecting") return isForOne || kind === "say" || kind === "endpoint";
    return connection.kind === "waiting" && !isForOne && (kind === "say" || kind === "endpoint");
  }

  /** Says a text in the current conversation. */
  #say(text: string): void {
    const { kind, title } = this.#current;
    if (kind === "everyone") return void this.#session.shout(text);
    if (kind === "person") return void this.#session.send(title, text);
    const advice = "The server takes commands, such as /time. Alt-1 goes to everyone, /query NAME to a person.";
    this.#session.note(advice, "problem");
  }

  #answerPaste(lines: readonly string[], action: Action | null): void {
    switch (action) {
      case "submit":
        // The question stays until there is an answer that can be followed.
        if (this.#hasToWait({ kind: "say" })) return this.#session.reconnectNow();
        this.#show({ kind: "none" });
        for (const line of lines) if (line.trim() !== "") this.#say(line);
        return;
      case "complete":
        this.#show({ kind: "none" });
        return this.paste(lines.join(" "));
      case "cancel":
        return this.#show({ kind: "none" });
      default:
    }
  }

  get #pageRows(): number {
    return Math.max(1, layOutScreen(this.#state).log.height - 1);
  }

  /** Scrolls up when positive. */
  #scroll(rows: number): void {
    const { overlay, traffic, serverCommands } = this.#state;
    const { columns, height } = layOutScreen(this.#state).log;
    if (overlay.kind === "keys") {
      const last = Math.max(0, keyHelpRows(columns.width, serverCommands).length - height);
      return this.#show({ kind: "keys", scrolledRows: Math.min(last, Math.max(0, overlay.scrolledRows - rows)) });
    }
    if (overlay.kind === "traffic") {
      const wanted = Math.max(0, overlay.scrolledRows + rows);
      const seen = shownTraffic(traffic, overlay);
      // Past its end it would take as many keys to come back.
      const { scrolledRows } = trafficWindow(seen, columns.width, height, wanted);
      const lastId = scrolledRows > 0 ? (seen.entries.at(-1)?.id ?? null) : null;
      return this.#show({ ...overlay, scrolledRows, lastId });
    }
    const scroll = scrollLog(this.#current, rows, { columns, height });
    this.#store.dispatch({ kind: "scrolled", scroll });
  }

  #show(overlay: Overlay): void {
    this.#store.dispatch({ kind: "overlay", overlay });
  }

  #switchTo(index: number): void {
    const conversation = this.#state.conversations[index];
    if (conversation) this.#store.dispatch({ kind: "switched", key: conversation.key });
  }

  #switchBy(step: number): void {
    const { conversations, currentKey } = this.#state;
    const index = conversations.findIndex(({ key }) => key === currentKey);
    this.#switchTo((index + step + conversations.length) % conversations.length);
  }

  /** Goes to a conversation with an urgent message first, then to the next one with something unread. */
  #switchToUnread(): void {
    const { conversations, currentKey } = this.#state;
    const index = conversations.findIndex(({ key }) => key === currentKey);
    const inTurn = [...conversations.slice(index + 1), ...conversations.slice(0, index)];
    const next = inTurn.find(({ isUrgent }) => isUrgent) ?? inTurn.find(({ unread }) => unread > 0);
    if (next) this.#store.dispatch({ kind: "switched", key: next.key });
  }
}

function isConversationAction(action: Action): action is Extract<Action, `conversation-${number}`> {
  return action.startsWith("conversation-");
}
