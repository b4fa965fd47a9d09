import { connect, type Socket } from "node:net";
import {
  type ChatMessage,
  createJsonMsg,
  decodeJsonMsg,
  EVERYONE,
  MAX_SERVER_MESSAGE_BYTES,
  MessageReader,
  SERVER_NAME,
  serverTexts,
} from "@chat/protocol";
import { ErrorKind, findErrorKind } from "../result/error-kind.ts";
import { AnswerQueue, type Question } from "./answer-queue.ts";
import type { ConnectionInterval } from "./connection-interval.ts";
import { nowUs } from "./monotonic-clock.ts";
import { ShoutTimes } from "./shout-times.ts";
import { readStamp, type Stamp, StreamKind, writeStamp } from "./stamp.ts";

/** What a server turned out to be by its first welcome. */
export type ServerKind = "framing" | "original";

/** Where a client connects to, from which address, and as whom. */
export interface LoadClientOptions {
  readonly run: string;
  readonly index: number;
  readonly host: string;
  readonly port: number;
  /** Address to connect from; the system's choice when it is `undefined`. */
  readonly localAddress: string | undefined;
  readonly connectTimeoutMs: number;
  readonly handshakeTimeoutMs: number;
  /** Least size of a message's text. */
  readonly messageBytes: number;
  /** Whether clients of the run come and go: then it counts when a message to everyone was sent and dealt with. */
  readonly isShoutTimed: boolean;
}

/** Who is told of what happens to a client. */
export interface LoadClientListener {
  /** The connection stands; so many microseconds after it was begun. */
  connected(client: LoadClient, afterUs: number): void;
  /** The server has welcomed the client; so many microseconds after the connection stood. */
  joined(client: LoadClient, afterUs: number): void;
  /** The client has no connection (any more). */
  gone(client: LoadClient, problem: ErrorKind, detail: string): void;
  /** The client has departed as it was told, and the server has closed. */
  departed(client: LoadClient): void;
  /** A message or a question was handed to the socket. */
  sent(): void;
  /** A message of this run arrived whole. */
  arrived(client: LoadClient, stamp: Stamp, atUs: number): void;
  /** Something arrived that claims to come from one of the run's clients and is not what was sent. */
  corrupted(client: LoadClient, kind: StreamKind): void;
  /** A question was answered; `isExpected` is false when the answer is an error that was not asked for. */
  answered(client: LoadClient, question: Question, atUs: number, isExpected: boolean): void;
  /** The server told the client that so many of its messages did not, or may not have, arrived. */
  refused(count: number): void;
}

/** How long a server may take to close its side once a client has left, in milliseconds. */
const CLOSE_TIMEOUT_MS = 1_000;

/** How long it may stay silent before it has closed when the client still listens, in milliseconds: a server answers within 5 s. */
const DISCONNECT_TIMEOUT_MS = 6_000;

const LINE_FEED = 0x0a;
const FROM = '{"from": {"name": "';
const MESSAGE = '"}, "to": "';

/** The name that a client of a run has. */
function nameOf(run: string, index: number): string {
  return `${run}-${index}`;
}

/** One user that makes load, one connection at a time: as cheap as can be, and exact in what it counts. */
export class LoadClient {
  readonly index: number;
  readonly name: string;
  /** Direct messages that were sent, by receiver. */
  readonly sentTo = new Map<number, number>();
  sentShouts = 0;
  /** Direct messages whose sender, this one, was told that they did not arrive, by receiver. */
  readonly refusedBy = new Map<number, number>();
  /** Questions that were asked, and those that were answered. */
  asked = 0;
  answered = 0;
  /** Whether this one is meant to be cut off: what does not reach it is no loss. */
  isExempt = false;
  /** Its connections that were welcomed, in order. */
  readonly intervals: ConnectionInterval[] = [];
  /** Of its messages to everyone, where clients come and go. */
  readonly shoutTimes: ShoutTimes | null;
  serverKind: ServerKind | null = null;
  readonly #options: LoadClientOptions;
  readonly #listener: LoadClientListener;
  readonly #answers: AnswerQueue;
  /** What stands in a message to us behind its sender's name and address. */
  readonly #toUs: string;
  readonly #toEveryone = `${MESSAGE}${EVERYONE}", "msg": "`;
  readonly #lineStarts = new Map<string, string>();
  #socket: Socket | null = null;
  #reader: MessageReader | null = null;
  #incompleteLine = "";
  #isWelcomed = false;
  #isKindOpen = false;
  #startedAtUs = 0;
  #connectedAtUs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isGathering = false;
  #gathered = "";
  #isDisconnecting = false;
  #isClosed = false;

