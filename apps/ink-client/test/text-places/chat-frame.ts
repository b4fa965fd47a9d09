import type { CellArea } from "@chat/testing/terminal";
import { createChatState } from "../../src/state/chat-state.ts";
import { type LogColumns, NICK_SEPARATOR } from "../../src/view/log-columns.ts";
import { layOutScreen, PANE_GAP } from "../../src/view/screen-layout.ts";
import type { ScreenSize } from "./text-place.ts";

/** The positions of the parts of a screen with an empty prompt. Columns and rows are counted from 0. */
export interface ChatFrame {
  readonly log: CellArea;
  readonly logColumns: LogColumns;
  /** The first column of a message's text in a log with columns. */
  readonly textColumn: number;
  /** The first column of the names of the people online. */
  readonly peopleColumn: number;
  readonly statusRow: number;
  readonly promptRow: number;
  /** The first column of the typed text, in the conversation with everyone. */
  readonly promptColumn: number;
}

/** The row of the first person in the list, behind the heading and ourselves. */
export const FIRST_PERSON_ROW = 2;

export function chatFrame(screen: ScreenSize): ChatFrame {
  const target = { host: "127.0.0.1", port: 65_432, name: "Ada" };
  const layout = layOutScreen(createChatState(target, screen));
  const { columns, height } = layout.log;
  const column = layout.conversationsWidth === 0 ? 0 : layout.conversationsWidth + PANE_GAP;
  return {
    log: { row: 0, column, rows: height, columns: columns.width },
    logColumns: columns,
    textColumn: column + columns.time + 1 + columns.nick + NICK_SEPARATOR.length,
    peopleColumn: screen.columns - layout.peopleWidth,
    statusRow: screen.rows - 1,
    promptRow: height + (layout.isFramed ? 1 : 0),
    promptColumn: layout.prompt.cursor.x + (layout.isFramed ? 2 : 0),
  };
}

/** Returns the cells from a column to the end of an area. */
export function fromColumn(area: CellArea, column: number): CellArea {
  return { ...area, column, columns: area.column + area.columns - column };
}
