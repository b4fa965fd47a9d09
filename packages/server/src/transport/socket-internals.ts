import { once } from "node:events";
import { type AddressInfo, connect, createServer, Socket } from "node:net";
import { getSystemErrorName } from "node:util";

// Two things that the runtime's sockets can do, but that no public function of theirs does. No other file touches the runtime's
// internals. Both are tried out at the start, on a connection of this process to itself. Where one does not work, the stream is used.

/** Takes the bytes that were read. Their memory belongs to the next read as soon as it returns. */
export type ReadHandler = (this: Socket, bytes: Uint8Array) => void;

/** Writes text to a socket, each character as one byte. Returns whether the kernel has taken all of it at once. */
export type TextWriter = (socket: Socket, text: string) => boolean;

/**
 * A quarter of the size of the runtime's own reads. Bytes that a connection may not go on with yet take memory: the kernel can
 * keep them as well.
 */
const BUFFER_BYTES = 16 * 1024;

/** Longest read in bytes whose view of the buffer is kept for the next one of that length: most messages are shorter. */
const SHORT_READ_BYTES = 512;

/** Longest time of the trial in milliseconds. Over the loopback it takes one or two. */
const TRIAL_TIMEOUT_MS = 1_000;

const TRIAL_TEXT = "trial";

/**
 * One buffer that all sockets of an event loop are read into, instead of a new one for each read: a direct message costs a
 * sixth less processor time with it (`benchmarks/README.md`).
 *
 * Sockets that connect have a public option for this (`onread`). The runtime can do the same for accepted sockets, but has no
 * option for it. So this class sets what the option would set.
 */
class SharedReadBuffer {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #slots: OptionSlots;
  readonly #callback: (this: Socket, bytes: number) => void;

  constructor(slots: OptionSlots, handler: ReadHandler) {
    const buffer = this.#buffer;
    const views: Uint8Array[] = [];
    this.#slots = slots;
    // One function for all sockets: the runtime calls it as a method of the socket that was read.
    this.#callback = function (bytes) {
      if (bytes > SHORT_READ_BYTES) return handler.call(this, buffer.subarray(0, bytes));
      views[bytes] ??= buffer.subarray(0, bytes);
      handler.call(this, views[bytes]);
    };
  }

  /** Reads a socket into the buffer from now on; `false` when it can't. The socket must not have a `data` listener. */
  attach(socket: Socket): boolean {
    const { _handle: handle } = socket as SocketInside;
    if (typeof handle?.useUserBuffer !== "function") return false;
    const slots = socket as unknown as Record<symbol, unknown>;
    slots[this.#slots.buffer] = this.#buffer;
    slots[this.#slots.callback] = this.#callback;
    handle.useUserBuffer(this.#buffer);
    return true;
  }
}

export type { SharedReadBuffer };

/** Writes by the socket's stream, which every runtime has. */
export function writeToStream(socket: Socket, text: string): boolean {
  // No callback: the runtime would call it a tick later, and the kernel has mostly taken all at once.
  socket.write(text, "latin1");
  return socket.writableLength === 0 && !socket.errored;
}

/**
 * Writes past the socket's stream, by the call that the stream makes itself. What the stream does besides
 * for each write is measured in `docs/reports/next-to-nothing.md`. The stream still reports errors, and writes what has to wait.
 */
export function writeToHandle(socket: Socket, text: string): boolean {
  const result = (socket as SocketInside)._handle?.writeLatin1String(null, text);
  if (result === 0) return true;
  if (typeof result === "object")
    result.oncomplete = (status) => status < 0 && socket.destroy(new Error(getSystemErrorName(status)));
  // It fails for the stream as well, which then tells everybody.
  else socket.write(text, "latin1");
  return false;
}

/** Finds the best ways to read and to write. The buffer, whose bytes the handler takes, is `null` where it does not work. */
export async function findShortCuts(
  handler: ReadHandler,
): Promise<{ readonly buffer: SharedReadBuffer | null; readonly write: TextWriter }> {
  trial ??= tryOut();
  const { slots, canWriteToHandle } = await trial;
  const buffer = slots && new SharedReadBuffer(slots, handler);
  return { buffer, write: canWriteToHandle ? writeToHandle : writeToStream };
}

/** The result of the trial in this process; `undefined` before it. */
let trial: ReturnType<typeof tryOut> | undefined;

/** Reads and writes a connection of its own. Returns what works. */
async function tryOut() {
  const signal = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
  const server = createServer().listen(0, "127.0.0.1");
  const sockets: Socket[] = [];
  try {
    await once(server, "listening", { signal });
    const near = connect((server.address() as AddressInfo).port, "127.0.0.1");
    sockets.push(near);
    const [[far]] = await Promise.all([once(server, "connection", { signal }), once(near, "connect", { signal })]);
    sockets.push(far);
    const { promise: received, resolve } = Promise.withResolvers<string>();
    const slots = findOptionSlots();
    if (slots) new SharedReadBuffer(slots, (bytes) => resolve(new TextDecoder().decode(bytes))).attach(far);
    const canWriteToHandle = writesToHandle(near as SocketInside);
    const isRead = slots && (await Promise.race([received, once(far, "close", { signal })])) === TRIAL_TEXT;
    return { slots: isRead ? slots : null, canWriteToHandle };
  } catch {
    // Whatever fails here, sockets can be used in another way.
    return { slots: null, canWriteToHandle: false };
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** Returns whether the stream of a socket makes the call of {@link writeToHandle}. With wrong arguments a runtime may crash. */
function writesToHandle(socket: SocketInside): boolean {
  const { _handle: handle } = socket;
  if (typeof handle?.writeLatin1String !== "function") return false;
  const call = handle.writeLatin1String;
  let isSame = false;
  handle.writeLatin1String = (request, text) => {
    const result = call.call(handle, request, text);
    isSame = request === null && result === 0;
    return result;
  };
  socket.write(TRIAL_TEXT, "latin1");
  return isSame;
}

/** The keys under which a socket holds the two parts of its option `onread`. */
interface OptionSlots {
  readonly buffer: symbol;
  readonly callback: symbol;
}

interface SocketInside extends Socket {
  /** `null` when the socket is closed. */
  readonly _handle: {
    useUserBuffer?(buffer: Uint8Array): void;
    /** Returns 0 when the kernel has taken all, the number of an error, or a request when the rest waits. */
    writeLatin1String(request: null, text: string): number | { oncomplete(status: number): void };
  } | null;
}

function findOptionSlots(): OptionSlots | null {
  const symbols = Object.getOwnPropertySymbols(new Socket());
  const find = (name: string) => symbols.find(({ description }) => description === name);
  const slots = { buffer: find("kBuffer"), callback: find("kBufferCb") };
  return slots.buffer && slots.callback ? (slots as OptionSlots) : null;
}
