import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { choosePort } from "./choose-ports.ts";
import type { LinkFaults } from "./link-faults.ts";
import type { LinkObserver } from "./link-observer.ts";
import { TcpLink } from "./tcp-link.ts";

/** Number of attempts to listen on a port that may be taken for a moment, and the pause before each, in milliseconds. */
const PORT_ATTEMPTS = 50;
const PORT_PAUSE_MS = 100;

const STALLED: LinkFaults = { toTarget: { kind: "stall" }, toClient: { kind: "stall" } };

/** Address that a proxy leads to. */
export interface ProxyTarget {
  readonly port: number;
  /** @default "127.0.0.1" */
  readonly host?: string;
}

/** The place where a proxy listens, and its watcher. */
export interface ProxyOptions {
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** Port to listen on; without it, one that no system gives away, which is free when the proxy listens again. */
  readonly port?: number;
  /** The faults of the connections that come. */
  readonly faults?: LinkFaults;
  /** Called for each connection, with the address of its client; returns the observer of it. */
  readonly observe?: (clientAddress: string) => LinkObserver;
}

/**
 * A link that can fail: it passes bytes on to a target. {@link LinkFaults} describes what goes wrong in each direction, of all
 * connections ({@link TcpProxy.setFaults}) or of one ({@link TcpProxy.links}).
 */
export class TcpProxy implements AsyncDisposable {
  /** `null` while the proxy refuses connections. */
  #server: Server | null;
  readonly #port: number;
  readonly #host: string;
  readonly #observe: ProxyOptions["observe"];
  #target: ProxyTarget;
  #faults: LinkFaults;
  readonly #links = new Set<TcpLink>();

  private constructor(server: Server, target: ProxyTarget, { faults = {}, observe }: ProxyOptions) {
    const { address, port } = server.address() as AddressInfo;
    this.#server = server;
    this.#target = target;
    this.#host = address;
    this.#port = port;
    this.#faults = faults;
    this.#observe = observe;
    server.on("connection", (socket) => this.#accept(socket));
  }

  /**
   * Listens.
   *
   * @throws the error of the system when it can't listen on the host, or on the port that was asked for
   */
  static async start(target: ProxyTarget, options: ProxyOptions = {}): Promise<TcpProxy> {
    const { host = "127.0.0.1", port } = options;
    const server = port === undefined ? await listen(host, await choosePort()) : await listenOnce(host, port);
    return new TcpProxy(server, target, options);
  }

  /** Address that it listens on. */
  get host(): string {
    return this.#host;
  }

  /** Port to connect to; it stays the same. */
  get port(): number {
    return this.#port;
  }

  /** The number of connections that go through it. */
  get connections(): number {
    return this.#links.size;
  }

  /** The connections that go through it, in the order in which they came. Each can be given faults of its own. */
  get links(): TcpLink[] {
    return [...this.#links];
  }

  /** Gives these faults to every connection, and to those that come. */
  setFaults(faults: LinkFaults): void {
    this.#faults = faults;
    for (const link of this.#links) link.setFaults(faults);
  }

  /** Passes on at once what every connection holds back, see {@link TcpLink.release}. */
  release(): void {
    for (const link of this.#links) link.release();
  }

  /** Leads connections from now on to another target. */
  redirect(target: ProxyTarget): void {
    this.#target = target;
  }

  /** Resets every connection on both sides, and refuses new ones. */
  async cut(): Promise<void> {
    if (!this.#server) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server = null;
    for (const link of this.#links) link.reset();
    await closed;
  }

  /** Holds all bytes back, those of new connections too. Nobody is told: each side sees a peer that says nothing. */
  async stall(): Promise<void> {
    await this.#listenAgain();
    this.setFaults(STALLED);
  }

  /** Is a good link again. What was held back is passed on in order. */
  async restore(): Promise<void> {
    await this.#listenAgain();
    this.setFaults({});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  async #listenAgain(): Promise<void> {
    if (this.#server) return;
    const server = await listen(this.#host, this.#port);
    server.on("connection", (socket) => this.#accept(socket));
    this.#server = server;
  }

  #accept(client: Socket): void {
    const { host = "127.0.0.1", port } = this.#target;
    const target = connect({ host, port, allowHalfOpen: true });
    const observer = this.#observe?.(client.remoteAddress ?? "unknown") ?? null;
    const onClosed = () => this.#links.delete(link);
    const link = new TcpLink(client, target, this.#faults, { onClosed, observer });
    this.#links.add(link);
  }
}

/** Listens on a port that another program may have for a moment. */
async function listen(host: string, port: number): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await listenOnce(host, port);
    } catch (error) {
      if (attempt === PORT_ATTEMPTS) throw error;
      await pause(PORT_PAUSE_MS);
    }
  }
}

async function listenOnce(host: string, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }).listen(port, host);
  await once(server, "listening");
  return server;
}
