import { MAX_MESSAGE_BYTES } from "@chat/protocol";

/** What was pasted: lines, at least one; or more than can be sent, with a sentence that says so. */
export type Paste =
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "wrong"; readonly problem: string };

/** Pasted lines past which nobody can have meant it. */
const MAX_PASTED_LINES = 2_000;

/**
 * Takes a paste apart into lines, without the line ends behind the last one. A line that no message can hold is refused
 * here: at the prompt each key would have to lay all of it out again.
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

function wrong(problem: string): Paste {
  return { kind: "wrong", problem };
}
