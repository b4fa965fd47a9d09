import { type Duplex, duplexPair } from "node:stream";
import { MessageReader } from "@chat/protocol";
import type { ClientTransport, ClientTransportListener, ConnectTransport } from "../src/index.ts";
import { WELCOME } from "./server-words.ts";

/** The client's end of two streams that are connected in memory. */
class MemoryTransport implements ClientTransport {
  readonly localAddress = "127.0.0.1";
  readonly #stream: Duplex;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on("error", () => undefined);
  }

  get untakenBytes(): number {
    return this.#stream.writableLength;
  }

  open(listener: ClientTransportListener): void {
    const stream = this.#stream;
    stream.on("data", (chunk: Buffer) => listener.receive(chunk));
    stream.on("drain", () => listener.outputTaken());
    stream.on("end", () => stream.destroy());
    stream.on("close", () => listener.closed(stream.errored));
  }

  write(bytes: Uint8Array): boolean {
    if (this.#stream.destroyed) return true;
    this.#stream.write(bytes);
    return !this.#stream.writableNeedDrain;
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    this.#stream.resume();
  }

  end(): void {
    this.#stream.end();
  }

  destroy(): void {
    this.#stream.destroy();
  }
}

/** A server without a kernel, that does with each connection what the test says. Clients reach it through `transport`. */
export function startMemoryServer(serve: (stream: Duplex) => void) {
  const streams = new Set<Duplex>();
  const connected = Promise.withResolvers<void>();
  const transport: ConnectTransport = async (_destination, signal) => {
    signal.throwIfAborted();
    const [clientEnd, serverEnd] = duplexPair();
    // When one end is destroyed, so is the other, as those of a connection are.
    clientEnd.once("close", () => setImmediate(() => serverEnd.destroy()));
    serverEnd.once("close", () => setImmediate(() => clientEnd.destroy()));
    serverEnd.on("error", () => undefined);
    // What has a reader ends by itself; what has none is shut down by the test.
    serverEnd.once("end", () => serverEnd.end());
    streams.add(serverEnd);
    serve(serverEnd);
    connected.resolve();
    return new MemoryTransport(clientEnd);
  };
  return {
    transport,
    /** The server's end of every connection that there was. */
    streams,
    /** Settles when somebody has connected. */
    connected: connected.promise,
  };
}

/** Welcomes a client, and calls back for each message that it sends, in order. */
export function serveEach(handle: (to: string, stream: Duplex, bytes: number) => void): (stream: Duplex) => void {
  return (stream) => {
    const reader = new MessageReader();
    stream.once("data", () => {
      stream.write(`${WELCOME}\n`);
      stream.on("data", (chunk: Buffer) => {
        reader.push(chunk);
        for (let item = reader.next(); item; item = reader.next()) {
          if (item.kind === "message") handle(item.to, stream, item.msg.length);
        }
      });
    });
  };
}
