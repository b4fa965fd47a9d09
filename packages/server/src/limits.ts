import { MAX_HANDSHAKE_BYTES, MAX_MESSAGE_BYTES, QUIET_TIME_MS } from "@chat/protocol";
import { findConnectionLimit } from "./open-files.ts";

/** A limit that the operator of a server can set. */
export interface Limit {
  /** The limited amount. */
  readonly summary: string;
  /** The unit of the numbers below, such as `bytes` or `ms`. */
  readonly unit: string;
  /** The value that applies when the options name no other. */
  readonly default: number;
  /** Smallest value that makes sense. Where 0 is allowed it switches the limit off. */
  readonly min: number;
  /** Largest value that can be set. */
  readonly max: number;
  /** The reason for the limit, and for its default. */
  readonly reason: string;
}

const MIB = 1024 * 1024;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Every limit of a server. Options, command-line flags and the documentation are made from this table. */
export const LIMITS = {
  maxMessageBytes: {
    summary: "Largest message that a client may send.",
    unit: "bytes",
    default: MAX_MESSAGE_BYTES,
    min: 256,
    max: MAX_MESSAGE_BYTES,
    reason: "A peer that never closes its brace costs no more memory than this.",
  },
  maxHandshakeBytes: {
    summary: "Most bytes before the newline or brace that ends a name.",
    unit: "bytes",
    default: MAX_HANDSHAKE_BYTES,
    min: 128,
    max: MAX_HANDSHAKE_BYTES,
    reason: "The longest name with white space around it fits; a peer that speaks another protocol ends early.",
  },
  handshakeTimeoutMs: {
    summary: "Time to tell a name.",
    unit: "ms",
    default: 10_000,
    min: 2 * QUIET_TIME_MS,
    max: DAY_MS,
    reason: "A connection that never sends its name does not hold a place for long.",
  },
  incompleteMessageTimeoutMs: {
    summary: "Time from the first byte of a message to its last.",
    unit: "ms",
    default: 30_000,
    min: 100,
    max: DAY_MS,
    reason: "Reports an unclosed object to its sender instead of swallowing everything after it.",
  },
  maxOutboxBytes: {
    summary: "Most bytes that wait for one receiver.",
    unit: "bytes",
    default: 1 * MIB,
    min: 4 * 1024,
    max: 1024 * MIB,
    reason: "More would be memory for a receiver that does not read.",
  },
  outboxStallTimeoutMs: {
    summary: "Time without any progress after which a receiver that has messages waiting is cut off.",
    unit: "ms",
    default: 10_000,
    min: 100,
    max: DAY_MS,
    reason: "Such a receiver is gone or stuck, and its senders should know.",
  },
  maxAllOutboxBytes: {
    summary: "Most bytes that wait for all receivers together; past it the largest queue is cut off.",
    unit: "bytes",
    default: 512 * MIB,
    min: 64 * 1024,
    max: Number.MAX_SAFE_INTEGER,
    reason: "Many slow readers together stay within the memory of a small machine.",
  },
  maxAllIncompleteBytes: {
    summary: "Most bytes of messages not complete, all connections together; past it the largest is closed.",
    unit: "bytes",
    default: 256 * MIB,
    min: 64 * 1024,
    max: Number.MAX_SAFE_INTEGER,
    reason: "Bounds the memory that all incomplete messages use together.",
  },
  maxConnections: {
    summary: "Most connections at once; one more is told that the server is full.",
    unit: "connections",
    default: findConnectionLimit(),
    min: 1,
    max: 10_000_000,
    reason: "What the system's limit of open files allows, less a reserve for refusals, logs and the process itself.",
  },
  maxConnectionsPerAddress: {
    summary: "Most connections from one address.",
    unit: "connections",
    default: 0,
    min: 0,
    max: 10_000_000,
    reason: "Off: a class often sits behind one address.",
  },
  maxNamelessPerAddress: {
    summary: "Most connections from one address that have not told a name; fewer, the fuller the server is.",
    unit: "connections",
    default: 512,
    min: 0,
    max: 10_000_000,
    reason: "Connections that send nothing leave room for users.",
  },
  messagesPerSecond: {
    summary: "Messages that one connection may send in the long run; past it, it is read more slowly.",
    unit: "messages/s",
    default: 1_000,
    min: 0,
    max: 1e9,
    reason: "Far above what people write; a loop gone wild is slowed down, not refused.",
  },
  messageBurst: {
    summary: "Messages that one connection may send at once.",
    unit: "messages",
    default: 2_000,
    min: 1,
    max: 1e9,
    reason: "A program may write this many at once before it is slowed down.",
  },
  bytesPerSecond: {
    summary: "Bytes that one connection may send in the long run.",
    unit: "bytes/s",
    default: 2 * MIB,
    min: 0,
    max: 1e12,
    reason: "One connection can't fill the line of all the others.",
  },
  byteBurst: {
    summary: "Bytes that one connection may send at once.",
    unit: "bytes",
    default: 4 * MIB,
    min: 1,
    max: 1e12,
    reason: "Two seconds' worth.",
  },
  shoutsPerSecond: {
    summary: "Shouts that one connection may send in the long run.",
    unit: "shouts/s",
    default: 20,
    min: 0,
    max: 1e9,
    reason: "Each is written to every user: the one message whose cost grows with their number.",
  },
  shoutBurst: {
    summary: "Shouts that one connection may send at once.",
    unit: "shouts",
    default: 100,
    min: 1,
    max: 1e9,
    reason: "A few screens of text pasted at once.",
  },
  shoutBytesPerSecond: {
    summary: "Bytes of shouts that one receiver gets in the long run, from all who shout together.",
    unit: "bytes/s",
    default: 64 * 1024,
    min: 0,
    max: 1e12,
    reason: "A receiver of 100 KB/s keeps up, however much others would like to shout: their shouts wait, in turn.",
  },
  shoutByteBurst: {
    summary: "Bytes of shouts that one receiver gets at once.",
    unit: "bytes",
    default: 256 * 1024,
    min: 1,
    max: 1e12,
    reason: "Fits into the queue of a slow receiver, beside the other messages there.",
  },
  shoutDeliveriesPerSecond: {
    summary: "Deliveries of shouts in the long run, on each event loop: a shout to 100 users is 100.",
    unit: "deliveries/s",
    default: 100_000,
    min: 0,
    max: 1e12,
    reason: "A quarter of what a loop can do; the rest is for everything else.",
  },
  endpointTimeoutMs: {
    summary: "Time that an endpoint has for its answer.",
    unit: "ms",
    default: 30_000,
    min: 10,
    max: DAY_MS,
    reason: "Without an answer the server answers with an error, and the answers behind it go on.",
  },
} as const satisfies Record<string, Limit>;

