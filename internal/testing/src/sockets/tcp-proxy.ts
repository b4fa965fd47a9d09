import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { choosePort } from "./choose-ports.ts";
import type { LinkFaults } from "./link-faults.ts";
import { TcpLink } from "./tcp-link.ts";
import type { Target } from "./test-peer.ts";

/** Number of attempts to listen on the port, which another test may have chosen too, and the pause before each, in milliseconds. */
const PORT_ATTEMPTS = 50;
const PORT_PAUSE_MS = 100;

const STALLED: LinkFaults = { toTarget: { kind: "stall" }, toClient: { kind: "stall" } };

/**
 * A link on loopback that can fail: it passes bytes on to a target. {@link LinkFaults} describes what goes wrong in each direction, of all
 * connections ({@link TcpProxy.setFaults}) or of one ({@link TcpProxy.links}).
 */
export class TcpProxy implements AsyncDisposable {
  /** `null` while the proxy refuses connections. */
  #server: Server | null;
  readonly #port: number;
  #target: Target;
  #faults: LinkFaults = {};
  readonly #links = new Set<TcpLink>();

  private constructor(server: Server, target: Target) {
    this.#server = server;
    this.#target = target;
    this.#port = (server.address() as AddressInfo).port;
    server.on("connection", (socket) => this.#accept(socket));
  }

  /** Listens on a port that no system gives away: it is free when the proxy listens again. */
  static async start(target: Target): Promise<TcpProxy> {
    return new TcpProxy(await listen(await choosePort()), target);
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
  redirect(target: Target): void {
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
    const server = await listen(this.#port);
    server.on("connection", (socket) => this.#accept(socket));
    this.#server = server;
  }

  #accept(client: Socket): void {
    const { host = "127.0.0.1", port } = this.#target;
    const target = connect({ host, port, allowHalfOpen: true });
    const link = new TcpLink(client, target, this.#faults, () => this.#links.delete(link));
    this.#links.add(link);
  }
}

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
