import { SERVER_NAME } from "./endpoints.ts";
import { encodeHandshake } from "./handshake.ts";
import { MAX_SERVER_MESSAGE_BYTES } from "./limits.ts";
import { MessageReader } from "./message-reader.ts";
import type { ReceivedMessage } from "./received-message.ts";
import type { Rejection } from "./rejection.ts";
import {
  type NameList,
  readServerText,
  type ServerTextKind,
  type ServerTextReading,
  serverTexts,
} from "./server-texts.ts";

/**
 * The kind of server. An `original` one does not end its messages with a newline, takes each read for one message, and
 * reads 1,024 bytes at a time.
 */
export type ServerKind = "framing" | "original";

/** The server has accepted the name. */
export interface Welcome {
  readonly kind: "welcome";
  /** The other users online. */
  readonly others: NameList;
}

/** The other side answered the name with something else than a welcome. Nothing comes after it. */
export interface HandshakeRefusal {
  readonly kind: "refusal";
  /** The sender; a server of the contract is SERVER_NAME. */
  readonly from: string;
  /** The reason, in the words of the server. */
  readonly text: string;
  /** The text of the contract that it is, `null` when it is none. */
  readonly reading: ServerTextReading | null;
}

/** The server wrote a text that may answer what the client has sent. */
export interface ServerAnswer {
  readonly kind: "answer";
  /** The answer, in the words of the server. */
  readonly text: string;
  /** The text of the contract that it is, `null` when it is none, such as the answer of a custom endpoint. */
  readonly reading: ServerTextReading | null;
}

/** The server wrote a text that answers nothing. It may come at any time, before the welcome too [C-73]. */
export interface ServerNotice {
  readonly kind: "notice";
  /** The notice, in the words of the server. */
  readonly text: string;
  /** The text of the contract that it is. */
  readonly reading: ServerTextReading;
}

/** The server is of another kind than it seemed at the welcome. Comes at most once, right behind the welcome. */
export interface ServerKindChange {
  readonly kind: "server-kind";
  /** The kind that it is. */
  readonly serverKind: ServerKind;
}

/** What a server sends: a {@link ReceivedMessage} is from a user, a {@link Rejection} is malformed input. */
export type ClientSessionItem =
  | Welcome
  | HandshakeRefusal
  | ReceivedMessage
  | ServerAnswer
  | ServerNotice
  | ServerKindChange
  | Rejection;

/**
 * The client's side of one connection, without a socket: the bytes to write first, and the meaning of the bytes that come.
 *
 * 1. The first item is the welcome or the refusal, but for notices and malformed input.
 * 2. The same bytes make the same items, whatever chunks they arrive in. Only {@link ServerKindChange} depends on whether the
 *    byte behind the welcome came together with it.
 * 3. It needs no clock: a message ends with its brace, and a server counts as an original one until a newline shows otherwise.
 *
 * Bytes go in by {@link push}, items come out of {@link next} one at a time: a caller that can't take more stops asking. To
 * match answers to requests is up to the caller, because the wire has no ids.
 */
export class ClientSession {
  /** The bytes that the client writes first: its name and a newline [C-30]. */
  readonly handshake: Uint8Array;
  /** The name as it was given; from the welcome on as the server spells it [C-33]. */
  name: string;
  readonly #reader = new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
  #state: "greeting" | "online" | "refused" = "greeting";
  #serverKind: ServerKind = "original";
  /** True between the welcome and the byte behind it, which shows the kind of server. */
  #isKindOpen = false;

  /** @throws {InvalidUsernameError} when the server would refuse the name for what it is */
  constructor(name: string) {
    this.handshake = encodeHandshake(name);
    this.name = name;
  }

  /** True from the welcome on. */
  get isWelcomed(): boolean {
    return this.#state === "online";
  }

  /** The kind of server: `original`, the careful guess, until a newline behind the welcome shows that it frames. */
  get serverKind(): ServerKind {
    return this.#serverKind;
  }

  /** Adds bytes. They are not copied: leave them as they are until {@link next} has returned `null`. */
  push(chunk: Uint8Array): void {
    this.#reader.push(chunk);
  }

  /** Returns the next item, or `null` when it needs more bytes. */
  next(): ClientSessionItem | null {
    if (this.#state === "refused") return null;
    if (this.#isKindOpen && this.#learnKind()) return { kind: "server-kind", serverKind: this.#serverKind };
    const item = this.#reader.next();
    if (item === null || item.kind === "rejected") return item;
    if (this.#state === "greeting") return this.#readGreeting(item);
    return item.from.name === SERVER_NAME ? readText(item.msg) : item;
  }

  #readGreeting({ from, to, msg }: ReceivedMessage): ClientSessionItem {
    const isServer = from.name === SERVER_NAME;
    const welcome = isServer ? serverTexts.welcome.read(msg) : null;
    if (welcome) {
      this.name = to;
      this.#state = "online";
      this.#isKindOpen = true;
      this.#learnKind();
      return { kind: "welcome", others: welcome.others };
    }
    const { kind, text, reading } = readText(msg);
    if (isServer && kind === "notice") return { kind, text, reading };
    this.#state = "refused";
    return { kind: "refusal", from: from.name, text, reading };
  }

  /** Looks at the byte behind the welcome, if it has come; returns true when the server frames. */
  #learnKind(): boolean {
    const byte = this.#reader.nextByte;
    if (byte === undefined) return false;
    this.#isKindOpen = false;
    if (byte !== LINE_FEED) return false;
    this.#serverKind = "framing";
    return true;
  }
}

const LINE_FEED = 0x0a;

/** The kinds of text that answer nothing and may come at any time [C-73]. */
const NOTICES: ReadonlySet<ServerTextKind> = new Set([
  "shuttingDown",
  "removedByOperator",
  "disconnected",
  "mayNotHaveArrived",
  "notice",
]);

function readText(text: string): ServerAnswer | ServerNotice {
  const reading = readServerText(text);
  if (reading !== null && NOTICES.has(reading.kind)) return { kind: "notice", text, reading };
  return { kind: "answer", text, reading };
}
