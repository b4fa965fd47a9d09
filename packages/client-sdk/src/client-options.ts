import {
  abortSignal,
  amount,
  callback,
  checkOptions,
  integer,
  type KnownOptions,
  type OptionRule,
  oneOf,
  text,
  yesOrNo,
} from "@chat/command-line/known-options";
import { PORT, trimWhiteSpace } from "@chat/protocol";
import { DEFAULT_LIVENESS, type LivenessOptions } from "./liveness-policy.ts";
import { DEFAULT_RECONNECT, type ReconnectOptions } from "./reconnect-policy.ts";
import type { ServerAddress } from "./server-rotation.ts";
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
   * The servers of a chat that has several, in place of `host` and `port`. The client begins with any of them, and goes on to
   * the next one when a connection is lost or can't be made. One that is no chat server is left out from then on, as long as
   * there is another.
   * @default one server: `host` and `port`
   */
  readonly servers?: readonly ServerAddress[] | undefined;
  /**
   * Keeps trying until the first connection is made, with the delays of `reconnect`, instead of one try for each server.
   * Only what another try can't change ends it, such as a name in use, or the signal.
   * @default false
   */
  readonly waitForFirstConnect?: boolean | undefined;
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
   * The silence after which the server is asked for a sign of life, and after which the connection is given up; `false` means
   * that a connection lives until the system says otherwise, which can take a quarter of an hour.
   * @default DEFAULT_LIVENESS
   */
  readonly liveness?: { readonly [Name in keyof LivenessOptions]?: number | undefined } | false | undefined;
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

type ResolvedElsewhere = "signal" | "host" | "port" | "servers" | "reconnect" | "liveness";

/** The options with every default filled in; `reconnect` and `liveness` are `null` for never. */
export type ResolvedOptions = {
  readonly [Name in Exclude<keyof JoinOptions, ResolvedElsewhere>]-?: NonNullable<JoinOptions[Name]>;
} & {
  readonly servers: readonly ResolvedAddress[];
  readonly reconnect: ReconnectOptions | null;
  readonly liveness: LivenessOptions | null;
};

/** The address of a server, whole. */
export type ResolvedAddress = { readonly [Name in keyof ServerAddress]-?: NonNullable<ServerAddress[Name]> };

const FALSE_OR_OBJECT: OptionRule = {
  allowed: "false or an object",
  isAllowed: (value) => value === false || (typeof value === "object" && value !== null),
};

const KNOWN_OPTIONS: KnownOptions<keyof JoinOptions | "listen"> = {
  name: text,
  host: text,
  port: integer(1, 65_535),
  servers: {
    allowed: "an array of at least one server, such as [{ host, port }]",
    isAllowed: (value) => Array.isArray(value) && value.length > 0,
  },
  waitForFirstConnect: yesOrNo,
  transport: callback,
  signal: abortSignal,
  listen: callback,
  connectTimeoutMs: amount,
  handshakeTimeoutMs: amount,
  requestTimeoutMs: amount,
  maxQueuedBytes: amount,
  reconnect: FALSE_OR_OBJECT,
  liveness: FALSE_OR_OBJECT,
  whileAway: oneOf("keep", "reject"),
  maxOfflineMessages: amount,
};

const KNOWN_RECONNECT_OPTIONS: KnownOptions<keyof ReconnectOptions> = {
  baseDelayMs: amount,
  maxDelayMs: amount,
  nameHeldMs: amount,
};

const KNOWN_LIVENESS_OPTIONS: KnownOptions<keyof LivenessOptions> = {
  askAfterMs: amount,
  hangUpAfterMs: amount,
  slowAnswerMs: amount,
};

const KNOWN_ADDRESS_OPTIONS: KnownOptions<keyof ServerAddress> = { host: text, port: integer(1, 65_535) };

/**
 * Checks the options, and fills in the defaults, also for an option that is `undefined`.
 *
 * @throws {TypeError} for an option that does not exist, with the one that was most likely meant
 * @throws {RangeError} for a value that is not allowed, with what is
 */
export function resolveOptions(options: JoinOptions): ResolvedOptions {
  checkOptions(options, KNOWN_OPTIONS);
  const { reconnect = {}, liveness = {} } = options;
  if (reconnect !== false) checkOptions(reconnect, KNOWN_RECONNECT_OPTIONS, "reconnect.");
  if (liveness !== false) checkOptions(liveness, KNOWN_LIVENESS_OPTIONS, "liveness.");
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
    servers: resolveServers(options),
    waitForFirstConnect: options.waitForFirstConnect ?? false,
    transport: options.transport ?? connectTcp,
    whileAway: options.whileAway ?? "keep",
    ...amounts,
    connectTimeoutMs: fitTimer(amounts.connectTimeoutMs),
    handshakeTimeoutMs: fitTimer(amounts.handshakeTimeoutMs),
    requestTimeoutMs: fitTimer(amounts.requestTimeoutMs),
    reconnect: reconnect === false ? null : resolveAmounts(reconnect, DEFAULT_RECONNECT),
    liveness: liveness === false ? null : resolveAmounts(liveness, DEFAULT_LIVENESS),
  };
}

function resolveServers({ host, port, servers }: JoinOptions): ResolvedOptions["servers"] {
  if (!servers) return [resolveAddress({ host, port })];
  if (host !== undefined || port !== undefined) {
    throw new TypeError("The options host and port name one server, and servers several: give only one of both.");
  }
  return servers.map((server, index) => {
    checkOptions(server, KNOWN_ADDRESS_OPTIONS, `servers[${index}].`);
    return resolveAddress(server);
  });
}

function resolveAddress({ host = "127.0.0.1", port = PORT }: ServerAddress): ResolvedAddress {
  return { host, port };
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