  constructor(options: LoadClientOptions, owner: LoadClientListener) {
    this.index = options.index;
    this.name = nameOf(options.run, options.index);
    this.#options = options;
    this.#listener = owner;
    this.#toUs = `${MESSAGE}${this.name}", "msg": "`;
    this.#answers = new AnswerQueue(options.run);
    this.shoutTimes = options.isShoutTimed ? new ShoutTimes() : null;
  }

  /** Whether it is a user who can write. */
  get isJoined(): boolean {
    return this.isListening && !this.#isDisconnecting;
  }

  /** Whether it is a user, or departs and still gets what is under way. */
  get isListening(): boolean {
    return this.#isWelcomed && this.#socket !== null;
  }

  /** When the oldest question without an answer was asked, or `null`. */
  get oldestQuestionAtUs(): number | null {
    return this.#answers.oldestAtUs;
  }

  /** Answers that fit no question: given twice, or late. */
  get surplusAnswers(): number {
    return this.#answers.surplus;
  }

  /** Questions that were answered by nothing: a later one was answered. */
  get lostAnswers(): number {
    return this.#answers.lost;
  }

  /** Connects for the first time, or again under the same name once the connection before is gone. */
  connect(): void {
    const { host, port, localAddress, connectTimeoutMs } = this.#options;
    this.#answers.abandon();
    this.#reader = new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
    this.#incompleteLine = "";
    this.#isWelcomed = false;
    this.#isDisconnecting = false;
    this.#connectedAtUs = 0;
    this.#startedAtUs = nowUs();
    const socket = connect({ host, port, noDelay: true, ...(localAddress === undefined ? {} : { localAddress }) });
    this.#socket = socket;
    this.#setTimer(connectTimeoutMs, ErrorKind.ConnectTimeout);
    socket.on("connect", () => this.#shakeHands(socket));
    socket.on("data", (chunk) => this.#receive(chunk));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (socket === this.#socket) this.#fail(findErrorKind(error, this.#connectedAtUs > 0), error.message);
    });
    socket.on("close", () => {
      // By then there may be another one.
      if (socket === this.#socket) this.#fail(ErrorKind.Dropped, "The server closed the connection.");
    });
  }

  /** Sends a direct message to another client of the run; gives its sequence number. */
  sendTo(receiver: number, lateUs: number): number {
    const sequence = this.sentTo.get(receiver) ?? 0;
    this.sentTo.set(receiver, sequence + 1);
    this.#write(nameOf(this.#options.run, receiver), this.#stamp(StreamKind.Direct, sequence, lateUs));
    return sequence;
  }

  /** Sends a message to everyone; the receipt is an answer. */
  shout(lateUs: number): void {
    const sequence = this.sentShouts;
    this.sentShouts += 1;
    const askedAtUs = nowUs();
    this.shoutTimes?.send(askedAtUs);
    this.#ask({ kind: "receipt", to: "/shout", askedAtUs, lateUs }, this.#stamp(StreamKind.Shout, sequence, lateUs));
  }

  /** Asks an endpoint, or writes to somebody who does not exist: both are answered. */
  ask(kind: Exclude<Question["kind"], "receipt">, to: string, lateUs: number): void {
    this.#ask({ kind, to, askedAtUs: nowUs(), lateUs }, "");
  }

  /** Reads nothing any more, as a client whose program hangs. */
  stopReading(): void {
    this.#socket?.pause();
  }

  /**
   * Leaves in peace, and listens until the server has closed: everything that was under way from or to it still counts. Then
   * it may come back.
   */
  depart(): void {
    const socket = this.#socket;
    const interval = this.intervals.at(-1);
    if (!socket || !interval || this.#isDisconnecting) return;
    this.#isDisconnecting = true;
    interval.leavingUs = nowUs();
    socket.setTimeout(DISCONNECT_TIMEOUT_MS, () => socket.destroy());
    socket.end();
  }

  /**
   * Leaves for good and in peace, since a server may not survive a reset: what it has asked and not been answered is not asked any more, and
   * what still comes is not looked at.
   */
  leave(): void {
    const socket = this.#socket;
    this.#isClosed = true;
    this.asked -= this.#answers.length;
    clearTimeout(this.#timer);
    this.#socket = null;
    if (!socket) return;
    socket.removeAllListeners("data");
    socket.resume();
    socket.setTimeout(CLOSE_TIMEOUT_MS, () => socket.destroy());
    if (socket.connecting) socket.destroy();
    else socket.end();
  }

  #stamp(kind: StreamKind, sequence: number, lateUs: number): string {
    const { run, messageBytes } = this.#options;
    return writeStamp({ run, kind, sender: this.index, sequence, sentAtUs: nowUs(), lateUs }, messageBytes);
  }

  #ask(question: Question, text: string): void {
    this.asked += 1;
    this.#answers.add(question);
    this.#write(question.to, text);
  }

  #write(to: string, text: string): void {
    let start = this.#lineStarts.get(to);
    if (start === undefined) {
      start = createJsonMsg(this.name, "127.0.0.1", to, "").slice(0, -'"}'.length);
      this.#lineStarts.set(to, start);
    }
    this.#listener.sent();
    // A stamp is made of characters that JSON writes as they are.
    const line = `${start}${text}"}\n`;
    if (this.#isGathering) this.#gathered += line;
    else this.#socket?.write(line, "latin1");
  }

  #shakeHands(socket: Socket): void {
    this.#connectedAtUs = nowUs();
    this.#listener.connected(this, this.#connectedAtUs - this.#startedAtUs);
    this.#setTimer(this.#options.handshakeTimeoutMs, ErrorKind.HandshakeTimeout);
    socket.write(`${this.name}\n`);
  }

