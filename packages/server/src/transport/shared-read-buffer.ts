import { once } from "node:events";
import { type AddressInfo, connect, createServer, Socket } from "node:net";

/** Takes the bytes that were read. Their memory belongs to the next read as soon as it returns. */
export type ReadHandler = (this: Socket, bytes: Uint8Array) => void;

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
 * option for it. So this class sets what the option would set; no other file touches the runtime's internals. {@link create}
 * finds them and tries them out on a connection of its own. Where they don't work, sockets are read by their `data` events.
 */
export class SharedReadBuffer {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #slots: OptionSlots;
  readonly #callback: (this: Socket, bytes: number) => void;

  private constructor(slots: OptionSlots, handler: ReadHandler) {
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

  /** Makes a buffer whose bytes the handler takes; `null` where the runtime has other internals. */
  static async create(handler: ReadHandler): Promise<SharedReadBuffer | null> {
    const slots = findOptionSlots();
    if (!slots) return null;
    trial ??= tryOut((received) => new SharedReadBuffer(slots, received));
    return (await trial) ? new SharedReadBuffer(slots, handler) : null;
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

/** True when the buffer works in this process; `undefined` before the first trial. */
let trial: Promise<boolean> | undefined;

/** Reads a connection of its own in this way. Returns whether the bytes arrive. */
async function tryOut(createBuffer: (handler: ReadHandler) => SharedReadBuffer): Promise<boolean> {
  const signal = AbortSignal.timeout(TRIAL_TIMEOUT_MS);
  const server = createServer().listen(0, "127.0.0.1");
  const sockets: Socket[] = [];
  try {
    await once(server, "listening", { signal });
    const near = connect((server.address() as AddressInfo).port, "127.0.0.1");
    sockets.push(near);
    const [far] = (await once(server, "connection", { signal })) as [Socket];
    sockets.push(far);
    const { promise: received, resolve } = Promise.withResolvers<string>();
    const isAttached = createBuffer((bytes) => resolve(new TextDecoder().decode(bytes))).attach(far);
    near.write(TRIAL_TEXT);
    return isAttached && (await Promise.race([received, once(far, "close", { signal })])) === TRIAL_TEXT;
  } catch {
    // Whatever fails here, sockets can be read in another way.
    return false;
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** The keys under which a socket holds the two parts of its option `onread`. */
interface OptionSlots {
  readonly buffer: symbol;
  readonly callback: symbol;
}

interface SocketInside extends Socket {
  /** `null` when the socket is closed. */
  readonly _handle: { useUserBuffer?(buffer: Uint8Array): void } | null;
}

function findOptionSlots(): OptionSlots | null {
  const symbols = Object.getOwnPropertySymbols(new Socket());
  const find = (name: string) => symbols.find(({ description }) => description === name);
  const slots = { buffer: find("kBuffer"), callback: find("kBufferCb") };
  return slots.buffer && slots.callback ? (slots as OptionSlots) : null;
}
