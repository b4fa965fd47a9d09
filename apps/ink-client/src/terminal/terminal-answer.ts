/** The beginnings, behind ESC, that only a terminal writes: CSI, SS3, the number of an OSC, the parameters of a DCS, kitty's APC. */
const ANSWER = /^(?:[[O]|\]\d+;|P[!-?]+[@-~]|_G[a-z]=)/;

/** Those that may still become one: all of SOS and PM, the label of a window, and what is too short to say. */
const UNDECIDED = /^(?:\](?:\d*$|[lLI])|P[!-?]*$|_(?:G[a-z]?)?$|[X^])/;

/**
 * Says who has begun a sequence. With Alt the keys `]`, `P`, `_`, `X` and `^` send the same two bytes as a terminal does at the
 * start of a string, and only what comes behind them tells the two apart.
 */
export function findWriter(unfinished: string): "terminal" | "person" | "undecided" {
  const behind = unfinished.replace(/^\p{Cc}+/u, "");
  // No key sends a control of eight bits.
  if (!unfinished.startsWith("\x1b") || ANSWER.test(behind)) return "terminal";
  return UNDECIDED.test(behind) ? "undecided" : "person";
}
