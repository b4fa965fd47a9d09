import { connect, type Socket } from "node:net";
import { inParallel } from "./concurrency.ts";
import { LineScanner } from "./line-scanner.ts";
import { copies } from "./messages.ts";

/** Addresses to connect from: one has only some 28,000 ports, and finding a free one gets slow long before that. */
const SOURCE_ADDRESSES = 16;

/** Clients that join at the same time. */
const JOINING = 256;

/** A connection that is not answered within this time fails the attack instead of hanging it. */
const JOIN_DEADLINE_MS = 60_000;

/** Interval between two checks of the readers that wait for their rate. */
const PACE_EVERY_MS = 10;

const FROM_SERVER = '{"from": {"name": "SERVER"';

const sharedBuffer = Buffer.allocUnsafe(64 * 1024);
/** A slow reader takes less at once, so that it reads evenly. */
const slowBuffer = Buffer.allocUnsafe(8 * 1024);

export interface RawClientOptions {
  readonly localAddress?: string;
  /** Bytes that it reads a second, on average; all at once when not given. */
  readonly bytesPerSecond?: number;
  /** Things it does with what it receives once it has joined. Counting its bytes costs little. @default "lines" */
  readonly reads?: "lines" | "bytes" | "nothing";
}

/** Texts in which the server tells the clients of this process that something is wrong, with how often. */
const told = new Map<string, number>();

/** Most texts that are told apart. */
const MAX_TOLD = 20;

/** All clients of this process, so that none stays behind. */
const clients = new Set<RawClient>();
const pacedClients = new Set<RawClient>();
setInterval(() => {
  const now = performance.now();
  for (const client of pacedClients) client.readOn(now);
}, PACE_EVERY_MS).unref();

/** A client on a raw socket that costs its process little: it counts what it receives, in buffers that all share. */
export class RawClient {
  /** Its name, once it has joined. */
  name = "";
  bytes = 0;
  isClosed = false;
  /** The beginning of the last line that it received. */
  lastLine = "";
  /** Gets the beginning of each line. */
  onLine: (line: string) => void = () => undefined;
  onClose: () => void = () => undefined;
  readonly #socket: Socket;
  readonly #scanner: LineScanner;
  readonly #bytesPerSecond: number;
  /** The error that ended the connection, in parentheses. */
  #error = "";
  #readableAt = 0;
  #isCountingOnly = false;