/** The name of a limit: a key of {@link LIMITS}. */
export type LimitName = keyof typeof LIMITS;

/** The value of every limit, in the unit of its name. */
export type ServerLimits = { readonly [Name in LimitName]: number };

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} for a value that is not a whole number between the limit's `min` and `max`; it names all three.
 */
export function resolveLimits(given: { readonly [Name in LimitName]?: number | undefined }): ServerLimits {
  const entries = Object.entries(LIMITS).map(([name, limit]) => {
    const value = given[name as LimitName] ?? limit.default;
    if (!Number.isSafeInteger(value) || value < limit.min || value > limit.max) {
      throw new RangeError(
        `${name} is ${value}: it has to be a whole number of ${limit.unit} from ${limit.min} to ${limit.max}.`,
      );
    }
    return [name, value] as const;
  });
  return Object.freeze(Object.fromEntries(entries)) as ServerLimits;
}

/** Most answers of one connection that may wait; with more, the connection is not read [C-69]. */
export const MAX_WAITING_ANSWERS = 64;

/** Time in milliseconds for a module to load, and to start: one that never finishes must not hold up the start. */
export const MODULE_LOAD_TIMEOUT_MS = 30_000;

/** Time in milliseconds for what modules decide on a newcomer, who waits, and for a module to stop. */
export const HOOK_TIMEOUT_MS = 5_000;

/**
 * Cost of the calls of one thread that wait for the thread of the modules: the length of each text and 1,000. Past it, a call is
 * answered with an error: a module that is too slow must not fill the memory.
 */
export const MAX_WAITING_CALL_COST = 4_000_000;

/** Time in milliseconds between two heartbeats of a thread, which show that its event loop turns. */
export const HEARTBEAT_MS = 1_000;

/** Time in milliseconds between two checks of the heartbeats of threads. */
export const THREAD_CHECK_MS = 5_000;

/**
 * Time in milliseconds without a heartbeat after which a thread is replaced. Until then users of other threads wait for all
 * answers behind a message to one of its users, and messages to it pile up. Work that holds an event loop for so long never
 * ends.
 */
export const THREAD_HANG_TIMEOUT_MS = 30_000;

/** Longest time in milliseconds for which a connection is not read: only a read shows that the peer is gone. */
export const MAX_PAUSE_MS = 500;

/**
 * Longest time in milliseconds for which one connection, or one kind of work that can wait, holds an event loop before the
 * others have their turn. Only a call of an endpoint can take longer, as it is not interrupted.
 */
export const TURN_MS = 4;

/** Burst of `shoutDeliveriesPerSecond`: this many milliseconds' worth may come at once. */
export const SHOUT_DELIVERY_BURST_MS = 2_000;

/**
 * Longest time in milliseconds for which shouts hold an event loop, both when they are queued for all users and when they are
 * written. A room of a thousand users fits into it: in shorter slices a shout to them costs a fifth more.
 */
export const SHOUT_SLICE_MS = 16;

/** Bytes of an answer that cost its asker one token of `messagesPerSecond`: the longest `/list` costs ten. */
export const ANSWER_BYTES_PER_TOKEN = 1_640;

/** Most bytes that an event loop reads ahead from all blocked connections, to see that peers are gone. */
export const MAX_READ_AHEAD_BYTES = 8 * 1024 * 1024;

/** Time in milliseconds between two tries to read blocked connections: the grain of the rates. */
export const BLOCKED_SWEEP_MS = 10;

/** Time in milliseconds in which messages that came before a peer's FIN are processed and answered [C-35]. */
export const LEAVE_TIMEOUT_MS = 5_000;

/** Time in milliseconds for which a closing connection is still read, so that the peer can read our last words [C-34]. */
export const LINGER_MS = 2_000;

/** Bytes of a closing connection that are thrown away before it is cut off [C-34]. */
export const MAX_LINGER_BYTES = 256 * 1024;

/** Most refused connections that linger at once, in the reserve of open files. The oldest is cut off first. */
export const MAX_LINGERING_REFUSALS = 64;

/** Silence in milliseconds after which TCP probes the peer. */
export const KEEP_ALIVE_DELAY_MS = 30_000;

/** Most connections that wait to be accepted. When many join together, a short queue costs each a second per retry. */
export const LISTEN_BACKLOG = 4_096;
