import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/** Bytes that the parser gets in a turn of the event loop: more could be hundreds of requests, during which nobody else is served. */
const PIECE_BYTES = 256;

/** Time in milliseconds for a request to come, and for an answer to be read on. */
const PATIENCE_MS = 10_000;

/** Stands between the socket of a client and the parser of HTTP, for one request: hands on what comes in small pieces. */
export class AdminConnection extends Duplex {
  readonly #socket: Socket;
  readonly #deadline: NodeJS.Timeout;
  #hasRequest = false;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    this.#deadline = setTimeout(() => this.destroy(), PATIENCE_MS).unref();
    socket.on("end", () => this.push(null));
    socket.on("error", () => this.destroy());
    socket.on("close", () => this.destroy());
    socket.on("timeout", () => this.destroy());
  }

  /** Takes the first request. A second one, which nobody sends who waits for the answer to the first, ends the connection. */
  takeRequest(): boolean {
    if (this.#hasRequest) this.destroy();
    this.#hasRequest = true;
    return !this.destroyed;
  }

  /** The request has come whole: from now on the client has to read on. A stream may be silent for any time. */
  beginAnswer({ isStream = false }: { readonly isStream?: boolean }): void {
    clearTimeout(this.#deadline);
    this.#socket.setTimeout(isStream ? 0 : PATIENCE_MS);
  }

  override _read(): void {
    setImmediate(() => {
      if (this.destroyed) return;
      const piece = this.#socket.read(Math.min(PIECE_BYTES, this.#socket.readableLength));
      if (piece === null) this.#socket.once("readable", () => this._read());
      else this.push(piece);
    });
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, done);
  }

  override _final(done: () => void): void {
    this.#socket.destroySoon();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#deadline);
    this.#socket.destroy();
    done(error);
  }
}