  constructor(port: number, { localAddress = "127.0.0.1", bytesPerSecond = 0 }: RawClientOptions = {}) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#scanner = new LineScanner((line) => this.#take(line));
    this.#socket = connect({
      host: "127.0.0.1",
      port,
      localAddress,
      noDelay: true,
      onread: {
        buffer: bytesPerSecond > 0 ? slowBuffer : sharedBuffer,
        callback: (count, buffer) => this.#receive(count, buffer as Buffer),
      },
    });
    // `close` follows an error.
    this.#socket.on("error", (error: NodeJS.ErrnoException) => {
      this.#error = ` (${error.code ?? error.message})`;
    });
    this.#socket.once("close", () => this.#close());
    clients.add(this);
  }

  /** Connects and joins under this name. Rejects with what the server says when it refuses. */
  static async join(port: number, name: string, options: RawClientOptions = {}): Promise<RawClient> {
    const client = new RawClient(port, options);
    client.write(`${name}\n`);
    const welcome = await client.nextLine();
    if (!welcome.includes('"msg": "Welcome ')) throw new Error(`${name} can't join: ${welcome}`);
    client.name = name;
    client.#isCountingOnly = options.reads === "bytes";
    if (options.reads === "nothing") client.freeze();
    return client;
  }

  /** Lets many join, named by their number, from several addresses. */
  static joinMany(
    port: number | ((index: number) => number),
    count: number,
    nameOf: (index: number) => string,
    options: RawClientOptions = {},
  ): Promise<RawClient[]> {
    return inParallel(Array.from({ length: count }), JOINING, (_, index) =>
      RawClient.join(typeof port === "number" ? port : port(index), nameOf(index), {
        localAddress: `127.0.1.${1 + (index % SOURCE_ADDRESSES)}`,
        ...options,
      }),
    );
  }

  /** Bytes that the kernel has not taken. */
  get unsentBytes(): number {
    return this.#socket.writableLength;
  }

  /** Reports only lines of senders whose names begin with one of these characters; other lines cost little then. */
  set senders(characters: string) {
    this.#scanner.senders = characters;
  }

  write(bytes: string | Uint8Array): void {
    if (!this.isClosed) this.#socket.write(bytes);
  }

  /** Makes a message of its own, several times in one piece. */
  message(to: string, text: string, times = 1): Buffer {
    return copies(times, this.name, to, text);
  }

  /** Writes a message of its own, several times in one piece. */
  send(to: string, text: string, times = 1): void {
    this.write(this.message(to, text, times));
  }

  /** Writes the first part of a message of its own, with this many bytes of text. Its end never comes. */
  sendHalf(textBytes: number): void {
    this.write(`{"from": {"name": "${this.name}", "ip": ""}, "msg": "${"x".repeat(textBytes)}`);
  }

  /** Writes the same again and again, never more than the kernel takes, until `seconds` have passed. */
  async flood(bytes: Uint8Array, seconds: number): Promise<void> {
    const endAt = performance.now() + seconds * 1_000;
    while (!this.isClosed && performance.now() < endAt) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const giveUp = setTimeout(resolve, Math.max(0, endAt - performance.now()));
      this.#socket.write(bytes, () => resolve());
      await promise;
      clearTimeout(giveUp);
    }
  }

  /** Resolves with the beginning of the next line. Rejects when there is none. */
  nextLine(): Promise<string> {
    return this.waitFor(() => true);
  }

  /** Resolves with the beginning of the first line from now on that is wanted. Other lines still get to `onLine`. */
  waitFor(isWanted: (line: string) => boolean, deadlineMs = JOIN_DEADLINE_MS): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const { onLine, onClose } = this;
    const restore = () => {
      clearTimeout(timer);
      Object.assign(this, { onLine, onClose });
    };
    const fail = (reason: string) => {
      restore();
      reject(new Error(`${this.name || "A client"}: ${reason}. Its last line: ${this.lastLine.slice(0, 300)}`));
    };
    const timer = setTimeout(() => fail("no answer"), deadlineMs);
    this.onLine = (line) => {
      if (!isWanted(line)) return onLine(line);
      restore();
      resolve(line);
    };
    const failAsClosed = () => fail(`the connection is gone${this.#error}`);
    this.onClose = () => {
      onClose();
      failAsClosed();
    };
    if (this.isClosed) failAsClosed();
    return promise;
  }

  /** Asks the server how many others are online: a client that was cut off may find out much later itself. */
  async countOthers(): Promise<number> {
    const answer = this.waitFor((line) => line.includes('"msg": "Online users ('));
    this.send("/list", "");
    return Number(/Online users \((\d+)\)/.exec(await answer)?.[1]);
  }

  /** Shuts this side down behind all that was written. */
  end(): void {
    this.#socket.end();
  }

  /** Reads nothing more. The kernel takes what its buffers hold. */
  freeze(): void {
    this.#socket.pause();
  }

  /** Goes by a reset, which leaves no port in TIME_WAIT behind. */
  vanish(): void {
    this.#socket.resetAndDestroy();
  }

  readOn(now: number): void {
    if (now < this.#readableAt) return;
    pacedClients.delete(this);
    this.#socket.resume();
  }

  /** @returns whether to go on reading */
  #receive(count: number, buffer: Buffer): boolean {
    this.bytes += count;
    if (!this.#isCountingOnly) this.#scanner.scan(buffer, count);
    if (this.#bytesPerSecond === 0) return true;
    const now = performance.now();
    this.#readableAt = Math.max(now, this.#readableAt) + (count * 1_000) / this.#bytesPerSecond;
    pacedClients.add(this);
    return false;
  }

  #take(line: string): void {
    this.lastLine = line;
    if (line.startsWith(FROM_SERVER)) noteTold(line);
    this.onLine(line);
  }

  #close(): void {
    this.isClosed = true;
    clients.delete(this);
    pacedClients.delete(this);
    this.onClose();
  }
}

/** Counts what the server says is wrong. Numbers and names differ from one to the next, so they are left out. */
function noteTold(line: string): void {
  const [, text] = /"msg": "(?:\\\\u[0-9a-f]{4} )?((?:Error: |Notice: |You were )[^"]*)/.exec(line) ?? [];
  if (text === undefined) return;
  const kind = text
    .slice(0, 90)
    .replaceAll(/\d+/g, "N")
    .replaceAll(/'[^']*'/g, "'…'");
  if (told.has(kind) || told.size < MAX_TOLD) told.set(kind, (told.get(kind) ?? 0) + 1);
}

/** Returns what the server told the clients of this process, the most frequent first. */
export function toldTexts(): string[] {
  return [...told].toSorted(([, one], [, other]) => other - one).map(([kind, count]) => `${count} × ${kind}`);
}

/** Lets all clients of this process go. */
export function vanishAll(): void {
  for (const client of clients) client.vanish();
}
