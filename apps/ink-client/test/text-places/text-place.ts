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
  /** What puts the text there, whatever text was there before. */
  readonly events: (text: string, state: ChatState) => readonly ChatEvent[];
  /** Gives a harmless text that takes as much room there: with it, all but the text's own cells have to look the same. */
  readonly harmlessLike: (text: string) => string;
  /** The cells that are the text's own. */
  readonly ownCells: (text: string) => readonly CellArea[];
}
