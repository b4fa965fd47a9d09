import { choosePorts } from "@chat/proxy";
import { NatsServer } from "./nats-server.ts";

/** Line that each server prints once the servers have elected a leader for JetStream. */
const KNOWS_LEADER = /JetStream cluster (new )?metadata leader/;

/**
 * Time limit for the first such election, in milliseconds: a vote that fails costs up to ten seconds. Each further election has
 * as much more, for a machine that is busy.
 */
const ELECTION_MS = 20_000;

/**
 * Number of starts before the cluster counts as broken. Two servers that dial each other at the same moment can
 * both close the other's route as a duplicate, and then they have none: nats-server 2.9 mends that only when it starts again.
 */
const ELECTION_ATTEMPTS = 4;

/** Several nats-servers that are one broker: each stores what the others do, and a majority of them is enough. */
export class NatsCluster implements AsyncDisposable {
  readonly servers: readonly NatsServer[];

  private constructor(servers: readonly NatsServer[]) {
    this.servers = servers;
  }

  /**
   * Starts a cluster, and waits until JetStream can be used on each of its servers. They don't tell clients of one
   * another, so that a client stays on the servers that it was given.
   */
  static async start(size = 3): Promise<NatsCluster> {
    // Each has to know where all the others are before any of them has started.
    const ports = await choosePorts(size);
    const routes = ports.map((port) => `nats://127.0.0.1:${port}`);
    const starts = await Promise.allSettled(
      routes.map((route, index) => {
        const cluster = ["--cluster_name", "chat", "--cluster", route, "--routes", routes.join(","), "--no_advertise"];
        return NatsServer.start({ args: ["--server_name", `server-${index}`, ...cluster] });
      }),
    );
    const cluster = new NatsCluster(starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : [])));
    try {
      for (const start of starts) if (start.status === "rejected") throw start.reason;
      await cluster.#agree();
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** URLs for clients, one for each server. */
  get urls(): string[] {
    return this.servers.map(({ url }) => url);
  }

  /** Ends all servers, by default without any goodbye. One alone is ended by its own `kill`. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill(signal)));
  }

  /** Starts all servers again, on the same ports with the same stores, and waits until JetStream can be used on each. */
  async restart(): Promise<void> {
    await this.#startAgain();
    await this.#agree();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.servers.map((server) => server[Symbol.asyncDispose]()));
  }

  async #startAgain(): Promise<void> {
    await this.kill();
    await Promise.all(this.servers.map((server) => server.restart()));
  }

  async #agree(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await Promise.all(this.servers.map((server) => server.waitForOutput(KNOWS_LEADER, attempt * ELECTION_MS)));
        return;
      } catch (error) {
        if (attempt === ELECTION_ATTEMPTS) throw error;
        await this.#startAgain();
      }
    }
  }
}
