/** A source of the time, which a test replaces. */
export interface Clock {
  /** Returns the current time. */
  now(): Date;
}

/** The request that an endpoint answers, and the means for it. */
export interface EndpointContext {
  /** The user who asks, with the name and address that the server knows. */
  readonly sender: { readonly name: string; readonly ip: string };
  /** The request's `msg`. */
  readonly text: string;
  /** The clock of the server. */
  readonly clock: Clock;
  /** The other users online. */
  readonly others: OtherUsers;
  /** Every endpoint of this server, custom ones included. */
  readonly endpoints: readonly Endpoint[];
  /**
   * Answers. Only the first call counts. A text that is longer than this client takes is cut, and says so.
   */
  readonly reply: (text: string) => void;
  /**
   * Sends a text to every other user. Resolves with the number of users who got it, when all have had their turn: the next
   * message of the sender waits for that. Rejects with a `RangeError` when the text is too long for one message.
   */
  readonly shout: (text: string) => Promise<number>;
  /**
   * Sends a notice of the server, one line of at most 2,000 characters, to one user on any thread or node. Resolves with `false` when
   * the user is not online, or has too much unread. Each counts as a message of the sender, whose next message waits for it. Rejects
   * with a `RangeError` for a text that is not one line.
   */
  readonly notify: (name: string, text: string) => Promise<boolean>;
  /** Returns the room in bytes on the wire for the text of an answer, in a message of at most `maxMessageBytes`. */
  readonly textRoom: (maxMessageBytes: number) => number;
}

/** The other users online. */
export interface OtherUsers {
  /** Number of all of them, also of those whose names do not fit into an answer. */
  readonly count: number;
  /** True while users of other servers may be missing. */
  readonly isDegraded: boolean;
  /** The names in the order in which they came. Stop reading when you have enough. */
  readonly names: Iterable<string>;
  /** Returns the text of `/list`, of at most `maxTextBytes` on the wire. It is made once per change of the users [C-62]. */
  listText(maxTextBytes: number): string;
}

/**
 * A command of the server. A message to a receiver with a slash runs it [C-61].
 *
 * It answers each request once, in its own time: the answers of a connection keep their order however long one takes.
 * When it throws, or has not answered after `endpointTimeoutMs`, the server answers with an error.
 */
export interface Endpoint {
  /** The receiver of the messages that run it: a slash, then letters, digits, `-` or `_`. */
  readonly name: `/${string}`;
  /** One sentence for the documentation. */
  readonly summary: string;
  /** Answers one request, at once or later. */
  handle(context: EndpointContext): void | Promise<void>;
}
