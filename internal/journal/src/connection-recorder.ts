import {
  type ForkedReader,
  type Handshake,
  HandshakeReader,
  MAX_MESSAGE_BYTES,
  MAX_SERVER_MESSAGE_BYTES,
  type Rejection,
} from "@chat/protocol";
import { JOURNAL_VERSION, type JournalEvent, type JournalStart, type Side } from "./journal-event.ts";
import { RecordedStream } from "./recorded-stream.ts";
import { ShownTexts } from "./shown-texts.ts";
import { writeLine } from "./write-line.ts";

/** The state of a connection in whose middle a recording begins. */
export interface RecordedMiddle {
  /** Time since the connection was opened, in milliseconds. */
  readonly ageMs: number;
  /** The client's stream from the message on that it is in; `null` when nothing is read of it any more. */
  readonly client: ForkedReader | null;
  /** Bytes that the client has sent. */
  readonly clientBytes: number;
  /** Bytes that were written to the client. */
  readonly serverBytes: number;
  /** True when they end inside a line. Its rest is left out. */
  readonly isInsideLine: boolean;
  /** True when answers of the server may quote what the client has sent. */
  readonly mayQuote: boolean;
}

/** What a recorder is told about its connection. */
export interface RecorderOptions {
  /**
   * Shows the texts of messages.
   * @default false
   */
  readonly showsMessages?: boolean;
  /**
   * Largest message that the client may send, in bytes.
   * @default MAX_MESSAGE_BYTES
   */
  readonly maxMessageBytes?: number;
  /**
   * Most bytes that may stand before the end of the name.
   * @default MAX_HANDSHAKE_BYTES
   */
  readonly maxHandshakeBytes?: number;
  /**
   * The state of the connection, when it has a name already.
   * @default the recording begins with the connection
   */
  readonly middle?: RecordedMiddle;
  /**
   * A clock that never goes back, in milliseconds.
   * @default performance.now()
   */
  readonly clock?: () => number;
}

/** The connection, as the first line of its journal names it. */
export interface RecordedClient {
  /** Its number. */
  readonly connection: number;
  readonly name: string | null;
  readonly address: string;
}

const LINE_FEED = 0x0a;

/** Takes the lines of a journal, each with the event that it has. */
export type LineTaker = (line: string, event: JournalStart | JournalEvent) => void;

/**
 * Records one connection as lines of a journal. It is told what each side sends, and when the handshake is over; it finds messages and
 * rejections itself.
 *
 * Lines are kept until {@link begin} says where they go: whose connection this is, is known when the name has come. The bytes that
 * are kept are those of a handshake, which the server bounds.
 */
export class ConnectionRecorder {
  readonly #options: RecorderOptions;
  readonly #clock: () => number;
  readonly #startedAt: Date;
  readonly #startedMs: number;
  readonly #shownTexts: ShownTexts;
  readonly #streams: Readonly<Record<Side, RecordedStream>>;
  /** Events from before {@link begin}. */
  #early: JournalEvent[] = [];
  #take: LineTaker | null = null;
  #lastMicroseconds = -1;
  #isNamed = false;
  #isClosed = false;
  #firstEnder: Side | null = null;
  /** True until the line is over inside which the recording began. */
  #isInsideLine = false;

  constructor(options: RecorderOptions = {}) {
    const { clock = () => performance.now(), showsMessages = false, middle } = options;
    this.#options = options;
    this.#clock = clock;
    this.#startedMs = clock() - (middle?.ageMs ?? 0);
    this.#startedAt = new Date(Date.now() - (middle?.ageMs ?? 0));
    this.#shownTexts = new ShownTexts(middle?.mayQuote);
    const common = {
      showsAll: showsMessages,
      tick: () => this.#tick(),
      write: (event: JournalEvent) => this.#write(event),
    };
    const { maxMessageBytes = MAX_MESSAGE_BYTES } = options;
    this.#streams = {
      client: new RecordedStream({
        ...common,
        from: "client",
        maxMessageBytes,
        mayShow: (message) => {
          this.#shownTexts.sent(message);
          return false;
        },
      }),
      server: new RecordedStream({
        ...common,
        from: "server",
        // A stranger is answered in its own protocol, which is no message.
        write: (event) => {
          if (event.event !== "rejected" || this.#isNamed) this.#write(event);
        },
        maxMessageBytes: MAX_SERVER_MESSAGE_BYTES,
        mayShow: (message) => this.#shownTexts.mayShow(message),
      }),
    };
    if (middle) this.#resume(middle);
    else {
      this.#streams.server.beginMessages(0);
      this.#write({ t: this.#tick(), event: "opened" });
    }
  }

