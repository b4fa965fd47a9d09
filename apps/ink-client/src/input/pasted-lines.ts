import { MAX_MESSAGE_BYTES } from "@chat/protocol";

/** A paste: at least one line, or a problem when it is more than can be sent. */
export type Paste =
  | { readonly kind: "lines"; readonly lines: readonly string[] }
  | { readonly kind: "wrong"; readonly problem: string };

/** The number of pasted lines past which the paste must be a mistake. */
const MAX_PASTED_LINES = 2_000;

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

function wrong(problem: string): Paste {
  return { kind: "wrong", problem };
}
