import {
  type ClientSession,
  type ClientSessionItem,
  EVERYONE,
  type HandshakeRefusal,
  type ReceivedMessage,
  type Rejection,
  SERVER_NAME,
  type ServerAnswer,
  type ServerKind,
  type ServerNotice,
} from "@chat/protocol";
import { ErrorKind } from "../result/error-kind.ts";
import type { ConnectionInterval } from "./connection-interval.ts";
import { ShoutTimes } from "./connection-interval.ts";
import { escapeText, LineWriter } from "./line-writer.ts";
import { LoadConnection, type LoadConnectionListener, type LoadConnectionOptions } from "./load-connection.ts";
import { nowUs } from "./monotonic-clock.ts";
import { type Question, QuestionQueue } from "./question-queue.ts";
import { readMessageStamp, type Stamp, StreamKind, writeStamp } from "./stamp.ts";

export interface LoadClientOptions extends LoadConnectionOptions {
  readonly run: string;
  readonly index: number;
  /** Least size of a message's text. */
  readonly messageBytes: number;
  /** True where clients come and go: then the account needs the times of each message to everyone. */
  readonly isShoutTimed: boolean;
}

export interface LoadClientListener {
  /** Called when the connection stands, `afterUs` after the attempt began. */
  onConnected(client: LoadClient, afterUs: number): void;
  /** Called when the server has welcomed the client, `afterUs` after the connection stood. */
  onJoined(client: LoadClient, afterUs: number): void;
  /** Called when the client lost its connection, or got none. */
  onClosed(client: LoadClient, problem: ErrorKind, detail: string): void;
  /** Called when the server has closed after {@link LoadClient.disconnect}. */
  onDisconnected(client: LoadClient): void;
  /** Called when something came on the connection, whatever it is. */
  onHeard(): void;
  /** Called when a message or a question was handed to the socket. */
  onSent(): void;
  /** Called when a message of this run arrived whole. */
  onMessage(client: LoadClient, stamp: Stamp, atUs: number): void;
  /** Called when a message in the name of one of the run's clients is not what was sent. */
  onCorrupted(client: LoadClient, kind: StreamKind): void;
  /** Called when bytes came that are no message. */
  onMalformed(reason: string): void;
  /** Called with the answer to a question; `wrongText` is the answer when it is none to this question, else `null`. */
  onAnswer(client: LoadClient, question: Question, atUs: number, wrongText: string | null): void;
  /** Called when the server reports that `count` of the client's messages did not, or may not have, arrived. */
  onRefused(count: number): void;
}

function nameOf(run: string, index: number): string {
  return `${run}-${index}`;
}

/** One user that makes load, with one connection at a time: as cheap as can be, and exact in what it counts. */
export class LoadClient implements LoadConnectionListener {
  readonly index: number;
  readonly name: string;
  /** Direct messages that were sent, by receiver. */
  readonly sentTo = new Map<number, number>();
  sentShouts = 0;
  /** Direct messages that the server reported as undeliverable to this client, their sender; by receiver. */
  readonly refusedBy = new Map<number, number>();
  asked = 0;
  answered = 0;
  /** True for a client that a good server cuts off: its missing messages are no losses. */
  isExempt = false;
  /** True for a client that an operator has removed: it does not come back by itself [C-76]. */
  isRemoved = false;
  /** Its connections that were welcomed, in order. */
  readonly intervals: ConnectionInterval[] = [];
  /** Times of its messages to everyone, where clients come and go. */
  readonly shoutTimes: ShoutTimes | null;
  readonly #options: LoadClientOptions;
  readonly #listener: LoadClientListener;
  readonly #questions: QuestionQueue;
  readonly #writer: LineWriter;
  #connection: LoadConnection | null = null;
  /** Connections whose welcome took too long: the server may have let the client in, and written messages to it. */
  readonly #givenUp = new Set<LoadConnection>();
  #serverKind: ServerKind | null = null;
  /** The reason for which the server closes the connection, in its words. */
  #lastWords: string | null = null;
  #isDisconnecting = false;

  constructor(options: LoadClientOptions, listener: LoadClientListener) {
    this.index = options.index;
    this.name = nameOf(options.run, options.index);
    this.shoutTimes = options.isShoutTimed ? new ShoutTimes() : null;
    this.#options = options;
    this.#listener = listener;
    this.#questions = new QuestionQueue(options.run);
    this.#writer = new LineWriter(this.name);
  }

