import { listFolder } from "../commands/file-path.ts";
import { runCommand } from "../commands/table.ts";
import type { InputEvent, MouseEvent } from "../input/input-event.ts";
import {
  type Action,
  type ConversationAction,
  findAction,
  isConversationAction,
  isPrefix,
  isScrollAction,
  type ScrollAction,
} from "../input/key-bindings.ts";
import { splitPaste } from "../input/pasted-lines.ts";
import { editPrompt, type PlainPromptEdit, type PromptEdit, submitPrompt } from "../input/prompt.ts";
import { keyBindings } from "../settings/key-settings.ts";
import type { Settings } from "../settings/settings.ts";
import type { ChatState, Overlay } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { completionContext } from "../state/completion-context.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { findClickTarget, isOverPeople } from "../view/click-target.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { scrollLog } from "../view/log-window.ts";
import { countPeopleRows, scrollPeople } from "../view/pane-rows.ts";
import { findPromptRow } from "../view/prompt-rows.ts";
import { promptTitle } from "../view/prompt-title.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { trafficWindow } from "../view/traffic-rows.ts";
import type { ChatSession } from "./chat-session.ts";
import { ConversationControls } from "./conversation-controls.ts";
import { JoinFormControls } from "./join-form-controls.ts";
import { LineSender } from "./line-sender.ts";
import { LogSearchControls } from "./log-search-controls.ts";
import { editOutside } from "./outside-editor.ts";
import { PasteControls } from "./paste-controls.ts";
import { resendOldest } from "./resend.ts";

/** The rows that one step of the wheel scrolls. */
const WHEEL_ROWS = 3;

/** More pages than a log has. */
const ALL_PAGES = 10_000_000;

/** The pages that an action scrolls up. */
const SCROLLED_PAGES: Readonly<Record<ScrollAction, number>> = {
  "scroll-up": 1,
  "scroll-down": -1,
  "scroll-up-half": 1 / 2,
  "scroll-down-half": -1 / 2,
  "scroll-top": ALL_PAGES,
  "scroll-bottom": -ALL_PAGES,
};

/** The actions that are not about conversations, scrolling or the text in the prompt alone. */
type OwnAction =
  | Exclude<Action, ConversationAction | ScrollAction | PlainPromptEdit>
  | Extract<Action, "lower-word" | "cancel" | "older" | "newer">;

export interface TerminalControls {
  exit(code: number): void;
  /** Draws everything anew, over text of other programs. */
  redraw(): void;
  /** Returns the terminal to the shell, until the shell continues this program. */
  suspend(): void;
  /** Lends the terminal to another program while `use` runs. */
  lend<Result>(use: () => Promise<Result>): Promise<Result>;
}

/** Turns keys and the mouse into changes of the state and calls of the session. */
export class ChatControls {
  readonly #store: ChatStore;
  readonly #session: ChatSession;
  readonly #terminal: TerminalControls;
  readonly #conversations: ConversationControls;
  readonly #form: JoinFormControls;
  readonly #sender: LineSender;
  readonly #pastes: PasteControls;
  readonly #search: LogSearchControls;

