import { PORT, trimWhiteSpace } from "@chat/protocol";
import { DEFAULT_RECONNECT, type ReconnectOptions } from "./reconnect-policy.ts";

/** How to join a chat. Everything but the name can be left out. Times are in milliseconds. */
export interface ClientOptions {
  /** The username, by the rules of the contract [C-40] to [C-45]. */
  readonly name: string;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** @default 65432 */
  readonly port?: number;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal;
  /**
   * How long the connection may take.
   * @default 5000
   */
  readonly connectTimeoutMs?: number;
  /**
   * How long the welcome may take.
   * @default 15000
   */
  readonly handshakeTimeoutMs?: number;
  /**
   * How long an answer may take: a little longer than a server gives its endpoints.
   * @default 35000
   */
  readonly requestTimeoutMs?: number;
  /**
   * Bytes that may wait for a server that does not read.
   * @default 1048576
   */
  readonly maxQueuedBytes?: number;
  /**
   * When to come back after a lost connection; `false` means never.
   * @default DEFAULT_RECONNECT
   */
  readonly reconnect?: Partial<ReconnectOptions> | false;
  /**
   * What becomes of direct messages while the connection is away: kept and sent in order, or rejected.
   * @default "keep"
   */
  readonly whileAway?: "keep" | "reject";
  /**
   * How many are kept; one more is rejected.
   * @default 1000
   */
  readonly maxKeptMessages?: number;
}

/** The options with every default filled in; `reconnect` is `null` for never. */
export type ResolvedOptions = Required<Omit<ClientOptions, "signal" | "reconnect">> & {
  readonly reconnect: ReconnectOptions | null;
};

export function resolveOptions({ signal: _, reconnect = {}, ...given }: ClientOptions): ResolvedOptions {
  return {
    host: "127.0.0.1",
    port: PORT,
    connectTimeoutMs: 5_000,
    handshakeTimeoutMs: 15_000,
    requestTimeoutMs: 35_000,
    maxQueuedBytes: 1024 * 1024,
    whileAway: "keep",
    maxKeptMessages: 1_000,
    ...given,
    name: trimWhiteSpace(given.name),
    reconnect: reconnect === false ? null : { ...DEFAULT_RECONNECT, ...reconnect },
  };
}
