import type { ChatError } from "@chat/protocol";
import { UsernameTakenError } from "./errors.ts";

/** When a lost connection is tried again. Times are in milliseconds. */
export interface ReconnectOptions {
  /**
   * Upper bound of the wait before the first try; it doubles with each try.
   * @default 500
   */
  readonly baseDelayMs: number;
  /**
   * Upper bound of any wait. A connection that did not hold as long counts as one more try: a server that falls over
   * again and again is not asked again and again at once.
   * @default 30000
   */
  readonly maxDelayMs: number;
  /**
   * For how long after the loss a name in use is taken for one's own, still held by the dead connection: a server
   * notices a vanished peer after some 40 s.
   * @default 60000
   */
  readonly nameHeldMs: number;
}

/** When a client comes back unless it is told otherwise. */
export const DEFAULT_RECONNECT: ReconnectOptions = { baseDelayMs: 500, maxDelayMs: 30_000, nameHeldMs: 60_000 };

/** What is known when a try has failed. */
export interface FailedTry {
  /** Tries since a connection last held, this one included; 0 for the loss of one that did. */
  readonly attempt: number;
  readonly error: ChatError;
  /** Time since the connection was lost, in milliseconds. */
  readonly awayMs: number;
  /** A number from 0 to 1, as `Math.random` gives. */
  readonly random: number;
}

/** Past so many doublings every bound has long been reached, and a wait of nothing times infinity is no number. */
const MAX_DOUBLINGS = 60;

/**
 * Decides whether to try again, and after which delay in milliseconds; `null` means never. Exponential backoff with full
 * jitter: the clients of a server that restarts come back spread over the whole wait instead of all at once.
 */
export function decideReconnect(failed: FailedTry, options: ReconnectOptions): number | null {
  const isHeldByOurselves = failed.error instanceof UsernameTakenError && failed.awayMs < options.nameHeldMs;
  if (!failed.error.isRetryable && !isHeldByOurselves) return null;
  const boundMs = options.baseDelayMs * 2 ** Math.min(failed.attempt, MAX_DOUBLINGS);
  return failed.random * Math.min(options.maxDelayMs, boundMs);
}
