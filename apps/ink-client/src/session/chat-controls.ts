import { runCommand } from "../commands/table.ts";
import type { InputEvent, MouseEvent } from "../input/input-event.ts";
import { type Action, findAction } from "../input/key-bindings.ts";
import { splitPaste } from "../input/pasted-lines.ts";
import { editPrompt, type PromptEdit, submitPrompt } from "../input/prompt.ts";
import { type ChatState, currentConversation, type Overlay } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { completionContext } from "../state/completion-context.ts";
import type { Conversation } from "../state/conversation.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { findClickTarget } from "../view/click-target.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { scrollLog } from "../view/log-window.ts";
import { findPromptRow } from "../view/prompt-rows.ts";
import { promptTitle } from "../view/prompt-title.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { trafficWindow } from "../view/traffic-rows.ts";
import type { ChatSession } from "./chat-session.ts";
import { JoinFormControls } from "./join-form-controls.ts";
import { LineSender } from "./line-sender.ts";
import { LogSearchControls } from "./log-search-controls.ts";
import { PasteControls } from "./paste-controls.ts";

/** The rows that one step of the wheel scrolls. */
const WHEEL_ROWS = 3;

/** The actions of the controls on the terminal. */
export interface TerminalControls {
  /** Ends the program. */
  exit(code: number): void;
  /** Draws everything anew, over text of other programs. */
  redraw(): void;
  /** Returns the terminal to the shell, until the shell continues this program. */
  suspend(): void;
}

/** Turns keys and the mouse into changes of the state and calls of the session. */
export class ChatControls {
  readonly #store: ChatStore;
  readonly #session: ChatSession;
  readonly #terminal: TerminalControls;
  readonly #form: JoinFormControls;
  readonly #sender: LineSender;
  readonly #pastes: PasteControls;
  readonly #search: LogSearchControls;

  constructor(store: ChatStore, session: ChatSession, terminal: TerminalControls) {
    this.#store = store;
    this.#session = session;
    this.#terminal = terminal;
    this.#form = new JoinFormControls(store, session);
    this.#search = new LogSearchControls(store);
    const context = {
      store,
      note: session.note.bind(session),
      changeSettings: session.changeSettings.bind(session),
      searchLog: this.#search.open.bind(this.#search),
      quit: () => void this.leave(),
    };
    this.#sender = new LineSender(store, session, (command, argument) => runCommand(command, argument, context));
    this.#pastes = new PasteControls(store, this.#sender, (text) => this.#edit({ kind: "insert", text }));
  }

  /** Handles what the user did at the terminal. */
  receive(event: InputEvent): void {
    switch (event.kind) {
      case "key":
        return this.#press(findAction(event.name), null);
      case "text":
        return this.#press(null, event.text);
      case "paste":
        return this.#paste(event.text);
      case "mouse":
        return this.#point(event);
    }
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

  #press(action: Action | null, text: string | null): void {
    const { isLeavingAsked, form, overlay } = this.#state;
    if (action === "interrupt") return this.#interrupt();
    if (isLeavingAsked) this.#store.dispatch({ kind: "leavingAsked", isAsked: false });
    if (action === "suspend") return this.#terminal.suspend();
    if (action === "redraw") return this.#terminal.redraw();
    if (form) return this.#form.press(action, text);
    if (overlay.kind === "paste") return this.#pastes.answer(overlay.question, action, text);
    if (this.#search.takes(action, text)) return;
    if (action !== null) this.#act(action);
    else if (text !== null) this.#edit({ kind: "insert", text });
  }

  /** Handles a paste. One of several lines waits for a confirmation. */
  #paste(text: string): void {
    const paste = splitPaste(text);
    const { form } = this.#state;
    if (form && paste.kind === "wrong") {
      return this.#store.dispatch({ kind: "form", form: { ...form, problem: paste.problem } });
    }
    if (form && paste.kind === "lines") return this.#form.press(null, paste.lines.join(" "));
    if (paste.kind === "wrong") return this.#session.note(paste.problem, "problem");
    const isWaiting = this.#state.overlay.kind === "paste";
    if (this.#search.takes(null, paste.lines.join(" "))) return;
    if (paste.lines.length > 1 || isWaiting) return this.#pastes.ask(paste.lines);
    this.#edit({ kind: "insert", text: paste.lines[0] ?? "" });
  }

  /** Handles the mouse: the wheel scrolls, and a click on a name goes to the conversation. */
  #point({ action, column, row }: MouseEvent): void {
    const { form, overlay, settings } = this.#state;
    // A question waits for its answer.
    if (form || overlay.kind === "paste" || !settings.mouse) return;
    if (action === "wheel-up") return this.#scroll(WHEEL_ROWS);
    if (action === "wheel-down") return this.#scroll(-WHEEL_ROWS);
    const target = findClickTarget(this.#state, column, row);
    if (target?.kind === "conversation") this.#store.dispatch({ kind: "switched", key: target.key });
    if (target?.kind === "person") this.#store.dispatch({ kind: "opened", name: target.name });
  }

  #act(action: Action): void {
    switch (action) {
      case "submit":
        return this.#submit();
      case "search-log":
        return this.#search.open();
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
      case "older":
        return this.#goToRow(action, -1);
      case "newer":
        return this.#goToRow(action, 1);
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
    if (this.#search.takes("cancel", null)) return;
    if (this.#current.prompt.line.text !== "" || this.#current.prompt.search) return this.#edit({ kind: "clear" });
    this.#store.dispatch({ kind: "leavingAsked", isAsked: true });
  }

  #edit(edit: PromptEdit): void {
    const prompt = editPrompt(this.#current.prompt, edit, completionContext(this.#state));
    if (prompt !== this.#current.prompt) this.#store.dispatch({ kind: "prompt", prompt });
  }

  /** Goes to another row of the prompt; at the first and the last one, to another line of the history. */
  #goToRow(action: "older" | "newer", step: 1 | -1): void {
    const { prompt } = this.#current;
    const cursor = prompt.search
      ? null
      : findPromptRow(prompt, promptTitle(this.#state), this.#state.screen.columns, step);
    this.#edit(cursor === null ? { kind: action } : { kind: "go-to", cursor });
  }

  #submit(): void {
    const { text, prompt } = submitPrompt(this.#current.prompt);
    const line = this.#sender.read(text);
    if (this.#sender.refuses(line)) return;
    this.#store.dispatch({ kind: "prompt", prompt });
    if (line.kind !== "empty") this.#store.dispatch({ kind: "scrolled", scroll: null });
    this.#sender.send(line);
  }

  get #pageRows(): number {
    return Math.max(1, layOutScreen(this.#state).log.height - 1);
  }

  /** Scrolls up when positive. */
  #scroll(rows: number): void {
    const { overlay, traffic } = this.#state;
    const { columns, height } = layOutScreen(this.#state).log;
    if (overlay.kind === "keys") {
      const last = Math.max(0, keyHelpRows(columns.width, this.#state).length - height);
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