  #receive(chunk: Buffer): void {
    // Whatever is sent while a chunk is worked through goes out in one write.
    this.#isGathering = true;
    this.#read(chunk);
    this.#isGathering = false;
    if (this.#gathered === "") return;
    this.#socket?.write(this.#gathered, "latin1");
    this.#gathered = "";
  }

  #read(chunk: Buffer): void {
    if (this.#isKindOpen) {
      this.#isKindOpen = false;
      if (chunk[0] === LINE_FEED) this.#readByLine();
    }
    if (!this.#reader) return this.#readLines(chunk.toString("latin1"));
    this.#reader.push(chunk);
    for (let item = this.#reader.next(); item; item = this.#reader.next()) {
      if (item.kind === "message") this.#take(item.message);
      else if (!this.#isWelcomed) return this.#fail(ErrorKind.NoChatServer, item.reason);
      else this.#listener.corrupted(this, StreamKind.Direct);
      if (this.#isKindOpen && this.#learnKind(chunk)) return;
    }
  }

  /** Looks at what follows the welcome; true when the rest of the chunk was read by line. */
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

  /** A server that ends its messages with a newline is read by line, which is cheaper. */
  #readByLine(): void {
    this.#reader = null;
    this.serverKind = "framing";
  }

  #readLines(text: string): void {
    const lines = (this.#incompleteLine + text).split("\n");
    this.#incompleteLine = lines.pop() ?? "";
    for (const line of lines) if (line !== "") this.#takeLine(line);
  }

  /** Reads what ours writes without parsing; anything else, or what is no stamp as it stands, is parsed. */
  #takeLine(line: string): void {
    const nameEnd = line.indexOf('"', FROM.length);
    const name = line.slice(FROM.length, nameEnd);
    if (line.startsWith(FROM) && name !== SERVER_NAME && line.endsWith('"}')) {
      const to = line.indexOf(MESSAGE, nameEnd);
      const header = line.startsWith(this.#toUs, to) ? this.#toUs : this.#toEveryone;
      if (to > 0 && line.startsWith(header, to)) {
        const stamp = readStamp(line.slice(to + header.length, -'"}'.length));
        if (stamp) return this.#takeStamp(name, stamp, header === this.#toUs);
      }
    }
    const message = decodeJsonMsg(Buffer.from(line, "latin1"));
    if (message) this.#take(message);
    else this.#listener.corrupted(this, StreamKind.Direct);
  }

  #take({ from, to, msg }: ChatMessage): void {
    if (from.name === SERVER_NAME) return this.#takeFromServer(msg);
    if (to === this.name || to === EVERYONE) this.#takeStamp(from.name, readStamp(msg), to === this.name);
    else this.#listener.corrupted(this, StreamKind.Direct);
  }

