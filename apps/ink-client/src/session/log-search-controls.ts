import { type Action, isScrollAction } from "../input/key-bindings.ts";
import { lineOf } from "../input/line-editor.ts";
import { editField } from "../input/prompt.ts";
import type { ChatStore } from "../state/chat-store.ts";
import { type LogSearch, searchLog, startLogSearch, stepLogSearch } from "../state/log-search.ts";
import type { Scroll } from "../state/scroll.ts";
import { scrollLog, scrollToHit } from "../view/log-window.ts";
import { layOutScreen } from "../view/screen-layout.ts";

/** The letters of a confirmed search, as in less. A search goes up from the newest line: the next hit is an older one. */
const STEPS_OF_LETTERS: ReadonlyMap<string | null, 1 | -1> = new Map([
  ["n", -1],
  ["N", 1],
]);
const STEPS_OF_ACTIONS: { readonly [Key in Action]?: 1 | -1 } = { "search-log": -1, search: -1, older: -1, newer: 1 };

/** Searches the log of the current conversation. */
export class LogSearchControls {
  readonly #store: ChatStore;

  constructor(store: ChatStore) {
    this.#store = store;
  }

  /** Opens the search. A text is searched for at once, and counts as confirmed when it is found. */
  open(text = ""): void {
    const { overlay } = this.#store.state;
    if (overlay.kind !== "none") this.#store.dispatch({ kind: "overlay", overlay: { kind: "none" } });
    const { lines, scroll } = this.#store.current;
    const search = searchLog(lines, startLogSearch(scroll), lineOf(text));
    this.#show({ ...search, isConfirmed: search.index !== -1 });
  }

  /** Takes a key while a search is open. One that is neither of the search nor of scrolling leaves it, and does what it always does. */
  takes(action: Action | null, text: string | null): boolean {
    const { search } = this.#store.current;
    if (!search) return false;
    const step = action === null ? search.isConfirmed && STEPS_OF_LETTERS.get(text) : STEPS_OF_ACTIONS[action];
    if (step) {
      this.#show(stepLogSearch(search, step));
      return true;
    }
    if (action === "submit" || action === "cancel") {
      if (action === "submit") this.#confirm(search);
      else this.#leave(search.isConfirmed ? this.#stay : search.scrollBefore);
      return true;
    }
    if (action !== null && isScrollAction(action)) return false;
    const { prompt, lines } = this.#store.current;
    const field = { line: search.line, killed: prompt.killed };
    const edited = search.isConfirmed && action === null ? null : editField(field, action, text);
    if (edited) this.#show(searchLog(lines, search, edited.line));
    else this.#leave(this.#stay);
    return edited !== null;
  }

  /** Goes back to the hit where a search is open. */
  showAgain(): void {
    const { search } = this.#store.current;
    if (search && search.index !== -1) this.#show(search);
  }

  /** The scroll that leaves the log where it is; `null` at the bottom. */
  get #stay(): Scroll | null {
    return scrollLog(this.#store.current, 0, layOutScreen(this.#store.state).log);
  }

  /** A second Enter leaves the search at the hit. So does one without a text. */
  #confirm(search: LogSearch): void {
    if (search.isConfirmed || search.line.text === "") this.#leave(this.#stay);
    else if (search.index !== -1) this.#show({ ...search, isConfirmed: true });
  }

  #show(search: LogSearch): void {
    const scroll = scrollToHit(this.#store.current, search, layOutScreen(this.#store.state).log);
    this.#store.dispatch({ kind: "searched", search, scroll });
  }

  #leave(scroll: Scroll | null): void {
    this.#store.dispatch({ kind: "searched", search: null, scroll });
  }
}