  /** True for a user who can write. */
  get isJoined(): boolean {
    return this.isListening && !this.#isDisconnecting;
  }

  /** True for a user, and for one who is leaving and still gets what is in flight. */
  get isListening(): boolean {
    return this.#connection?.isWelcomed ?? false;
  }

  /** The kind of server, as its welcomes have shown; `null` before the first. */
  get serverKind(): ServerKind | null {
    return this.#serverKind;
  }

  /** The questions that have no answer yet, and the counts of what went wrong with others. */
  get questions(): Pick<QuestionQueue, "oldestAtUs" | "surplus" | "lost"> {
    return this.#questions;
  }

  /** Connects for the first time, or again under the same name once the last connection is closed. */
  connect(): void {
    this.#questions.abandon();
    this.#isDisconnecting = false;
    this.#lastWords = null;
    this.#connection = new LoadConnection(this.name, this.#options, this);
  }

  /** Sends a direct message to another client of the run; `text` is carried along. */
  sendTo(receiver: number, lateUs: number, text = ""): void {
    const sequence = this.sentTo.get(receiver) ?? 0;
    this.sentTo.set(receiver, sequence + 1);
    this.#write(nameOf(this.#options.run, receiver), this.#stamp(StreamKind.Direct, sequence, lateUs, text));
  }

  /** Sends a message to everyone; the receipt is an answer. `text` is carried along. */
  shout(lateUs: number, text = ""): void {
    const sequence = this.sentShouts;
    this.sentShouts += 1;
    const askedAtUs = nowUs();
    this.shoutTimes?.send(askedAtUs);
    const stamp = this.#stamp(StreamKind.Shout, sequence, lateUs, text);
    this.#ask({ kind: "receipt", to: "/shout", askedAtUs, lateUs }, stamp);
  }

  /** Asks an endpoint, or writes to somebody who does not exist: the server answers both. */
  ask(kind: Exclude<Question["kind"], "receipt">, to: string, lateUs: number): void {
    this.#ask({ kind, to, askedAtUs: nowUs(), lateUs }, "");
  }

  /** Stops reading, like a client whose program hangs. */
  stopReading(): void {
    this.#connection?.socket.pause();
  }

  /** Shuts down its own side, and listens until the server has closed: what is in flight still counts. It may connect again. */
  disconnect(): void {
    const interval = this.intervals.at(-1);
    if (!this.#connection || !interval || this.#isDisconnecting) return;
    this.#isDisconnecting = true;
    interval.leavingUs = nowUs();
    this.#connection.leave();
  }

  /**
   * Leaves for good, without a reset that a server may not survive. Questions without an answer count as never asked, and
   * what still comes is thrown away.
   */
  close(): void {
    this.asked -= this.#questions.length;
    for (const late of this.#givenUp) late.destroy();
    this.#connection?.close();
    this.#connection = null;
  }

  connected(connection: LoadConnection): void {
    this.#listener.onConnected(this, connection.connectedAtUs - connection.startedAtUs);
  }

  /** Gathers what the messages of a chunk make this client send, so that it goes out in one write. */
  received(connection: LoadConnection, chunk: Buffer): void {
    const { session } = connection;
    this.#listener.onHeard();
    if (this.#givenUp.has(connection)) return this.#receiveLate(session, chunk);
    this.#writer.startGathering();
    session.push(chunk);
    // An item can close the connection: the rest of the chunk is thrown away then.
    for (let item = session.next(); item && connection === this.#connection; item = session.next()) {
      this.#take(item, connection);
    }
    this.#writer.flush(this.#connection?.socket ?? null);
  }

  failed(connection: LoadConnection, problem: ErrorKind, detail: string): void {
    this.#givenUp.delete(connection);
    // By then there may be another one.
    if (connection !== this.#connection) return;
    this.#connection = null;
    if (problem === ErrorKind.HandshakeTimeout) {
      this.#givenUp.add(connection);
      connection.leave();
    } else connection.destroy();
    if (connection.isWelcomed) this.#endInterval();
    if (this.#isDisconnecting) return this.#listener.onDisconnected(this);
    if (problem !== ErrorKind.Dropped) return this.#listener.onClosed(this, problem, detail);
    const kind = connection.isWelcomed ? problem : ErrorKind.NotWelcomed;
    this.#listener.onClosed(this, kind, this.#lastWords ?? detail);
  }

  #stamp(kind: StreamKind, sequence: number, lateUs: number, text: string): string {
    const { run, messageBytes } = this.#options;
    const stamp = { run, kind, sender: this.index, sequence, sentAtUs: nowUs(), lateUs };
    const written = writeStamp(stamp, messageBytes, text);
    // A stamp alone is made of characters that need no escape.
    return text === "" ? written : escapeText(written);
  }

  #ask(question: Question, text: string): void {
    this.asked += 1;
    this.#questions.add(question);
    this.#write(question.to, text);
  }

  #write(to: string, text: string): void {
    this.#listener.onSent();
    this.#writer.write(this.#connection?.socket ?? null, to, text);
  }

  /** Counts the messages that still come on a connection that was given up: they are not lost. */
  #receiveLate(session: ClientSession, chunk: Buffer): void {
    session.push(chunk);
    for (let item = session.next(); item; item = session.next()) {
      if (item.kind === "message") this.#takeUserMessage(item);
    }
  }

  #take(item: ClientSessionItem, connection: LoadConnection): void {
    switch (item.kind) {
      case "message":
        return this.#takeUserMessage(item);
      case "notice":
        this.#noteLastWords(item);
        return this.#takeServerText(item);
      case "answer":
        return this.#takeServerText(item);
      case "welcome":
        return this.#takeWelcome(connection);
      case "refusal":
        return this.failed(connection, findRefusalKind(item), item.text);
      case "server-kind":
        this.#serverKind = item.serverKind;
        return;
      case "rejected":
        return this.#takeMalformed(item, connection);
    }
  }