  readonly #own: Readonly<Record<OwnAction, () => void>> = {
    submit: () => this.#submit(),
    "search-log": () => this.#search.open(),
    "people-up": () => this.#scrollPeople(1 - countPeopleRows(this.#state)),
    "people-down": () => this.#scrollPeople(countPeopleRows(this.#state) - 1),
    resend: () => resendOldest(this.#store, this.#session, this.#sender),
    "edit-outside": () => void this.#editOutside(),
    help: () => this.#show(this.#state.overlay.kind === "keys" ? { kind: "none" } : { kind: "keys", scrolledRows: 0 }),
    // weechat's key for it: nothing to write in small letters is on an empty line.
    "lower-word": () => (this.#isLineEmpty ? this.#show({ kind: "bare" }) : this.#edit({ kind: "lower-word" })),
    "bare-view": () => this.#show({ kind: "bare" }),
    "end-of-input": () => (this.#isLineEmpty ? void this.leave() : this.#edit({ kind: "delete" })),
    cancel: () => (this.#state.overlay.kind === "none" ? this.#edit({ kind: "cancel" }) : this.#show({ kind: "none" })),
    older: () => this.#goToRow("older", -1),
    newer: () => this.#goToRow("newer", 1),
    interrupt: () => this.#interrupt(),
    suspend: () => this.#terminal.suspend(),
    redraw: () => this.#terminal.redraw(),
  };

  constructor(store: ChatStore, session: ChatSession, terminal: TerminalControls) {
    this.#store = store;
    this.#session = session;
    this.#terminal = terminal;
    this.#conversations = new ConversationControls(store);
    this.#form = new JoinFormControls(store, session);
    this.#search = new LogSearchControls(store);
    const context = {
      store,
      note: session.note.bind(session),
      changeSettings: (changes: Partial<Settings>) => void session.changeSettings(changes),
      searchLog: this.#search.open.bind(this.#search),
      quit: () => void this.leave(),
    };
    this.#sender = new LineSender(store, session, (command, argument) => runCommand(command, argument, context));
    this.#pastes = new PasteControls(store, this.#sender, (text) => this.#edit({ kind: "insert", text }));
  }

  /** Handles what the user did at the terminal. */
  receive(event: InputEvent): void {
    if (event.kind === "focus" || event.kind === "background") return this.#store.dispatch(event);
    if (this.#state.overlay.kind === "bare" && event.kind !== "mouse") {
      this.#show({ kind: "none" });
      if (event.kind !== "paste") return;
    }
    const { keyPrefix, form, settings } = this.#state;
    if (keyPrefix !== null && event.kind !== "mouse") this.#store.dispatch({ kind: "keyPrefix", key: null });
    const before = keyPrefix === null ? "" : `${keyPrefix} `;
    const bindings = keyBindings(settings);
    switch (event.kind) {
      case "key":
        if (before === "" && form === null && isPrefix(event.name, bindings)) {
          return this.#store.dispatch({ kind: "keyPrefix", key: event.name });
        }
        return this.#press(findAction(before + event.name, bindings), null);
      case "text":
        return this.#press(before === "" ? null : findAction(before + event.text, bindings), event.text);
      case "paste":
        return this.#paste(event.text);
      case "mouse":
        return this.#point(event);
    }
  }

  /** Lays all out for another size of the screen. A search keeps its hit in sight. */
  resize(screen: ChatState["screen"]): void {
    this.#store.dispatch({ kind: "screen", screen });
    this.#search.showAgain();
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

  get #isLineEmpty(): boolean {
    return this.#store.current.prompt.line.text === "";
  }

  #press(action: Action | null, text: string | null): void {
    const { question, form, overlay } = this.#state;
    if (action === "interrupt") return this.#interrupt();
    if (question && action !== "resend") this.#store.dispatch({ kind: "asked", question: null });
    if (action === "suspend" || action === "redraw") return this.#own[action]();
    if (form) return this.#form.press(action, text);
    if (overlay.kind === "paste") return this.#pastes.answer(overlay.question, action, text);
    if (this.#conversations.takesDigits(text)) return;
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
    if (action !== "click") {
      const rows = action === "wheel-up" ? WHEEL_ROWS : -WHEEL_ROWS;
      return isOverPeople(this.#state, column, row) ? this.#scrollPeople(-rows) : this.#scroll(rows);
    }
    const target = findClickTarget(this.#state, column, row);
    if (target?.kind === "conversation") this.#store.dispatch({ kind: "switched", key: target.key });
    if (target?.kind === "person") this.#store.dispatch({ kind: "opened", name: target.name });
  }

  #act(action: Action): void {
    if (isScrollAction(action)) return this.#scrollPages(SCROLLED_PAGES[action]);
    if (isConversationAction(action)) return this.#conversations.act(action);
    if (this.#isOwn(action)) return this.#own[action]();
    this.#edit({ kind: action });
  }

  #isOwn(action: Action): action is OwnAction {
    return Object.hasOwn(this.#own, action);
  }

  /** C-c empties the line first, and leaves when pressed twice. */
  #interrupt(): void {
    const { form, overlay, question, connection } = this.#state;
    if (form !== null || question?.kind === "leave" || connection.kind === "leaving") return void this.leave();
    if (overlay.kind !== "none") return this.#show({ kind: "none" });
    if (this.#search.takes("cancel", null)) return;
    if (!this.#isLineEmpty || this.#store.current.prompt.search) return this.#edit({ kind: "clear" });
    this.#store.dispatch({ kind: "asked", question: { kind: "leave" } });
  }

  #edit(edit: PromptEdit): void {
    const context = { ...completionContext(this.#state), listFolder };
    const prompt = editPrompt(this.#store.current.prompt, edit, context);
    if (prompt !== this.#store.current.prompt) this.#store.dispatch({ kind: "prompt", prompt });
  }

  /** Lends the terminal to an editor, and takes its text as the draft. Nothing is sent. */
  async #editOutside(): Promise<void> {
    this.#edit({ kind: "accept-search" });
    const { text } = this.#store.current.prompt.line;
    try {
      this.#edit({ kind: "set", text: await this.#terminal.lend(() => editOutside(text)) });
    } catch (error) {
      this.#session.note((error as Error).message, "problem");
    }
  }

  /** Goes to another row of what covers the log; else of the prompt; at the first and the last one, to another line of the history. */
  #goToRow(action: "older" | "newer", step: 1 | -1): void {
    const { prompt } = this.#store.current;
    if (this.#state.overlay.kind !== "none" && this.#isLineEmpty) return this.#scroll(-step);
    const cursor = prompt.search
      ? null
      : findPromptRow(prompt, promptTitle(this.#state), layOutScreen(this.#state).promptWidth, step);
    this.#edit(cursor === null ? { kind: action } : { kind: "go-to", cursor });
  }

  #submit(): void {
    // Enter in a shell runs the line; here it would go to everybody unread.
    if (this.#store.current.prompt.search) return this.#edit({ kind: "accept-search" });
    const { text, prompt } = submitPrompt(this.#store.current.prompt);
    const line = this.#sender.read(text);
    // The help would hide the answer.
    if (this.#state.overlay.kind === "keys") this.#show({ kind: "none" });
    // A text waits in the prompt. A wrong command leaves it, or the next one would be glued to it; Up brings it back.
    const leaves = line.kind === "wrong" && text.startsWith("/");
    if (this.#sender.refuses(line) && !leaves) return;
    this.#store.dispatch({ kind: "prompt", prompt });
    if (line.kind !== "empty") this.#store.dispatch({ kind: "scrolled", scroll: null });
    this.#sender.send(line);
  }

  #scrollPages(pages: number): void {
    const pageRows = Math.max(1, layOutScreen(this.#state).log.height - 1);
    this.#scroll(Math.sign(pages) * Math.ceil(Math.abs(pages) * pageRows));
  }

  /** Scrolls up when positive. */
  #scroll(rows: number): void {
    const { overlay, traffic } = this.#state;
    const { columns, height } = layOutScreen(this.#state).log;
    if (overlay.kind === "keys") {
      const last = Math.max(0, keyHelpRows(this.#state.screen.columns, this.#state).length - height);
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
    const scroll = scrollLog(this.#store.current, rows, { columns, height });
    this.#store.dispatch({ kind: "scrolled", scroll });
  }

  /** Scrolls down when positive. */
  #scrollPeople(rows: number): void {
    this.#store.dispatch({ kind: "peopleScrolled", rows: scrollPeople(this.#state, rows) });
  }

  #show(overlay: Overlay): void {
    this.#store.dispatch({ kind: "overlay", overlay });
  }
}
