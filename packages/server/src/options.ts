import type { Backplane } from "./backplane/backplane.ts";
import type { Clock, Endpoint } from "./dispatch/endpoint.ts";
import type { LimitName } from "./limits.ts";
import type { Logger } from "./logger.ts";

/** Options of `createChatNode`. All of them can be left out. */
export interface ChatNodeOptions {
  /**
   * Address to listen on.
   * @default "0.0.0.0", every IPv4 address of the machine
   */
  readonly host?: string;
  /**
   * TCP port to listen on; 0 lets the system choose.
   * @default 65432
   */
  readonly port?: number;
  /**
   * Lets other nodes listen on the same port at the same time; the system then spreads new connections over them. Where the
   * system can't, `listen()` rejects.
   * @default false
   */
  readonly reusePort?: boolean;
  /**
   * Limits to set, each in the unit of its name; `LIMITS` has the bounds and reasons.
   * @default the `default` of each in `LIMITS`
   */
  readonly limits?: { readonly [Name in LimitName]?: number | undefined };
  /**
   * Proxies that may name the addresses of their clients: addresses and networks in CIDR notation, such as `10.0.0.7`, `10.0.0.0/8` or
   * `2001:db8::/32`. Each connection from one of them has to begin with a header of the PROXY protocol, version 1 or 2; the
   * address that the header names is the user's.
   * @default none
   */
  readonly trustedProxies?: readonly string[];
  /**
   * Lets newcomers have names that are disguises: not plain ASCII and looking like that of a user online, or read as a
   * reserved name, or with a character that looks like a comma, or with a dot that nobody sees.
   * @default false
   */
  readonly allowLookAlikes?: boolean;
  /**
   * Endpoints of your own besides the five of the contract.
   * @default none
   */
  readonly endpoints?: readonly Endpoint[];
  /**
   * The log. A pino logger fits.
   * @default nowhere
   */
  readonly logger?: Logger;
  /**
   * The clock of `/time`.
   * @default the system's clock
   */
  readonly clock?: Clock;
  /**
   * Reads all connections into one buffer, where the runtime can do that: it takes less processor time and makes less
   * garbage. The behaviour of the node does not depend on it.
   * @default true
   */
  readonly sharedReadBuffer?: boolean;
  /**
   * The way to the users of other nodes.
   * @default a `LocalBackplane`: this node is the whole chat
   */
  readonly backplane?: Backplane;
  /**
   * Records what some clients send and get, in a journal for each connection, and tells them so.
   * @default nothing is recorded
   */
  readonly journal?: JournalOptions;
}

/** The recording of a server. */
export interface JournalOptions {
  /** The names of the users whose connections are recorded; `"all"` for every connection that sends anything. */
  readonly users: readonly string[] | "all";
  /**
   * The folder of the journals, which only the user of the process may read. It has at most 100 of them, and 64 MiB: the oldest are
   * removed.
   * @default "journals", in the current directory
   */
  readonly directory?: string;
  /**
   * Records the texts of messages, too. Without it they are replaced by as many `*`.
   * @default false
   */
  readonly showMessages?: boolean;
}

/** Options of `createChatServer`: those of a node that a thread can be told, and how many threads. */
export interface ChatServerOptions
  extends Pick<
    ChatNodeOptions,
    "host" | "port" | "reusePort" | "limits" | "trustedProxies" | "allowLookAlikes" | "logger" | "backplane" | "journal"
  > {
  /**
   * Event loops that serve users, each in a thread of its own; with 1 the server runs on the calling thread. `"auto"` is 1
   * on a machine with up to two cores, otherwise one for each core but one, and 8 at most; with a `backplane` or
   * with `reusePort` it is 1, and nothing else can be.
   * @default "auto"
   */
  readonly threads?: number | "auto";
  /**
   * Modules of your own, with endpoints besides the five of the contract and with hooks: paths, seen from the current directory, or
   * `file:` URLs. Each exports what a `ChatModule` has. It is loaded where its scope says and, to check it, in the calling thread.
   * @default none
   */
  readonly modules?: readonly string[];
}

/** Options of `close()`. */
export interface CloseOptions {
  /**
   * Time in milliseconds for users to take the messages that wait for them; then they are cut off.
   * @default 5000
   */
  readonly graceMs?: number;
}
