import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import {
  type ChatMessage,
  createJsonMsg,
  decodeJsonMsg,
  EndpointName,
  EVERYONE,
  GUEST,
  MessageReader,
  SERVER_IP,
  SERVER_NAME,
  serverTexts,
} from "@chat/protocol";

/** It reads as `recv(1024)` does. */
const READ_BYTES = 1_024;

export interface OriginalServerOptions {
  /**
   * Ends each read at a newline, as if the network delivered each write alone. On a busy machine two writes may arrive
   * together, and the server loses both: tests that are not about this must not depend on it.
   *
   * @default false
   */
  readonly readsLines?: boolean;
}

/** One read of the server's. */
export interface OriginalRead {
  readonly text: string;
  /** When it came, in milliseconds of the monotonic clock. */
  readonly at: number;
}

/**
 * A server that behaves as the original does: it writes no newlines, takes each read for one message, says nothing of
 * what it can't parse, names all users in the welcome, and believes whom a message claims to come from. Unlike the original
 * it knows what it loses.
 */
export class OriginalServer implements AsyncDisposable {
  /** Every read after a name. */
  readonly reads: OriginalRead[] = [];
  /**
   * Messages that it was sent whole and did not understand, since the reads that they came in were no single message: glued
   * to others, or cut. Each is here once its last byte has been read.
   */
  readonly lost: ChatMessage[] = [];
  readonly #server: Server;
  readonly #users = new Map<string, Socket>();
  readonly #sockets = new Set<Socket>();

  readonly #readsLines: boolean;

  private constructor({ readsLines = false }: OriginalServerOptions) {
    this.#readsLines = readsLines;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async start(options: OriginalServerOptions = {}): Promise<OriginalServer> {
    const server = new OriginalServer(options);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    let name: string | null = null;
    const framing = new MessageReader();
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.#sockets.delete(socket);
      if (name !== null) this.#users.delete(name);
    });
    socket.on("data", (chunk) => {
      for (const read of splitReads(chunk, this.#readsLines)) {
        if (name === null) name = this.#welcome(socket, read.toString().trim());
        else this.#handle(name, read, framing);
      }
    });
  }

  /** Returns the name, or `null` when it is taken. */
  #welcome(socket: Socket, name: string): string | null {
    if (this.#users.has(name)) {
      socket.end(createJsonMsg(SERVER_NAME, SERVER_IP, GUEST, "⛔ Error: Username already in! Try with another name."));
      return null;
    }
    const others = [...this.#users.keys()].join(", ");
    this.#users.set(name, socket);
    const users = others === "" ? "You are the first connected user." : `Online users: ${others}`;
    const help = "Send message to /help for a list of available commands!";
    this.#answer(name, `Welcome ${name}! Connection established.\n${help}\n${users}`);
    return name;
  }

  /** @param framing - finds the messages of this connection as the contract frames them, to know what is lost */
  #handle(name: string, read: Buffer, framing: MessageReader): void {
    this.reads.push({ text: read.toString(), at: performance.now() });
    const message = decodeJsonMsg(read);
    const ended = takeMessages(framing, read);
    if (message) this.#dispatch(name, message);
    else this.lost.push(...ended);
  }

  #dispatch(name: string, { from, to, msg }: ChatMessage): void {
    const others = [...this.#users.keys()].filter((user) => user !== name);
    switch (to) {
      case EndpointName.List:
        return this.#answer(
          name,
          others.length === 0
            ? "Your are the only active user!"
            : `Online users (${others.length}): ${others.join(", ")}`,
        );
      case EndpointName.Time:
        return this.#answer(name, serverTexts.time.write(new Date()));
      case EndpointName.Help:
        return this.#answer(
          name,
          "Available commands: \n /standard, /list, /time, /help, /shout \n Note: Write them when asking 'to:' to receive the correct response!",
        );
      case EndpointName.Standard:
        return this.#answer(name, serverTexts.standard.write());
      case EndpointName.Shout:
        for (const user of others) this.#users.get(user)?.write(createJsonMsg(name, "127.0.0.1", EVERYONE, msg));
        return this.#answer(name, `Message sent to ${others.length} users`);
      default: {
        const receiver = this.#users.get(to);
        if (receiver) receiver.write(createJsonMsg(from.name, from.ip, to, msg));
        else this.#answer(name, `❌ Errore: Utente '${to}' non trovato.`);
      }
    }
  }

  #answer(name: string, text: string): void {
    this.#users.get(name)?.write(createJsonMsg(SERVER_NAME, SERVER_IP, name, text));
  }
}

function* splitReads(chunk: Buffer, readsLines: boolean): Iterable<Buffer> {
  for (let start = 0, end = 0; start < chunk.length; start = end) {
    end = Math.min(start + READ_BYTES, chunk.length);
    const newline = readsLines ? chunk.subarray(start, end).indexOf("\n") : -1;
    if (newline >= 0) end = start + newline + 1;
    yield chunk.subarray(start, end);
  }
}

/** Returns the messages whose last byte is in these bytes. */
function takeMessages(framing: MessageReader, bytes: Buffer): ChatMessage[] {
  const messages: ChatMessage[] = [];
  framing.push(bytes);
  for (let item = framing.next(); item; item = framing.next()) if (item.kind === "message") messages.push(item.message);
  return messages;
}