  #takeStamp(sender: string, stamp: Stamp | null, isDirect: boolean): void {
    const { run } = this.#options;
    const kind = isDirect ? StreamKind.Direct : StreamKind.Shout;
    if (stamp?.run === run && stamp.kind === kind && sender === nameOf(run, stamp.sender)) {
      this.#listener.arrived(this, stamp, nowUs());
    } else if (sender.startsWith(`${run}-`)) {
      // Somebody else may use the server too: what they write is no concern of ours.
      this.#listener.corrupted(this, kind);
    }
  }

  #takeFromServer(text: string): void {
    if (!this.#isWelcomed) return this.#readGreeting(text);
    const atUs = nowUs();
    const outcome = this.#answers.settle(text);
    switch (outcome.kind) {
      case "answered":
        this.answered += 1;
        if (outcome.question.kind === "receipt") this.shoutTimes?.settle(outcome.question.askedAtUs, atUs);
        return this.#listener.answered(this, outcome.question, atUs, outcome.isExpected);
      case "refused":
        this.refusedBy.set(outcome.receiver, (this.refusedBy.get(outcome.receiver) ?? 0) + outcome.count);
        return this.#listener.refused(outcome.count);
      case "notice":
    }
  }

  #readGreeting(text: string): void {
    if (serverTexts.welcome.read(text)) {
      clearTimeout(this.#timer);
      this.#isWelcomed = true;
      this.#isKindOpen = true;
      this.serverKind ??= "original";
      const joinedUs = nowUs();
      this.intervals.push({
        startedUs: this.#startedAtUs,
        joinedUs,
        leavingUs: Number.POSITIVE_INFINITY,
        closedUs: Number.POSITIVE_INFINITY,
      });
      return this.#listener.joined(this, joinedUs - this.#connectedAtUs);
    }
    this.#fail(serverTexts.serverFull.read(text) ? ErrorKind.ServerFull : ErrorKind.NameRefused, text);
  }

  #setTimer(delayMs: number, problem: ErrorKind): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(problem, `No answer within ${delayMs} ms.`), delayMs);
  }

  #fail(problem: ErrorKind, detail: string): void {
    if (this.#isClosed || !this.#socket) return;
    clearTimeout(this.#timer);
    this.#socket.destroy();
    this.#socket = null;
    if (this.#isWelcomed) this.#endInterval();
    if (this.#isDisconnecting) this.#listener.departed(this);
    else this.#listener.gone(this, problem, detail);
  }

  #endInterval(): void {
    const interval = this.intervals.at(-1);
    if (!interval) return;
    interval.closedUs = nowUs();
    interval.leavingUs = Math.min(interval.leavingUs, interval.closedUs);
    this.shoutTimes?.settle(interval.closedUs, interval.closedUs);
  }
}
