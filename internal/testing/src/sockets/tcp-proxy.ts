import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Target } from "./test-peer.ts";

/** Number of attempts to listen on the port again, which others can take in between, and the pause before each, in milliseconds. */
const PORT_ATTEMPTS = 50;
const PORT_PAUSE_MS = 100;

/** States of a proxy. */
export const LinkState = {
  /** It passes everything on. */
  Open: "open",
  /** There are no connections, and who wants one is refused. */
  Cut: "cut",
  /** Connections stay, and new ones are accepted; nothing gets through in either direction. */
  Stalled: "stalled",
} as const;
export type LinkState = (typeof LinkState)[keyof typeof LinkState];

/** A connection to the proxy, and the one that it made for it. */
interface Link {
  readonly near: Socket;
  readonly far: Socket;
}

/** A link on loopback that can fail: it passes bytes on to a target, until it is told otherwise. */
export class TcpProxy implements AsyncDisposable {
  #state: LinkState = LinkState.Open;
  #server: Server;
  readonly #port: number;
  readonly #target: Target;
  readonly #links = new Set<Link>();

  private constructor(server: Server, target: Target) {
    this.#server = server;
    this.#target = target;
    this.#port = (server.address() as AddressInfo).port;
    server.on("connection", (socket) => this.#accept(socket));
  }

  /** Listens on a port that the system chooses. */
  static async start(target: Target): Promise<TcpProxy> {
    return new TcpProxy(await listen(0), target);
  }

  /** Port to connect to; it stays the same. */
  get port(): number {
    return this.#port;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** The number of connections that go through it. */
  get connections(): number {
    return this.#links.size;
  }

  /** Resets every connection on both sides, and refuses new ones. */
  async cut(): Promise<void> {
    if (this.#state === LinkState.Cut) return;
    this.#state = LinkState.Cut;
    await this.#close();
  }

  /** Holds all bytes back, those of new connections too. Nobody is told: each side sees a peer that says nothing. */
  async stall(): Promise<void> {
    await this.#listenAgain();
    this.#state = LinkState.Stalled;
    for (const { near, far } of this.#links) {
      near.pause();
      far.pause();
    }
  }

  /** Is a good link again. What was held back is passed on in order. */
  async restore(): Promise<void> {
    await this.#listenAgain();
    this.#state = LinkState.Open;
    for (const { near, far } of this.#links) {
      near.resume();
      far.resume();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  async #listenAgain(): Promise<void> {
    if (this.#state !== LinkState.Cut) return;
    this.#server = await listen(this.#port);
    this.#server.on("connection", (socket) => this.#accept(socket));
  }

  async #close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const { near, far } of this.#links) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    await closed;
  }

  #accept(near: Socket): void {
    const { host = "127.0.0.1", port } = this.#target;
    const link = { near, far: connect({ host, port, allowHalfOpen: true }) };
    this.#links.add(link);
    this.#pass(link, link.near, link.far);
    this.#pass(link, link.far, link.near);
  }

  /** Passes on what one side says: its bytes, its end, and its loss. */
  #pass(link: Link, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on("data", (chunk) => {
      // A side that doesn't read holds the other one up, as it would without a proxy.
      if (!to.write(chunk)) from.pause();
    });
    from.on("drain", () => {
      if (this.#state === LinkState.Open) to.resume();
    });
    from.on("end", () => to.end());
    from.on("error", () => to.resetAndDestroy());
    from.on("close", () => {
      if (to.closed) this.#links.delete(link);
    });
    if (this.#state === LinkState.Stalled) from.pause();
  }
}

/** @param port - 0 for one that the system chooses */
async function listen(port: number): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    const server = createServer({ allowHalfOpen: true });
    try {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      return server;
    } catch (error) {
      if (attempt === PORT_ATTEMPTS) throw error;
      await pause(PORT_PAUSE_MS);
    }
  }
}
