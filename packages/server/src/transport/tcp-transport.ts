import type { Socket } from "node:net";
import type { SharedReadBuffer } from "./shared-read-buffer.ts";
import type { Transport, TransportListener } from "./transport.ts";

// The listener is kept at the socket, and handlers are functions that all sockets share: an idle connection should cost little.
const listenerOf = Symbol("listener");
type OpenSocket = Socket & { [listenerOf]: TransportListener };

/** A transport over a TCP socket. Its speed is that of two detours: one buffer for all reads, and writes without callbacks. */
export class TcpTransport implements Transport {
  readonly #socket: Socket;

  /** @param buffer - the buffer to read into; `null` to take each read's own */
  constructor(socket: Socket, buffer: SharedReadBuffer | null) {
    this.#socket = socket;
    if (!buffer?.attach(socket)) socket.on("data", receiveRead);
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  get isWritable(): boolean {
    return this.#socket.writable;
  }

  get untakenBytes(): number {
    return this.#socket.writableLength;
  }

  get isOutputEnded(): boolean {
    return this.#socket.writableFinished;
  }

  open(listener: TransportListener): void {
    const socket = this.#socket as OpenSocket;
    socket[listenerOf] = listener;
    socket.on("end", tellInputEnded);
    socket.on("error", tellError);
    socket.on("close", tellClose);
  }

  write(text: string): boolean {
    const socket = this.#socket;
    // No callback: the runtime would call it a tick later, and the kernel has mostly taken all at once.
    socket.write(text, "latin1");
    if (socket.writableLength === 0 && !socket.errored) return true;
    // Writes complete in order, so this one is complete when the one before is. Bound: for a closure each write would make an object.
    socket.write("", tellOutputTaken.bind(socket));
    return false;
  }

  end(): void {
    if (!this.#socket.writableEnded) this.#socket.on("finish", tellOutputEnded);
    this.#socket.end();
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Passes bytes that were read to the socket's listener. */
export function receiveRead(this: Socket, bytes: Uint8Array): void {
  (this as OpenSocket)[listenerOf].receive(bytes);
}

function tellInputEnded(this: Socket): void {
  (this as OpenSocket)[listenerOf].inputEnded();
}

function tellOutputTaken(this: Socket, error?: Error | null): void {
  if (!error) (this as OpenSocket)[listenerOf].outputTaken();
}

function tellOutputEnded(this: Socket): void {
  (this as OpenSocket)[listenerOf].outputEnded();
}

// The error of a read comes in the turn that made the read, `close` after everything else of that turn: until then, a user
// who was reset would keep the name from one who comes back [C-46].
function tellError(this: Socket): void {
  (this as OpenSocket)[listenerOf].closed(true);
}

function tellClose(this: Socket, hadError: boolean): void {
  if (!hadError) (this as OpenSocket)[listenerOf].closed(false);
}
