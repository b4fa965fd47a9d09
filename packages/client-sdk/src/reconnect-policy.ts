import type { ChatError } from "./chat-error.ts";
import { RefusedError, UsernameTakenError } from "./errors.ts";

/** The delays before a lost connection is tried again. Times are in milliseconds. */
export interface ReconnectOptions {
  /**
   * Upper bound of the wait before the first try; it doubles with each try.
   * @default 500
   */
  readonly baseDelayMs: number;
  /**
   * Upper bound of any wait. A connection that did not hold as long counts as one more try: a server that crashes
   * again and again is not asked again at once each time.
   * @default 30000
   */
  readonly maxDelayMs: number;
  /**
   * The time after the loss in which a refusal of our name may pass. A name in use is our own, still held by the dead
   * connection: a server notices a vanished client after some 40 s. Another refusal can come from a network that held our
   * name back for so long that the server gave up waiting for it.
   * @default 60000
   */
  readonly nameHeldMs: number;
}

/** The delays that apply when the options name no others. */
export const DEFAULT_RECONNECT: ReconnectOptions = { baseDelayMs: 500, maxDelayMs: 30_000, nameHeldMs: 60_000 };

/** The facts about a failed try. */
export interface FailedTry {
  /** Tries since a connection last held, this one included; 0 for the loss of one that did. */
  readonly attempt: number;
  /** The reason of the failure; a retryable one is worth another try. */
  readonly error: ChatError;
  /** Time since the connection was lost, in milliseconds. */
  readonly awayMs: number;
  /** A number from 0 to 1, as `Math.random` returns. */
  readonly random: number;
}

/** The most doublings: every bound is reached long before, and zero times infinity would be no number. */
const MAX_DOUBLINGS = 60;

/**
 * Decides whether to try again, and after which delay in milliseconds; `null` means never. Exponential backoff with full
 * jitter: the clients of a server that restarts come back spread over the whole wait instead of all at once.
 */
export function decideReconnect(failed: FailedTry, options: ReconnectOptions): number | null {
  const { error, awayMs } = failed;
  const isRefusal = error instanceof UsernameTakenError || error instanceof RefusedError;
  if (!error.isRetryable && !(isRefusal && awayMs < options.nameHeldMs)) return null;
  const boundMs = options.baseDelayMs * 2 ** Math.min(failed.attempt, MAX_DOUBLINGS);
  return failed.random * Math.min(options.maxDelayMs, boundMs);
}
