import { MAX_MESSAGE_BYTES } from "@chat/protocol";

/** A paste: at least one line, or a problem when it is more than can be sent. */
export type Paste =
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "wrong"; readonly problem: string };

/** The use of a paste of several lines: as one message, as a message for each line, or as a part of the unfinished line. */
type PasteUse = "one" | "each" | "prompt";

/** A paste of several lines that waits for an answer. */
export interface PasteQuestion {
  readonly lines: readonly string[];
  /** The use after a yes. */
  readonly use: PasteUse;
}

/** The number of pasted lines past which the paste must be a mistake. */
const MAX_PASTED_LINES = 2_000;

/** The number of lines past which Enter alone sends nothing. */
const MAX_LINES_WITHOUT_Y = 20;

const NEXT_USE: Readonly<Record<PasteUse, PasteUse>> = { one: "each", each: "prompt", prompt: "one" };

/**
 * Splits a paste into lines, without the empty lines at its end. Refuses a line that no message can hold: at the prompt
 * each key would lay all of it out again.
 */
export function splitPaste(text: string): Paste {
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.findLastIndex((line) => line !== "");
  lines.length = Math.max(1, last + 1);
  if (lines.length > MAX_PASTED_LINES) {
    return wrong(`The paste has ${lines.length} lines: more than ${MAX_PASTED_LINES} can't be sent at once.`);
  }
  const longest = Math.max(...lines.map((line) => Buffer.byteLength(line)));
  if (longest > MAX_MESSAGE_BYTES) {
    return wrong(`The paste has a line of ${longest} bytes: a message holds less than ${MAX_MESSAGE_BYTES}.`);
  }
  return { kind: "lines", lines };
}

/** Returns the question about lines: as one message when that can hold them. */
export function askAboutPaste(lines: readonly string[]): PasteQuestion {
  return { lines, use: fitsOneMessage(lines) ? "one" : "each" };
}

export function nextPasteUse({ lines, use }: PasteQuestion): PasteQuestion {
  return { lines, use: fitsOneMessage(lines) ? NEXT_USE[use] : "each" };
}

/** Returns whether a paste is so long that only a `y` sends it. */
export function needsY({ lines, use }: PasteQuestion): boolean {
  return use !== "prompt" && lines.length > MAX_LINES_WITHOUT_Y;
}

/** Returns the messages of a paste. One message keeps its blank lines; as messages of their own they would say nothing. */
export function pastedMessages({ lines, use }: PasteQuestion): readonly string[] {
  return use === "each" ? lines.filter((line) => /\P{White_Space}/u.test(line)) : [lines.join("\n")];
}

function fitsOneMessage(lines: readonly string[]): boolean {
  return Buffer.byteLength(lines.join("\n")) <= MAX_MESSAGE_BYTES;
}

function wrong(problem: string): Paste {
  return { kind: "wrong", problem };
}