  #takeUserMessage(message: ReceivedMessage): void {
    const { run } = this.#options;
    const sender = message.from.name;
    const kind = message.to === EVERYONE ? StreamKind.Shout : StreamKind.Direct;
    if (kind === StreamKind.Direct && message.to !== this.name) return this.#listener.onCorrupted(this, kind);
    const stamp = readMessageStamp(message);
    if (stamp?.run === run && stamp.kind === kind && sender === nameOf(run, stamp.sender)) {
      this.#listener.onMessage(this, stamp, nowUs());
    } else if (sender.startsWith(`${run}-`)) {
      // Other people may use the server too; only the run's own messages are checked.
      this.#listener.onCorrupted(this, kind);
    }
  }

  #takeServerText(text: ServerAnswer | ServerNotice): void {
    const atUs = nowUs();
    const outcome = this.#questions.settle(text);
    switch (outcome.kind) {
      case "answered":
        this.answered += 1;
        if (outcome.question.kind === "receipt") this.shoutTimes?.settle(outcome.question.askedAtUs, atUs);
        return this.#listener.onAnswer(this, outcome.question, atUs, outcome.isExpected ? null : text.text);
      case "refused":
        this.refusedBy.set(outcome.receiver, (this.refusedBy.get(outcome.receiver) ?? 0) + outcome.count);
        return this.#listener.onRefused(outcome.count);
      case "notice":
    }
  }

  #noteLastWords({ reading, text }: ServerNotice): void {
    if (reading.kind !== "removedByOperator" && reading.kind !== "disconnected") return;
    this.#lastWords = text;
    this.isRemoved = reading.kind === "removedByOperator";
  }

  #takeWelcome(connection: LoadConnection): void {
    connection.welcomed();
    // A later welcome whose newline is still on its way shows nothing new.
    if (this.#serverKind !== "framing") this.#serverKind = connection.session.serverKind;
    const joinedUs = nowUs();
    const never = Number.POSITIVE_INFINITY;
    this.intervals.push({ startedUs: connection.startedAtUs, joinedUs, leavingUs: never, closedUs: never });
    this.#listener.onJoined(this, joinedUs - connection.connectedAtUs);
  }

  #takeMalformed({ reason, isFatal }: Rejection, connection: LoadConnection): void {
    if (connection.isWelcomed) this.#listener.onMalformed(reason);
    if (isFatal || !connection.isWelcomed) this.failed(connection, ErrorKind.NoChatServer, reason);
  }

  #endInterval(): void {
    const interval = this.intervals.at(-1);
    if (!interval) return;
    interval.closedUs = nowUs();
    interval.leavingUs = Math.min(interval.leavingUs, interval.closedUs);
    this.shoutTimes?.settle(interval.closedUs, interval.closedUs);
  }
}

function findRefusalKind({ from, reading }: HandshakeRefusal): ErrorKind {
  if (from !== SERVER_NAME) return ErrorKind.NoChatServer;
  return reading?.kind === "serverFull" ? ErrorKind.ServerFull : ErrorKind.NameRefused;
}
