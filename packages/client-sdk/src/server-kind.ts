const LINE_FEED = 0x0a;

/**
 * The kind of server. An `original` one does not end its messages with a newline, takes each read for one message, and
 * reads 1,024 bytes at a time.
 */
export type ServerKind = "framing" | "original";

/** Recognises the kind of server by the byte behind its welcome: a server that frames sends a newline there. */
export function recogniseServer(byteBehindWelcome: number): ServerKind {
  return byteBehindWelcome === LINE_FEED ? "framing" : "original";
}
