import { MAX_SERVER_MESSAGE_BYTES } from "@chat/protocol";

// The limits of a node among others: its times, and its amounts at the end. A node falls silent before the others fence it.

/** Time in milliseconds between two rewrites of a node's key. */
export const REWRITE_MS = 2_000;

/** Longest wait for the broker's answer to a rewrite, in milliseconds; then it is tried again. */
export const REWRITE_TIMEOUT_MS = 1_000;

/** Age of a node's last confirmed rewrite, in milliseconds, from which it exchanges nothing with other nodes. */
export const LEASE_MS = 7_000;

/** Time in milliseconds without a rewrite after which a node counts as gone. Its lease ends 3 s earlier: the safety margin. */
export const NODE_TIMEOUT_MS = 10_000;

/** Longest time for a session to begin, in milliseconds: it reads the names of all nodes. */
export const START_TIMEOUT_MS = 30_000;

/** Time in milliseconds between two checks of a node's lease, of the other nodes and of the links. */
export const CHECK_MS = 500;

/** Silence of a link with messages in flight, in milliseconds, after which it is probed. */
export const LINK_PROBE_MS = 1_000;

/**
 * Silence of a link, in milliseconds, after which its messages in flight are reported as lost. Shorter than
 * `LEAVE_TIMEOUT_MS`: a sender who has shut its side down still gets the report.
 */
export const LINK_TIMEOUT_MS = 4_000;

/** Longest wait for the nodes to say what came of an act of an operator, in milliseconds; then those that are silent are named. */
export const ACT_TIMEOUT_MS = 2_000;

/** Longest wait for the broker's answer to a claim, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 5_000;

/** Time in milliseconds between two requests of a new session for the broker's leader, and their number. */
export const LEADER_POLL_MS = 1_000;
export const MAX_LEADER_POLLS = 15;

/** Longest wait for a connection to the broker, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Shortest and longest wait before the next attempt to reach the broker, in milliseconds. */
export const RETRY_MIN_MS = 100;
export const RETRY_MAX_MS = 2_000;

/** Longest time to release a node's names when it is closed, and then to delete its key, in milliseconds. */
export const CLOSE_TIMEOUT_MS = 3_000;

/** Longest wait for the log to show a change of a name that others write at the same moment, in milliseconds. */
export const CLAIM_CHANGE_MS = 500;

/** Attempts to write such a name before the claim is given up. */
export const MAX_CLAIM_ATTEMPTS = 5;

/**
 * Age in milliseconds at which the tombstone of a deleted key is removed. A node that has not read it by then has long lost
 * its lease, and reads all records anew.
 */
export const TOMBSTONE_LIFE_MS = 60_000;

/** Tombstones that a node removes in one check, and at the same time. */
export const TOMBSTONES_AT_ONCE = 1_000;
export const TOMBSTONES_IN_FLIGHT = 16;

/**
 * Names that a node writes at the same time. When everybody comes or goes at once, the unread part of the log stays short:
 * the heartbeats stand in it too.
 */
export const NAMES_IN_FLIGHT = 256;

/**
 * Bytes of direct messages in flight to one node that it has not taken. A nats-server cuts off a client for which 64 MiB have
 * piled up, and several nodes may write to one that is held up.
 */
export const MAX_IN_FLIGHT_BYTES = 8 * 1024 * 1024;

/** Bytes from other nodes that wait until this node has read as much of the log as they had. More are dropped. */
export const MAX_HELD_BYTES = 64 * 1024 * 1024;

/**
 * The part of these for sessions that the log has not shown, and the number of such sessions. Anybody can invent sessions, and
 * must not take the room of those that live.
 */
export const MAX_UNKNOWN_HELD_BYTES = 4 * 1024 * 1024;
export const MAX_UNKNOWN_HELD_SESSIONS = 64;

/** Most nodes of one chat. Records of more are ignored. */
export const MAX_NODES = 1_000;

/** Acts of other nodes that wait for their turn on this one, each of which may visit all connections. More are dropped. */
export const MAX_WAITING_ACTS = 1_000;

/** Largest act, in bytes: a notice of 2,000 characters takes 6,000. */
export const MAX_ACT_BYTES = 8 * 1024;

/** Longest line for a user, in bytes: one message and its newline. */
export const MAX_LINE_BYTES = MAX_SERVER_MESSAGE_BYTES + 1;

/**
 * Shortest time in milliseconds for which a node remembers who has left: a message is on its way for at most
 * `LINK_TIMEOUT_MS`, and may come after the log has shown that its sender left.
 */
export const DEPARTURE_MEMORY_MS = 10_000;

/** Smallest `max_payload` of a usable broker, in bytes: the longest line of a server and an envelope's head. */
export const MIN_BROKER_PAYLOAD_BYTES = 300 * 1024;
