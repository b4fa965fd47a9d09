import type { CellArea } from "@chat/testing/terminal";
import type { ChatEvent } from "../../src/state/chat-event.ts";
import type { ChatState } from "../../src/state/chat-state.ts";

/** A size of the screen, in cells. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** A place on the screen where a text from others shows. */
export interface TextPlace {
  readonly name: string;
  readonly screen: ScreenSize;
  /** Returns the events that put the text there, over any text before. */
  readonly events: (text: string, state: ChatState) => readonly ChatEvent[];
  /** Returns a harmless text of the same size there: all cells except those of the text have to look the same with it. */
  readonly harmlessLike: (text: string) => string;
  /** The cells that are the text's own. */
  readonly ownCells: (text: string) => readonly CellArea[];
}
