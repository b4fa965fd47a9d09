import { once } from "node:events";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { type ChatMessage, MAX_SERVER_MESSAGE_BYTES, MessageReader, SERVER_NAME, serverTexts } from "@chat/protocol";
import { Changes, PATIENCE_MS } from "../waiting/changes.ts";

/** Address to connect to. */
export interface Target {
  readonly port: number;
  readonly host?: string;
  /** Address to connect from, of those in 127.0.0.0/8. */
  readonly localAddress?: string;
}

/** A TCP socket, or what stands for one in memory: that has no port. */
export interface PeerSocket extends Duplex {
  readonly localPort?: number | undefined;
  setNoDelay(noDelay: boolean): unknown;
  resetAndDestroy(): unknown;
}

/**
 * A peer that a test drives by hand: it writes any bytes, and reads messages as the contract frames
 * them. Everything it received stays readable in `messages` and `bytes`.
 */
export class TestPeer implements AsyncDisposable {
  readonly socket: PeerSocket;
  /** Every message received so far. */
  readonly messages: ChatMessage[] = [];
  /** The texts of the notices that were set aside. */
  readonly notices: string[] = [];
  /** The raw bytes of each read. */
  readonly reads: Buffer[] = [];
  #isEnded = false;
  #setsNoticesAside = false;
  #nextUnread = 0;
  readonly #reader = new MessageReader({ maxMessageBytes: MAX_SERVER_MESSAGE_BYTES });
  readonly #changes = new Changes();

  constructor(socket: PeerSocket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", () => this.#changes.notify());
    socket.on("end", () => this.#end());
    socket.on("close", () => this.#end());
  }

  /** Connects, and says nothing. */
  static async connect({ port, host = "127.0.0.1", localAddress }: Target): Promise<TestPeer> {
    const socket = connect({ port, host, allowHalfOpen: true, ...(localAddress ? { localAddress } : {}) });
    await once(socket, "connect");
    return new TestPeer(socket);
  }

  /** True when the server has shut its side down, or the connection is gone. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** All bytes received so far. */
  get bytes(): Buffer {
    return Buffer.concat(this.reads);
  }

  write(data: string | Uint8Array): void {
    this.socket.write(data);
  }

  /** Keeps notices of the server out of `messages` from now on, for a test that counts answers. Returns this peer. */
  setNoticesAside(): this {
    this.#setsNoticesAside = true;
    return this;
  }

  /** Writes one message as the original's clients do: bare JSON, with no newline. */
  send(from: string, to: string, msg: string): void {
    this.write(JSON.stringify({ from: { name: from, ip: "10.0.0.9" }, to, msg }));
  }

  /** Shuts this side down: the server sees the end of its input. */
  end(data = ""): void {
    this.socket.end(data);
  }

  /** Goes without a goodbye. */
  vanish(): void {
    this.socket.resetAndDestroy();
  }

  /** Returns the next message that no `next` has given yet; waits for it. */
  async next(): Promise<ChatMessage> {
    await this.waitFor(() => this.#nextUnread < this.messages.length || this.#isEnded, "the next message");
    const message = this.messages[this.#nextUnread];
    if (!message) throw new Error(`The connection ended where a message was expected. ${this.#describe()}`);
    this.#nextUnread += 1;
    return message;
  }

  /** Returns the next message's text. */
  async nextText(): Promise<string> {
    return (await this.next()).msg;
  }

  /** Waits until the server has ended the connection, and gives all texts that came before. */
  async ended(): Promise<string[]> {
    await this.waitFor(() => this.#isEnded, "the end of the connection");
    return this.messages.map(({ msg }) => msg);
  }

  /** Waits until a condition holds, looked at whenever something was received. */
  async waitFor(condition: () => boolean, what: string, patienceMs: number = PATIENCE_MS): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!condition()) {
      const remainingMs = deadline - performance.now();
      if (remainingMs <= 0) throw new Error(`Waited ${patienceMs} ms for ${what} in vain. ${this.#describe()}`);
      await this.#changes.after(this.#changes.count, remainingMs);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.reads.push(chunk);
    this.#reader.push(chunk);
    for (let item = this.#reader.next(); item; item = this.#reader.next()) {
      if (item.kind === "rejected") throw new Error(`The server sent what is no message: ${item.reason}`);
      const { from, msg } = item;
      const isNotice = from.name === SERVER_NAME && serverTexts.notice.read(msg) !== null;
      if (isNotice && this.#setsNoticesAside) this.notices.push(msg);
      else this.messages.push(item.message);
    }
    this.#changes.notify();
  }

  #end(): void {
    this.#isEnded = true;
    this.#changes.notify();
  }

  #describe(): string {
    const last = this.messages.slice(-5).map(({ from, to, msg }) => `${from.name} -> ${to}: ${msg.slice(0, 200)}`);
    return `${this.messages.length} messages came, the last of them: ${JSON.stringify(last)}`;
  }
}
