import { once } from "node:events";
import { type AddressInfo, connect, createServer, Socket } from "node:net";

/** What takes the bytes that were read. Their memory belongs to the next read as soon as it returns. */
export type ReadHandler = (this: Socket, bytes: Uint8Array) => void;

/**
 * A quarter of what the runtime itself reads at a time. What a connection has sent and may not go on with yet has to be kept:
 * the kernel can do that as well.
 */
const BUFFER_BYTES = 16 * 1024;

/** How long the trial may take, in milliseconds. Over the loopback it takes one or two. */
const TRIAL_TIMEOUT_MS = 1_000;

const TRIAL_TEXT = "trial";

/**
 * One buffer that all sockets of an event loop are read into, instead of a new one for each read: a direct message costs a
 * sixth less processor time with it (`benchmarks/README.md`).
 *
 * Reading into a buffer of one's own is a public option of sockets that connect (`onread`), and the runtime does it the
 * same way for those that were accepted, but no option leads there. So this sets what the option would set, and is the
 * only file that touches the runtime's internals. Nothing is taken for granted: {@link create} looks for them and tries
 * them out on a connection of its own, and where they don't work, sockets are read by their `data` events.
 */
export class SharedReadBuffer {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  readonly #slots: OptionSlots;
  readonly #callback: (this: Socket, bytes: number) => void;

  private constructor(slots: OptionSlots, handler: ReadHandler) {
    const buffer = this.#buffer;
    this.#slots = slots;
    // One function for all sockets: the runtime calls it as a method of the socket that was read.
    this.#callback = function (bytes) {
      handler.call(this, buffer.subarray(0, bytes));
    };
  }

  /** Gives a buffer whose bytes this function takes, or `null` where this runtime has another inside. */
  static async create(handler: ReadHandler): Promise<SharedReadBuffer | null> {
    const slots = findOptionSlots();
    if (!slots) return null;
    trial ??= tryOut((received) => new SharedReadBuffer(slots, received));
    return (await trial) ? new SharedReadBuffer(slots, handler) : null;
  }

  /** Reads a socket into the buffer from now on; `false` when this one can't be. It must not have a `data` listener. */
  attach(socket: Socket): boolean {
    const { _handle: handle } = socket as SocketInside;
    if (typeof handle?.useUserBuffer !== "function") return false;
    Reflect.set(socket, this.#slots.buffer, this.#buffer);
    Reflect.set(socket, this.#slots.callback, this.#callback);
    handle.useUserBuffer(this.#buffer);
    return true;
  }
}

/** Whether it works in this process; `undefined` before anybody asked. */
let trial: Promise<boolean> | undefined;

/** Reads a connection of its own in this way, once: whether what was sent arrives. */
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
    // Whatever it is that does not work here, there is another way.
    return false;
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** Where a socket keeps the two parts of its option `onread`. */
interface OptionSlots {
  readonly buffer: symbol;
  readonly callback: symbol;
}

interface SocketInside extends Socket {
  readonly _handle?: { useUserBuffer?(buffer: Uint8Array): void };
}

/** Finds the slots by what a socket made with the option keeps in them. */
function findOptionSlots(): OptionSlots | null {
  const buffer = new Uint8Array(1);
  const callback = (): boolean => true;
  const socket = new Socket({ onread: { buffer, callback } });
  const symbols = Object.getOwnPropertySymbols(socket);
  const find = (value: unknown) => symbols.find((symbol) => Reflect.get(socket, symbol) === value);
  const slots = { buffer: find(buffer), callback: find(callback) };
  socket.destroy();
  return slots.buffer && slots.callback ? (slots as OptionSlots) : null;
}
