import { EMPTY_PROMPT, type PromptMenu, promptMenu } from "../input/prompt.ts";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { completionContext } from "../state/completion-context.ts";
import { type LogColumns, layOutLogColumns } from "./log-columns.ts";
import { layOutPrompt, type PromptRows } from "./prompt-rows.ts";
import { promptTitle } from "./prompt-title.ts";

/** The sizes of the parts of the screen, in cells; a pane of width 0 is not shown. */
export interface ScreenLayout {
  readonly log: { readonly columns: LogColumns; readonly height: number };
  readonly conversationsWidth: number;
  readonly peopleWidth: number;
  readonly menu: PromptMenu | null;
  /** The last rows of the log and the panes, which the menu lies over: nothing else moves when it opens. */
  readonly menuHeight: number;
  readonly prompt: PromptRows;
  /** The width of the text in the prompt. */
  readonly promptWidth: number;
  /** True when there is room for a frame around the prompt, and a line above the menu. */
  readonly isFramed: boolean;
}

/** A screen narrower than this keeps all of its width for the log. */
const PEOPLE_FROM_COLUMNS = 72;
const CONVERSATIONS_FROM_COLUMNS = 104;
const PEOPLE_WIDTH = 16;
const CONVERSATIONS_WIDTH = 20;

/** In a smaller screen a frame would cost too much. */
const FRAME_FROM = { columns: 40, rows: 16 } as const;
/** The border of the prompt, and a blank beside it. */
export const FRAME_SIZE = { columns: 4, rows: 2 } as const;
/** From here on both panes have room for whole names: the text of the log needs no more. */
const WIDE_FROM_COLUMNS = 160;
const WIDE_PANE_WIDTH = 28;

/** Rows of a menu that are shown at once. */
const MAX_MENU_ROWS = 8;

/** The line between two panes, and a blank on each side. */
export const PANE_GAP = 3;

export function layOutScreen(state: ChatState): ScreenLayout {
  const { columns, rows } = state.screen;
  const { prompt: ownPrompt, search } = currentConversation(state);
  const shown = search ? { ...EMPTY_PROMPT, line: search.line, isMenuClosed: true } : ownPrompt;
  // The help has columns of its own.
  const paneColumns = state.overlay.kind === "keys" ? 0 : columns;
  const isWide = paneColumns >= WIDE_FROM_COLUMNS;
  const peopleWidth = isWide ? WIDE_PANE_WIDTH : paneColumns >= PEOPLE_FROM_COLUMNS ? PEOPLE_WIDTH : 0;
  const besideWidth = isWide ? WIDE_PANE_WIDTH : CONVERSATIONS_WIDTH;
  const conversationsWidth = paneColumns >= CONVERSATIONS_FROM_COLUMNS ? besideWidth : 0;
  const panes = [peopleWidth, conversationsWidth].filter((width) => width > 0);
  const logWidth = panes.reduce((left, width) => left - width - PANE_GAP, columns);

  const isFramed = columns >= FRAME_FROM.columns && rows >= FRAME_FROM.rows;
  const promptWidth = columns - (isFramed ? FRAME_SIZE.columns : 0);
  const prompt = layOutPrompt(shown, promptTitle(state), promptWidth, Math.max(1, Math.floor(rows / 3)));
  const menu = promptMenu(shown, completionContext(state));
  // One row of the log is always seen.
  const height = Math.max(1, rows - STATUS_ROWS - prompt.rows.length - (isFramed ? FRAME_SIZE.rows : 0));
  const line = isFramed ? 1 : 0;
  const menuHeight = menu ? Math.min(menu.items.length + line, MAX_MENU_ROWS + line, height - 1) : 0;
  return {
    log: { columns: layOutLogColumns(logWidth), height },
    conversationsWidth,
    peopleWidth,
    menu,
    menuHeight,
    prompt,
    promptWidth,
    isFramed,
  };
}

const STATUS_ROWS = 1;
