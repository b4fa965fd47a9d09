import { displayText } from "@chat/protocol";
import type { Settings } from "../settings/settings.ts";

/** The most characters of a text for the window: terminals cut what is longer, and some refuse it. */
const MAX_CHARACTERS = 120;

const BELL = "\u0007";
const TITLE_SAVED = "\u001b[22;2t";
/** Empty first, for terminals that have kept no title. */
const TITLE_RESTORED = `\u001b]2;${BELL}\u001b[23;2t`;

/** The title of the terminal's window. */
export class WindowTitle {
  readonly #write: (output: string) => void;
  #shown = "";

  constructor(write: (output: string) => void) {
    this.#write = write;
  }

  /** @param title `""` brings the title of before back, where the terminal has kept it */
  show(title: string): void {
    if (title === this.#shown) return;
    if (this.#shown === "") this.#write(TITLE_SAVED);
    this.#shown = title;
    this.#write(title === "" ? TITLE_RESTORED : `\u001b]2;${writeShort(title)}${BELL}`);
  }
}

/** Rings, or makes a notification of the desktop, by the sequence of iTerm2 (OSC 9) or of rxvt (OSC 777). */
export function writeNotification(kind: Settings["notifications"], from: string, text: string): string {
  if (kind === "osc9") return `\u001b]9;${writeShort(from)}: ${writeShort(text)}${BELL}`;
  if (kind === "osc777") return `\u001b]777;notify;${writeShort(from)};${writeShort(text)}${BELL}`;
  return BELL;
}

/** Writes a text as a field of a sequence: one line, no control, no semicolon, which would begin the next field. */
function writeShort(text: string): string {
  return Array.from(displayText(text).replaceAll(";", ",")).slice(0, MAX_CHARACTERS).join("");
}
