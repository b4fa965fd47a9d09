import { once } from "node:events";
import { connect, type Socket } from "node:net";

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
 * A client that costs its process little: it cuts what it receives into lines, which everything that our server writes
 * allows, and looks into none of them.
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
    // `close` follows an error, and whoever waits for a line hears of it.
    socket.on("error", () => undefined);
    socket.on("close", () => this.#close());
  }

  /** Connects, tells its name with this terminator, and gives the peer with the first line that the server says to it. */
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

  /** Stops to read. The runtime takes up to 64 KiB more, the kernel what its buffers hold, and then nobody takes anything. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Reads on, until the server has closed, and gives all lines. */
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
