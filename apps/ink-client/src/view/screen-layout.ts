import type { Row } from "@chat/terminal-rows/row";
import { EMPTY_PROMPT, type PromptMenu, promptMenu } from "../input/prompt.ts";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { completionContext } from "../state/completion-context.ts";
import { type LogColumns, layOutLogColumns } from "./log-columns.ts";
import { menuRows } from "./menu-rows.ts";
import { pasteRows } from "./paste-rows.ts";
import { layOutPrompt, type PromptRows } from "./prompt-rows.ts";
import { promptTitle } from "./prompt-title.ts";

/** The sizes of the parts of the screen, in cells; a pane of width 0 is not shown. */
export interface ScreenLayout {
  readonly log: { readonly columns: LogColumns; readonly height: number };
  readonly conversationsWidth: number;
  readonly peopleWidth: number;
  readonly menu: PromptMenu | null;
  /** The rows of the menu, or of the question about a paste. They lie over the end of the log and the panes: nothing else moves. */
  readonly cover: readonly Row[];
  /** The height of these, with the line above them. */
  readonly coverHeight: number;
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

/** Rows of a menu or a question that are shown at once. */
const MAX_COVER_ROWS = 8;
/** A question has so many rows at least: in the smallest screen it covers all of the log. */
const MIN_QUESTION_ROWS = 3;

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
  const height = Math.max(1, rows - STATUS_ROWS - prompt.rows.length - (isFramed ? FRAME_SIZE.rows : 0));
  const line = isFramed ? 1 : 0;
  const cover = coverRows(state, menu, Math.min(MAX_COVER_ROWS, Math.max(0, height - 1 - line)));
  return {
    log: { columns: layOutLogColumns(logWidth), height },
    conversationsWidth,
    peopleWidth,
    menu,
    cover,
    coverHeight: cover.length > 0 ? cover.length + line : 0,
    prompt,
    promptWidth,
    isFramed,
  };
}

/** Lays out what lies over the end of the log. A question comes before the menu. */
function coverRows(state: ChatState, menu: PromptMenu | null, height: number): readonly Row[] {
  const { overlay, screen } = state;
  if (overlay.kind !== "paste") return menu ? menuRows(menu, screen.columns, height) : [];
  const { title } = currentConversation(state);
  return pasteRows(overlay.question, title, screen.columns, Math.max(height, MIN_QUESTION_ROWS));
}

const STATUS_ROWS = 1;
