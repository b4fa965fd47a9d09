import { PORT, trimWhiteSpace } from "@chat/protocol";
import type { ChatClient } from "./chat-client.ts";
import { DEFAULT_RECONNECT, type ReconnectOptions } from "./reconnect-policy.ts";
import { MAX_TIMER_MS } from "./sleep.ts";

/** How to join a chat. Everything but the name can be left out. Times are in milliseconds. */
export interface ClientOptions {
  /** The username, by the rules of the contract [C-40] to [C-45]. */
  readonly name: string;
  /** @default "127.0.0.1" */
  readonly host?: string | undefined;
  /** @default 65432 */
  readonly port?: number | undefined;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called with the client before its first try: what listens by then hears the handshake as well.
   * @default nobody listens that early
   */
  readonly listen?: ((client: ChatClient) => void) | undefined;
  /**
   * How long the connection may take.
   * @default 5000
   */
  readonly connectTimeoutMs?: number | undefined;
  /**
   * How long the welcome may take.
   * @default 15000
   */
  readonly handshakeTimeoutMs?: number | undefined;
  /**
   * How long an answer may take: a little longer than a server gives its endpoints. `Infinity` for as long as it takes.
   * @default 35000
   */
  readonly requestTimeoutMs?: number | undefined;
  /**
   * Bytes that may wait for a server that does not read; half of it for one that is away.
   * @default 1048576
   */
  readonly maxQueuedBytes?: number | undefined;
  /**
   * When to come back after a lost connection; `false` means never.
   * @default DEFAULT_RECONNECT
   */
  readonly reconnect?: { readonly [Name in keyof ReconnectOptions]?: number | undefined } | false | undefined;
  /**
   * What becomes of direct messages while the connection is away: kept and sent in order, or rejected.
   * @default "keep"
   */
  readonly whileAway?: "keep" | "reject" | undefined;
  /**
   * How many are kept; one more is rejected.
   * @default 1000
   */
  readonly maxKeptMessages?: number | undefined;
}

/** The options with every default filled in; `reconnect` is `null` for never. */
export interface ResolvedOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly maxQueuedBytes: number;
  readonly whileAway: "keep" | "reject";
  readonly maxKeptMessages: number;
  readonly reconnect: ReconnectOptions | null;
}

/**
 * Fills in the defaults, also for an option that is `undefined`.
 *
 * @throws {RangeError} for an amount that is none
 */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const { reconnect = {} } = options;
  const amounts = resolveAmounts(options, {
    connectTimeoutMs: 5_000,
    handshakeTimeoutMs: 15_000,
    requestTimeoutMs: 35_000,
    maxQueuedBytes: 1024 * 1024,
    maxKeptMessages: 1_000,
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

/** Timers take whole milliseconds, and no more than so many of them: `Infinity` would be over at once. */
function fitTimer(timeoutMs: number): number {
  return Math.min(Math.ceil(timeoutMs), MAX_TIMER_MS);
}
