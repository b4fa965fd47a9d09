import { createJsonMsg, foldName, MAX_MESSAGE_BYTES, type NameList } from "@chat/protocol";
import { ChatError } from "./chat-error.ts";
import type { ResolvedOptions } from "./client-options.ts";
import { MessageTooLargeError, NotConnectedError } from "./errors.ts";
import { OfflineQueue } from "./offline-queue.ts";
import type { RequestTracker } from "./request-tracker.ts";
import type { SentMessage } from "./sent-message.ts";
import type { ServerConnection } from "./server-connection.ts";
import { sleep } from "./sleep.ts";

/**
 * The time that a kept message waits for its receiver after the connection has come back, in milliseconds: when a server
 * restarts, everybody comes back, and some a little later than we.
 */
const RECEIVER_WAIT_MS = 5_000;

/** The pauses before the looks at who is back, in milliseconds: they double from the first to the longest. */
const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 800;

/** The callbacks of direct messages. */
export interface DirectMessagesListener {
  /** A kept message could not be written. */
  undeliverable(message: SentMessage, error: ChatError): void;
}

/**
 * Writes direct messages: at once, or in order once the connection and their receiver are back. What is kept goes out at the
 * latest some seconds after the connection has come back, and so does everything behind it to the same receiver.
 */
export class DirectMessages {
  readonly #options: ResolvedOptions;
  readonly #tracker: RequestTracker;
  readonly #listener: DirectMessagesListener;
  readonly #kept: OfflineQueue;
  #server: ServerConnection | null = null;
  /** Ends the wait for receivers. */
  #wait = new AbortController();
  /** The local address of the last connection: the next one most likely has the same. */
  #address = "127.0.0.1";

  constructor(options: ResolvedOptions, tracker: RequestTracker, listener: DirectMessagesListener) {
    this.#options = options;
    this.#tracker = tracker;
    this.#listener = listener;
    this.#kept = new OfflineQueue(options.maxOfflineMessages, options.maxQueuedBytes / 2);
  }

  /**
   * Writes or keeps a message. The promise resolves when it is time for the next one; `null` means at once.
   *
   * @throws {ChatError} before anything is written, kept or sent
   */
  send(message: SentMessage): Promise<void> | null {
    if (this.#server && !this.#kept.hasFor(message.to)) return this.#tracker.send(this.#server, message);
    this.#keep(message);
    return null;
  }

  /** Goes on with a connection to which nothing was written yet, while these others are online. */
  connected(server: ServerConnection, others: NameList): void {
    this.#server = server;
    this.#address = server.localAddress;
    this.#sendTo(others.names);
    if (this.#kept.length > 0) void this.#awaitReceivers(server);
  }

  /** Keeps messages from now on: the connection is gone. */
  disconnected(): void {
    this.#wait.abort();
    this.#server = null;
  }

  /** Writes all that is kept for receivers who are not back. */
  hurry(): void {
    this.#wait.abort();
    this.#write();
  }

  /** Takes all that was never written, oldest first. */
  takeKept(): readonly SentMessage[] {
    return this.#kept.takeAll();
  }

  #keep(message: SentMessage): void {
    const { length: bytes } = createJsonMsg(this.#options.name, this.#address, message.to, message.text);
    if (bytes > MAX_MESSAGE_BYTES) throw new MessageTooLargeError(bytes, MAX_MESSAGE_BYTES);
    if (this.#options.whileAway === "reject") {
      throw new NotConnectedError("The connection is away: the message was not sent.");
    }
    this.#kept.add(message, bytes);
  }

  /** Looks who is back until nothing is kept, and writes the rest when the time is over. */
  async #awaitReceivers(server: ServerConnection): Promise<void> {
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    const timer = setTimeout(() => this.hurry(), RECEIVER_WAIT_MS);
    for (let pauseMs = FIRST_LOOK_MS; this.#kept.length > 0 && !signal.aborted; pauseMs *= 2) {
      await sleep(Math.min(pauseMs, LONGEST_LOOK_MS), signal);
      if (signal.aborted) break;
      const names = await this.#listNames(server);
      if (!signal.aborted) this.#sendTo(names);
    }
    clearTimeout(timer);
  }

  /** Returns who is online as far as the server says. */
  async #listNames(server: ServerConnection): Promise<readonly string[]> {
    try {
      const { reading } = await this.#tracker.ask(server, "/list", "");
      return reading?.kind === "userList" ? reading.value.names : [];
    } catch (error) {
      // The time limit does without the list.
      if (error instanceof ChatError) return [];
      throw error;
    }
  }

  #sendTo(names: readonly string[]): void {
    this.#write(new Set([this.#options.name, ...names].map(foldName)));
  }

  /** Writes what is kept, or the part of it for some receivers. What a listener sends meanwhile comes behind it. */
  #write(receivers?: ReadonlySet<string>): void {
    const server = this.#server;
    if (!server) return;
    for (let message = this.#kept.shift(receivers); message; message = this.#kept.shift(receivers)) {
      try {
        // All that is kept fits into the queue at once, so there is nothing to wait for.
        void this.#tracker.send(server, message);
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        this.#listener.undeliverable(message, error);
      }
    }
  }
}
