import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createJsonMsg, EndpointName } from "@chat/protocol";

/** Address to connect to, and the loopback address to connect from. */
export interface PeerAddress {
  readonly port: number;
  readonly localAddress?: string;
}

interface LineWaiter {
  resolve(line: string): void;
  reject(error: Error): void;
}

/**
 * A client that costs its process little: it cuts what it receives into lines, as everything from our server is, and looks
 * into none of them.
 */
export class LinePeer {
  readonly name: string;
  readonly #socket: Socket;
  readonly #lines: string[] = [];
  readonly #waiters: LineWaiter[] = [];
  #incompleteLine = "";
  #isClosed = false;

  private constructor(name: string, socket: Socket) {
    this.name = name;
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => this.#receive(chunk));
    // `close` follows an error, and rejects all waiters.
    socket.on("error", () => undefined);
    socket.on("close", () => this.#close());
  }

  /** Connects, sends its name with this terminator, and returns the peer with the first line of the server. */
  static async join(
    { port, localAddress }: PeerAddress,
    name: string,
    terminator: "\n" | "" = "\n",
  ): Promise<{ peer: LinePeer; welcome: string }> {
    const socket = connect({ host: "127.0.0.1", port, ...(localAddress === undefined ? {} : { localAddress }) });
    await once(socket, "connect");
    const peer = new LinePeer(name, socket);
    peer.write(name + terminator);
    return { peer, welcome: await peer.nextLine() };
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  /** Returns the next line, without its newline. Rejects when the connection is gone. */
  nextLine(): Promise<string> {
    const line = this.#lines.shift();
    if (line !== undefined) return Promise.resolve(line);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    if (this.#isClosed) reject(new Error(`The connection of ${this.name} is gone.`));
    else this.#waiters.push({ resolve, reject });
    return promise;
  }

  /** Stops reading. The runtime takes up to 64 KiB more, the kernel as much as its buffers hold, and then nobody takes anything. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Reads on until the server has closed; returns all lines. */
  async readToEnd(): Promise<string[]> {
    this.#socket.resume();
    if (!this.#isClosed) await once(this.#socket, "close");
    return this.#lines.splice(0);
  }

  /** Ends its side of the connection. The server ends the other one when it has answered everything. */
  leave(): void {
    this.#socket.end();
  }

  /** Goes by a reset, which leaves no port in TIME_WAIT behind. */
  vanish(): void {
    this.#socket.resetAndDestroy();
  }

  #receive(chunk: string): void {
    const lines = (this.#incompleteLine + chunk).split("\n");
    this.#incompleteLine = lines.pop() ?? "";
    for (const line of lines) {
      const waiter = this.#waiters.shift();
      if (waiter) waiter.resolve(line);
      else this.#lines.push(line);
    }
  }

  #close(): void {
    this.#isClosed = true;
    for (const waiter of this.#waiters.splice(0)) waiter.reject(new Error(`The connection of ${this.name} is gone.`));
  }
}

/** Asks the server for the time; returns the line of its answer. */
export async function askForTime(peer: LinePeer): Promise<string> {
  peer.write(`${createJsonMsg(peer.name, "127.0.0.1", EndpointName.Time, "")}\n`);
  return await peer.nextLine();
}
