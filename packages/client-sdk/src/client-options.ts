import { PORT, trimWhiteSpace } from "@chat/protocol";
import { DEFAULT_RECONNECT, type ReconnectOptions } from "./reconnect-policy.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** The options to join a chat with. Only the name is required. Times are in milliseconds. */
export interface JoinOptions {
  /** The username, by the rules of the contract [C-40] to [C-45]. */
  readonly name: string;
  /** @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** @default 65432 */
  readonly port?: number | undefined;
  /**
   * Ends the wait for the first connection.
   * @default none
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The time limit for making the connection.
   * @default 5000
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * The time limit for the welcome.
   * @default 15000
   */
  readonly handshakeTimeoutMs?: number | undefined;
  /**
   * The time limit for an answer: a little longer than a server gives its endpoints. `Infinity` means no limit.
   * @default 35000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * The bytes that may wait for a server that does not read; half as many wait while the connection is away.
   * @default 1048576
   */
  readonly maxQueuedBytes?: number | undefined;
  /**
   * The delays before the tries to come back after a lost connection; `false` means no tries.
   * @default DEFAULT_RECONNECT
   */
  readonly reconnect?: { readonly [Name in keyof ReconnectOptions]?: number | undefined } | false | undefined;
  /**
   * The handling of direct messages while the connection is away: `keep` sends them later in order, `reject` rejects.
   * @default "keep"
   */
  readonly whileAway?: "keep" | "reject" | undefined;
  /**
   * The number of messages that are kept; one more is rejected.
   * @default 1000
   */
  readonly maxOfflineMessages?: number | undefined;
}

/** The options with every default filled in; `reconnect` is `null` for never. */
export type ResolvedOptions = {
  readonly [Name in Exclude<keyof JoinOptions, "signal" | "reconnect">]-?: NonNullable<JoinOptions[Name]>;
} & { readonly reconnect: ReconnectOptions | null };

/**
 * Fills in the defaults, also for an option that is `undefined`.
 *
 * @throws {RangeError} for an amount that is not a number of at least 0
 */
export function resolveOptions(options: JoinOptions): ResolvedOptions {
  const { reconnect = {} } = options;
  const amounts = resolveAmounts(options, {
    connectTimeoutMs: 5_000,
    handshakeTimeoutMs: 15_000,
    requestTimeoutMs: 35_000,
    maxQueuedBytes: 1024 * 1024,
    maxOfflineMessages: 1_000,
  });
  return {
    name: typeof options.name === "string" ? trimWhiteSpace(options.name) : "",
    host: options.host ?? "127.0.0.1",
    port: options.port ?? PORT,
    whileAway: options.whileAway ?? "keep",
    ...amounts,
    connectTimeoutMs: fitTimer(amounts.connectTimeoutMs),
    handshakeTimeoutMs: fitTimer(amounts.handshakeTimeoutMs),
    requestTimeoutMs: fitTimer(amounts.requestTimeoutMs),
    reconnect: reconnect === false ? null : resolveAmounts(reconnect, DEFAULT_RECONNECT),
  };
}

type Amounts<Name extends string> = { readonly [Key in Name]: number };

function resolveAmounts<Name extends string>(
  given: { readonly [Key in NoInfer<Name>]?: number | undefined },
  defaults: Amounts<Name>,
): Amounts<Name> {
  const amounts: { [Key in Name]: number } = { ...defaults };
  for (const name of Object.keys(defaults) as Name[]) {
    const amount: unknown = given[name] ?? defaults[name];
    if (typeof amount !== "number" || !(amount >= 0)) {
      throw new RangeError(`${name} has to be a number of at least 0, not ${amount}.`);
    }
    amounts[name] = amount;
  }
  return amounts;
}

/** Returns whole milliseconds that a timer can take: with `Infinity` it would fire at once. */
function fitTimer(timeoutMs: number): number {
  return Math.min(Math.ceil(timeoutMs), MAX_TIMER_MS);
}