  /** Passes on the first line, and all lines from now on. */
  begin({ connection, name, address }: RecordedClient, take: LineTaker): void {
    const { showsMessages = false } = this.#options;
    const startedAt = this.#startedAt.toISOString();
    const { middle } = this.#options;
    const start: JournalStart = {
      journal: JOURNAL_VERSION,
      connection,
      name,
      address,
      ...(middle && { from: { client: middle.client?.offset ?? middle.clientBytes, server: middle.serverBytes } }),
      startedAt,
      masked: !showsMessages,
    };
    take(writeLine(start), start);
    for (const event of this.#early) take(writeLine(event), event);
    this.#take = take;
    this.#early = [];
  }

  /** True when the client has sent anything. */
  get hasInput(): boolean {
    return this.#streams.client.end > 0;
  }

  /** Records bytes of one read from a side. Their memory belongs to the caller again when it returns. */
  bytes(from: Side, bytes: Uint8Array): void {
    if (this.#isClosed) return;
    const recorded = from === "server" && this.#isInsideLine ? this.#dropRestOfLine(bytes) : bytes;
    if (recorded.length > 0) this.#streams[from].push(this.#tick(), recorded);
  }

  /** Notes that the handshake is over: the bytes so far hold the name of the client, as the server has read it. */
  named(name: string): void {
    if (!this.#isNamed && !this.#isClosed) this.#endHandshake(this.#readHandshake(), name);
  }

  /**
   * Notes that the handshake is over, for who stands between the two sides: the server has answered. Returns the name that the client
   * has sent; without one that is allowed it returns `null`, and takes all that the client has sent for messages.
   */
  answered(): string | null {
    const handshake = this.#readHandshake();
    const name = handshake.kind === "name" ? handshake.name : null;
    if (!this.#isNamed && !this.#isClosed) this.#endHandshake(handshake, name);
    return name;
  }

  #resume({ client, clientBytes, serverBytes, isInsideLine }: RecordedMiddle): void {
    this.#isNamed = true;
    this.#isInsideLine = isInsideLine;
    this.#streams.server.beginAt(serverBytes);
    if (client) return this.#streams.client.resume(this.#tick(), client);
    this.#streams.client.beginAt(clientBytes);
    this.#streams.client.finish(false);
  }

  #dropRestOfLine(bytes: Uint8Array): Uint8Array {
    const length = bytes.indexOf(LINE_FEED) + 1;
    this.#isInsideLine = length === 0;
    const rest = bytes.subarray(length || bytes.length);
    this.#streams.server.beginAt(this.#streams.server.end + bytes.length - rest.length);
    return rest;
  }

  #readHandshake(): Handshake {
    const reader = new HandshakeReader(this.#options.maxHandshakeBytes);
    return reader.push(this.#streams.client.heldBytes(0).slice()) ?? reader.finish();
  }

  #endHandshake(handshake: Handshake, name: string | null): void {
    this.#isNamed = true;
    // What is refused here is refused by the server too, so nothing is taken for harmless that is not.
    const length = handshake.kind === "refused" ? 0 : handshake.offset;
    const framed = handshake.kind === "name" && handshake.endedByNewline;
    if (name !== null) this.#write({ t: this.#tick(), event: "named", offset: 0, length, name, framed });
    this.#streams.client.beginMessages(length);
  }

  /** Notes that the server has given up on the message that the client has begun. The recorder finds other rejections itself. */
  abandoned(rejection: Rejection): void {
    if (!this.#isClosed) this.#streams.client.abandon(rejection);
  }

  /** Notes that a message, by its position, was refused for another reason than its form. */
  refusedMessage(reason: string, offset: number): void {
    if (!this.#isClosed) this.#write({ t: this.#tick(), event: "refused", reason, offset });
  }

  /** Notes that the connection was refused. */
  refused(reason: string): void {
    if (this.#isClosed) return;
    if (!this.#isNamed) this.#streams.client.finish(false);
    this.#write({ t: this.#tick(), event: "refused", reason });
  }

  /** Notes that a side sends nothing more. */
  ended(by: Side): void {
    if (this.#isClosed) return;
    this.#firstEnder ??= by;
    this.#write({ t: this.#tick(), event: "ended", by });
  }

  /** Notes that the connection is gone. The recorder is of no more use. */
  closed(by: Side | "network", reason: string): void {
    if (this.#isClosed) return;
    this.#streams.client.finish(false);
    this.#streams.server.finish(true);
    this.#write({ t: this.#tick(), event: "closed", by: this.#firstEnder ?? by, reason });
    this.#isClosed = true;
  }

  /** Ends the journal before its connection. An open message may still be accepted, so it is masked. */
  stop(reason: string): void {
    if (this.#isClosed) return;
    this.#streams.client.finish(true);
    this.#streams.server.finish(true);
    this.#write({ t: this.#tick(), event: "stopped", reason });
    this.#isClosed = true;
  }

  #write(event: JournalEvent): void {
    if (this.#take) this.#take(writeLine(event), event);
    else this.#early.push(event);
  }

  /** Returns the time since the start in milliseconds, later than any before. */
  #tick(): number {
    const microseconds = Math.round((this.#clock() - this.#startedMs) * 1_000);
    this.#lastMicroseconds = Math.max(microseconds, this.#lastMicroseconds + 1);
    return this.#lastMicroseconds / 1_000;
  }
}
