/** TCP port that a chat server listens on unless told otherwise [C-1]. */
export const PORT = 65432;

/** Encoding of everything on the wire [C-2]. */
export const ENCODING = "utf-8";

/**
 * Largest message that a client may send, in bytes from its first brace to its last: a peer that never closes its
 * brace costs the server no more than this [C-13].
 */
export const MAX_MESSAGE_BYTES = 64 * 1024;

/**
 * Largest message that a server may write, and that a client has to accept, in bytes. Four times what a client may
 * send, because the server stamps the sender's identity and writes non-ASCII characters as escapes [C-13].
 */
export const MAX_SERVER_MESSAGE_BYTES = 256 * 1024;

/** Longest username in user-perceived characters (grapheme clusters), so that it fits a column on screen [C-40]. */
export const MAX_NAME_CHARACTERS = 32;

/** Longest username in bytes of UTF-8, so that a name made of stacked marks stays small as well [C-40]. */
export const MAX_NAME_BYTES = 64;

/**
 * Longest spelling of a valid name after trimming, in UTF-16 code units: anything longer names nobody, so nothing longer is
 * ever folded [C-44].
 *
 * Folding never makes a text shorter, counted in code points of its full decomposition (NFKD), and multiplies those of a
 * valid name by at most 6 for each byte of UTF-8: U+FDFA is three bytes and decomposes to 18 code points. So the 64 bytes
 * of a name hold at most 21 × 18 + 1 = 379 of them, no spelling has more code points than that, and none of these takes
 * more than two code units (or four bytes: 1,516 in all).
 */
export const MAX_NAME_SPELLING_LENGTH = 2 * 379;

/**
 * Most combining marks in a row in a spelling of a valid name. Each is part of the name's full decomposition, where every
 * byte of the name makes at most one. Normalizing sorts a run of marks, in a time that grows with its square [C-44].
 */
export const MAX_MARKS_IN_A_ROW = 64;

/**
 * Most bytes that may stand before the `\n` or `{` which ends a name: room for white space around the longest name,
 * and an early end for a peer that speaks another protocol [C-30].
 */
export const MAX_HANDSHAKE_BYTES = 1024;

/**
 * Silence, in milliseconds, after which a name without a terminator counts as complete. Original clients wait 100 ms
 * before they write again, so half of that never glues two writes together [C-31].
 */
export const QUIET_TIME_MS = 50;

/**
 * Least time between the starts of two writes to a client that may decode each `recv` as one message, in
 * milliseconds: closer together, TCP glues most of them into one read [C-23].
 */
export const UNFRAMED_WRITE_GAP_MS = 1;

/** Waiting messages past which such a client gets no gap any more: it is two seconds behind and better served late [C-23]. */
export const UNFRAMED_BACKLOG_MESSAGES = 2_000;

/**
 * Limit for a text of the server's own, in bytes on the wire, to a client that may read 1,024 bytes at a time. It holds for
 * every welcome, too [C-24].
 */
export const UNFRAMED_MESSAGE_BYTES = 1_000;

/** Answer to `/list` for a client that frames: past this many bytes on the wire it ends in `… and <n> more` [C-62]. */
export const LIST_MESSAGE_BYTES = 16 * 1024;

/** Longest part of a receiver's name that an error quotes, in bytes of UTF-8 [C-60]. */
export const MAX_QUOTED_BYTES = 64;
