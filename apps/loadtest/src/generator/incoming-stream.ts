import {
  type ChatMessage,
  decodeJsonMsg,
  EVERYONE,
  MAX_SERVER_MESSAGE_BYTES,
  MessageReader,
  SERVER_NAME,
} from "@chat/protocol";
import { readStamp, type Stamp, StreamKind } from "./stamp.ts";

/** The kind of server, as its first welcome shows. */
export type ServerKind = "framing" | "original";

export interface IncomingListener {
  onServerText(text: string): void;
  /** Called with a user's message; `stamp` is `null` when its text is no stamp. */
  onUserMessage(sender: string, stamp: Stamp | null, kind: StreamKind): void;
  /** Called with bytes that the reader does not take for a message. */
  onMalformed(reason: string): void;
  /** Called with a line that is no message, and with a message to somebody else. */
  onMisdelivered(): void;
}

const LINE_FEED = 0x0a;
const FROM = '{"from": {"name": "';
const MESSAGE = '"}, "to": "';

/** Reads what a client receives, most of it without a JSON parser: a tester has to be cheap. */
export class IncomingStream {
  /** `null` before the first welcome; `original` until the byte behind one was a newline. */
  serverKind: ServerKind | null = null;
  readonly #name: string;
  readonly #listener: IncomingListener;
  /** The text between the sender's name and the text of a message to this client, or to everyone. */
  readonly #toClient: string;
  readonly #toEveryone = `${MESSAGE}${EVERYONE}", "msg": "`;
  /** `null` once the server is known to end its messages with a newline. */
  #reader: MessageReader | null = null;
  #incompleteLine = "";
  #isKindOpen = false;
  #isStopped = false;

  constructor(name: string, listener: IncomingListener) {
    this.#name = name;
    this.#listener = listener;
    this.#toClient = `${MESSAGE}${name}", "msg": "`;
  }

  /** Starts anew with the first byte of a connection. */
  open(): void {
    this.#reader = new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
    this.#incompleteLine = "";
    this.#isKindOpen = false;
    this.#isStopped = false;
  }

  /** Expects the byte behind the welcome: it shows whether the server ends its messages with a newline. */
  expectNewline(): void {
    this.#isKindOpen = true;
    this.serverKind ??= "original";
  }

  /** Reads nothing more, not even the rest of the current chunk. */
  stop(): void {
    this.#isStopped = true;
  }

  read(chunk: Buffer): void {
    if (this.#isKindOpen) {
      this.#isKindOpen = false;
      if (chunk[0] === LINE_FEED) this.#readByLine();
    }
    if (!this.#reader) return this.#readLines(chunk.toString("latin1"));
    this.#reader.push(chunk);
    for (let item = this.#reader.next(); item && !this.#isStopped; item = this.#reader.next()) {
      if (item.kind === "message") this.#take(item.message);
      else this.#listener.onMalformed(item.reason);
      if (this.#isKindOpen && this.#learnKind(chunk)) return;
    }
  }

  /** Looks at the byte behind the welcome; returns true when the rest of the chunk was read by line. */
  #learnKind(chunk: Buffer): boolean {
    const unread = this.#reader?.unreadBytes ?? 0;
    if (unread === 0) return false;
    this.#isKindOpen = false;
    const start = chunk.length - unread;
    if (chunk[start] !== LINE_FEED) return false;
    this.#readByLine();
    this.#readLines(chunk.subarray(start).toString("latin1"));
    return true;
  }

  /** Splits at newlines from now on, which is cheaper than to look for the ends of messages. */
  #readByLine(): void {
    this.#reader = null;
    this.serverKind = "framing";
  }

  #readLines(text: string): void {
    const lines = (this.#incompleteLine + text).split("\n");
    this.#incompleteLine = lines.pop() ?? "";
    for (const line of lines) if (line !== "" && !this.#isStopped) this.#takeLine(line);
  }

  /** Reads a line in our own spelling without parsing; anything else, or an altered stamp, is parsed. */
  #takeLine(line: string): void {
    const nameEnd = line.indexOf('"', FROM.length);
    const name = line.slice(FROM.length, nameEnd);
    if (line.startsWith(FROM) && name !== SERVER_NAME && line.endsWith('"}')) {
      const to = line.indexOf(MESSAGE, nameEnd);
      const isDirect = line.startsWith(this.#toClient, to);
      const header = isDirect ? this.#toClient : this.#toEveryone;
      if (to > 0 && line.startsWith(header, to)) {
        const stamp = readStamp(line.slice(to + header.length, -'"}'.length));
        if (stamp) return this.#listener.onUserMessage(name, stamp, isDirect ? StreamKind.Direct : StreamKind.Shout);
      }
    }
    const message = decodeJsonMsg(Buffer.from(line, "latin1"));
    if (message) this.#take(message);
    else this.#listener.onMisdelivered();
  }

  #take({ from, to, msg }: ChatMessage): void {
    if (from.name === SERVER_NAME) return this.#listener.onServerText(msg);
    if (to !== this.#name && to !== EVERYONE) return this.#listener.onMisdelivered();
    this.#listener.onUserMessage(from.name, readStamp(msg), to === this.#name ? StreamKind.Direct : StreamKind.Shout);
  }
}
