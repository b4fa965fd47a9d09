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
  readonly menuHeight: number;
  readonly prompt: PromptRows;
}

/** A screen narrower than this keeps all of its width for the log. */
const PEOPLE_FROM_COLUMNS = 72;
const CONVERSATIONS_FROM_COLUMNS = 104;
const PEOPLE_WIDTH = 16;
const CONVERSATIONS_WIDTH = 20;

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
  const isWide = columns >= WIDE_FROM_COLUMNS;
  const peopleWidth = isWide ? WIDE_PANE_WIDTH : columns >= PEOPLE_FROM_COLUMNS ? PEOPLE_WIDTH : 0;
  const conversationsWidth = isWide ? WIDE_PANE_WIDTH : columns >= CONVERSATIONS_FROM_COLUMNS ? CONVERSATIONS_WIDTH : 0;
  const panes = [peopleWidth, conversationsWidth].filter((width) => width > 0);
  const logWidth = panes.reduce((left, width) => left - width - PANE_GAP, columns);

  const prompt = layOutPrompt(shown, promptTitle(state), columns, Math.max(1, Math.floor(rows / 3)));
  const menu = promptMenu(shown, completionContext(state));
  // One row of the log is always seen.
  const room = Math.max(1, rows - STATUS_ROWS - prompt.rows.length);
  const menuHeight = Math.min(menu?.items.length ?? 0, MAX_MENU_ROWS, room - 1);
  return {
    log: { columns: layOutLogColumns(logWidth), height: room - menuHeight },
    conversationsWidth,
    peopleWidth,
    menu,
    menuHeight,
    prompt,
  };
}

const STATUS_ROWS = 1;
