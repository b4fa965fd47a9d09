import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { inParallel } from "../load/concurrency.ts";
import type { Wire } from "./wire.ts";

const JOIN_DEADLINE_MS = 20_000;
const LOOK_EVERY_MS = 5;
/** The longest text that is kept to look into: a message may be cut by a read. */
const MAX_REST = 64 * 1_024;

/** A server, and the protocol that it speaks. */
export interface PeerTarget {
  readonly port: number;
  readonly wire: Wire;
  /** The number of clients who join at the same time. */
  readonly joinsAtOnce: number;
}

const open = new Set<PeerClient>();

/** A client on a raw socket, in any of the protocols. */
export class PeerClient {
  isClosed = false;
  onText: (text: string) => void = () => undefined;
  readonly #socket: Socket;
  readonly #wire: Wire;
  #head = "";

  constructor({ port, wire }: PeerTarget) {
    this.#wire = wire;
    this.#socket = connect({ host: "127.0.0.1", port, noDelay: true });
    this.#socket.setEncoding("latin1");
    this.#socket.on("data", (chunk) => this.#take(`${chunk}`));
    this.#socket.on("error", () => undefined);
    this.#socket.on("close", () => {
      this.isClosed = true;
      open.delete(this);
    });
    open.add(this);
  }

  /** Rejects when the server does not let it in. */
  static async join(target: PeerTarget, name: string): Promise<PeerClient> {
    const client = new PeerClient(target);
    client.write(target.wire.join(name));
    const giveUpAt = performance.now() + JOIN_DEADLINE_MS;
    while (!target.wire.isJoined.test(client.#head)) {
      if (client.isClosed || performance.now() > giveUpAt)
        throw new Error(`${name} can't join: ${client.#head.slice(0, 200)}`);
      await pause(LOOK_EVERY_MS);
    }
    client.#head = "";
    return client;
  }

  /** Lets many join, as `name0`, `name1` and so on. */
  static joinMany(target: PeerTarget, count: number, name: string): Promise<PeerClient[]> {
    return inParallel(Array.from({ length: count }), target.joinsAtOnce, (_, index) =>
      PeerClient.join(target, `${name}${index}`),
    );
  }

  write(bytes: Uint8Array): void {
    if (!this.isClosed) this.#socket.write(bytes);
  }

  /** Writes unless something waits still: an attacker does not fill its own memory. */
  writeIfTaken(bytes: Uint8Array): void {
    if (this.#socket.writableLength === 0) this.write(bytes);
  }

  /** Shuts this side down. */
  end(): void {
    this.#socket.end();
  }

  /** Reads only so many bytes a second from now on; 0 means none. */
  slowDown(bytesPerSecond: number): void {
    this.#socket.pause();
    if (bytesPerSecond === 0) return;
    const timer = setInterval(() => this.#socket.read(Math.ceil(bytesPerSecond / 10)), 100);
    this.#socket.once("close", () => clearInterval(timer));
  }

  vanish(): void {
    this.#socket.resetAndDestroy();
  }

  #take(text: string): void {
    const { keepAlive, isJoined } = this.#wire;
    if (this.#head.length < MAX_REST && !isJoined.test(this.#head)) this.#head += text;
    const asked = keepAlive?.question.exec(text)?.[1];
    if (asked !== undefined && keepAlive) this.write(keepAlive.answer(asked));
    this.onText(text);
  }
}

/** Lets all clients of this process go. */
export function vanishAll(): void {
  for (const client of open) client.vanish();
}
