import {
  abortSignal,
  amount,
  callback,
  checkOptions,
  integer,
  type KnownOptions,
  oneOf,
  text,
} from "@chat/command-line/known-options";
import { PORT, trimWhiteSpace } from "@chat/protocol";
import { DEFAULT_RECONNECT, type ReconnectOptions } from "./reconnect-policy.ts";
import { MAX_TIMER_MS } from "./sleep.ts";
import type { ConnectTransport } from "./transport/client-transport.ts";
import { connectTcp } from "./transport/tcp-client-transport.ts";

/** The options to join a chat with. Only the name is required. Times are in milliseconds. */
export interface JoinOptions {
  /** The username, by the rules of the contract [C-40] to [C-45]. */
  readonly name: string;
  /** @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** @default 65432 */
  readonly port?: number | undefined;
  /**
   * Makes each connection, by something else than TCP.
   * @default TCP
   */
  readonly transport?: ConnectTransport | undefined;
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

const KNOWN_OPTIONS: KnownOptions<keyof JoinOptions | "listen"> = {
  name: text,
  host: text,
  port: integer(1, 65_535),
  transport: callback,
  signal: abortSignal,
  listen: callback,
  connectTimeoutMs: amount,
  handshakeTimeoutMs: amount,
  requestTimeoutMs: amount,
  maxQueuedBytes: amount,
  reconnect: {
    allowed: "false or an object",
    isAllowed: (value) => value === false || (typeof value === "object" && value !== null),
  },
  whileAway: oneOf("keep", "reject"),
  maxOfflineMessages: amount,
};

const KNOWN_RECONNECT_OPTIONS: KnownOptions<keyof ReconnectOptions> = {
  baseDelayMs: amount,
  maxDelayMs: amount,
  nameHeldMs: amount,
};

/**
 * Checks the options, and fills in the defaults, also for an option that is `undefined`.
 *
 * @throws {TypeError} for an option that does not exist, with the one that was most likely meant
 * @throws {RangeError} for a value that is not allowed, with what is
 */
export function resolveOptions(options: JoinOptions): ResolvedOptions {
  checkOptions(options, KNOWN_OPTIONS);
  const { reconnect = {} } = options;
  if (reconnect !== false) checkOptions(reconnect, KNOWN_RECONNECT_OPTIONS, "reconnect.");
  const amounts = resolveAmounts(options, {
    connectTimeoutMs: 5_000,
    handshakeTimeoutMs: 15_000,
    requestTimeoutMs: 35_000,
    maxQueuedBytes: 1024 * 1024,
    maxOfflineMessages: 1_000,
  });
  return {
    // Plain JavaScript may pass none: then the name is refused as empty.
    name: trimWhiteSpace(options.name ?? ""),
    host: options.host ?? "127.0.0.1",
    port: options.port ?? PORT,
    transport: options.transport ?? connectTcp,
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
  for (const name of Object.keys(defaults) as Name[]) amounts[name] = given[name] ?? defaults[name];
  return amounts;
}

/** Returns whole milliseconds that a timer can take: with `Infinity` it would fire at once. */
function fitTimer(timeoutMs: number): number {
  return Math.min(Math.ceil(timeoutMs), MAX_TIMER_MS);
}
