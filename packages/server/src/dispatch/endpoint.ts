/** Tells the time; a test brings its own. */
export interface Clock {
  now(): Date;
}

/** What an endpoint knows of a request, and what it can do about it. */
export interface EndpointContext {
  /** Who asks, by the server's word. */
  readonly sender: { readonly name: string; readonly ip: string };
  /** The request's `msg`. */
  readonly text: string;
  readonly clock: Clock;
  /** The other users online. */
  readonly others: OtherUsers;
  /** Every endpoint of this server, custom ones included. */
  readonly endpoints: readonly Endpoint[];
  /**
   * Answers. The first call counts; a text that is longer than this client takes is cut, and says so.
   */
  readonly reply: (text: string) => void;
  /**
   * Sends a text to every other user. Resolves, when all have had their turn, with the number of those who got it: what the
   * sender sends next waits for that. Rejects with a `RangeError` when the text is too long for one message.
   */
  readonly shout: (text: string) => Promise<number>;
  /** Room for the answer's text in bytes on the wire, in a message of at most so many bytes. */
  readonly textRoom: (maxMessageBytes: number) => number;
}

/** Who else is online. */
export interface OtherUsers {
  /** How many, whether their names fit an answer or not. */
  readonly count: number;
  /** Whether users of other servers may be missing. */
  readonly isDegraded: boolean;
  /** Their names, in the order in which they came. Stop reading when you have enough. */
  readonly names: Iterable<string>;
  /** The text of `/list`, of at most so many bytes on the wire. It is made once per change of who is online [C-62]. */
  listText(maxTextBytes: number): string;
}

/**
 * A command of the server: what a message to a receiver with a slash runs [C-61].
 *
 * It answers each request once, in its own time: the answers of a connection keep their order however long one takes.
 * One that throws, or has given no answer after `endpointTimeoutMs`, is answered for with an error.
 */
export interface Endpoint {
  /** What a message is addressed to: a slash, then letters, digits, `-` or `_`. */
  readonly name: `/${string}`;
  /** One sentence for the documentation. */
  readonly summary: string;
  handle(context: EndpointContext): void | Promise<void>;
}
