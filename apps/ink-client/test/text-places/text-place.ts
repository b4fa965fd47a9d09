import type { CellArea } from "@chat/testing/terminal";
import type { ChatEvent } from "../../src/state/chat-event.ts";
import type { ChatState } from "../../src/state/chat-state.ts";

/** A size of the screen, in cells. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** A place on the screen where texts from others show. */
export interface TextPlace {
  readonly name: string;
  readonly screen: ScreenSize;
  /** Returns true when these texts are seen at once, each between rows that are none of theirs. One alone always fits. */
  readonly fits: (texts: readonly string[]) => boolean;
  /** Returns the events that put the texts there, from top to bottom, over any texts before. */
  readonly events: (texts: readonly string[], state: ChatState) => readonly ChatEvent[];
  /**
   * Returns a harmless text of the same size there: all cells except those of the text have to look the same with it.
   *
   * @param index of the text among those that are seen at once
   */
  readonly harmlessLike: (text: string, index: number) => string;
  /** The cells that are the texts' own. */
  readonly ownCells: (texts: readonly string[]) => readonly CellArea[];
}

/** A place that shows one text at a time. */
interface SinglePlace extends Pick<TextPlace, "name" | "screen" | "harmlessLike"> {
  readonly events: (text: string, state: ChatState) => readonly ChatEvent[];
  readonly ownCells: (text: string) => readonly CellArea[];
}

export function oneAtATime(place: SinglePlace): TextPlace {
  return {
    ...place,
    fits: ({ length }) => length === 1,
    events: ([text = ""], state) => place.events(text, state),
    ownCells: ([text = ""]) => place.ownCells(text),
  };
}
