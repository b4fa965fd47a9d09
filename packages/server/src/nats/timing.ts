// Times of a node among others. A node is silent before the others take it out: all the difference is its safety margin.

/** How often a node rewrites its key, in milliseconds. */
export const REWRITE_MS = 2_000;

/** How long to wait for the broker's answer to that, in milliseconds, before it is tried again. */
export const REWRITE_TIMEOUT_MS = 1_000;

/** Age of a node's last confirmed rewrite, in milliseconds, from which on it exchanges nothing with other nodes. */
export const LEASE_MS = 7_000;

/** How long the key of a node may stay the same before it counts as gone, in milliseconds of the observer's clock. */
export const NODE_TIMEOUT_MS = 10_000;

/** How long a session may take to begin, in milliseconds: it reads who is online everywhere. */
export const START_TIMEOUT_MS = 30_000;

/** How often a node looks at its lease, at the others and at its links, in milliseconds. */
export const CHECK_MS = 500;

/** How long a link may be silent with messages on its account, in milliseconds, before the other side is asked. */
export const LINK_PROBE_MS = 1_000;

/**
 * How long it may be silent, asked or not, in milliseconds: then what is on the account may not have arrived. Somebody who
 * says goodbye still hears of it: that one is still answered for 5 s.
 */
export const LINK_TIMEOUT_MS = 4_000;

/** The longest wait for the broker's answer to a claim, in milliseconds. */
export const REQUEST_TIMEOUT_MS = 5_000;

/** How often, and how many times, a new session asks whether the broker has a leader, in milliseconds. */
export const LEADER_POLL_MS = 1_000;
export const MAX_LEADER_POLLS = 15;

/** The longest wait for a connection to the broker, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Shortest and longest wait before the next try to reach the broker, in milliseconds. */
export const RETRY_MIN_MS = 100;
export const RETRY_MAX_MS = 2_000;

/**
 * Bytes of direct messages under way to one node that it has not taken. A nats-server cuts off a client that has let
 * 64 MiB pile up; several nodes may write to one that is held up.
 */
export const MAX_IN_FLIGHT_BYTES = 8 * 1024 * 1024;

/** Bytes from other nodes that wait until this node's copy of the names is as new as theirs. */
export const MAX_HELD_BYTES = 64 * 1024 * 1024;

/** Least size of a message that the broker has to carry: the longest line of a server and what stands before it. */
export const MIN_BROKER_PAYLOAD_BYTES = 300 * 1024;

/**
 * NameClaims that a node writes at the same time. When everybody comes or goes at once, the log stays short: what the nodes write
 * to show that they live stands in it too.
 */
export const NAMES_IN_FLIGHT = 256;

/** How often a name that others write to at the same moment is tried, before the claim is given up. */
export const MAX_CLAIM_ATTEMPTS = 5;

/** How long to wait for news of such a name, in milliseconds. */
export const CLAIM_NEWS_MS = 500;

/** The longest that a node takes to give its names back when it is closed, and then to say that it goes, in milliseconds. */
export const CLOSE_TIMEOUT_MS = 3_000;

/**
 * How long the tombstone of a deleted key is left, in milliseconds. A node that has not read it by then has lost its lease long
 * since, and reads everything anew.
 */
export const TOMBSTONE_LIFE_MS = 60_000;

/** Tombstones that a node erases at one look, and at the same time. */
export const TOMBSTONES_AT_ONCE = 1_000;
export const TOMBSTONES_IN_FLIGHT = 16;
