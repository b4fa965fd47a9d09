import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { CHAT_NODE_EVENT_NAMES } from "../src/chat-node-events.ts";
import type { ChatServer } from "../src/chat-server.ts";
import type { CloseOptions } from "../src/options.ts";
import { ThreadPool, type ThreadPoolOptions } from "../src/threads/thread-pool.ts";
import { eventually } from "./eventually.ts";

/** Servers without users that wait for the next test of a suite, by their options; `null` while no suite shares any. */
let waiting: Map<string, SharedServer> | null = null;

/** A server over threads that several tests use, one after the other. */
class SharedServer extends ThreadPool {
  #listening: Promise<AddressInfo> | null = null;
  #isClosed = false;
  readonly #key: string;

  constructor(options: ThreadPoolOptions, key: string) {
    super(options);
    this.#key = key;
  }

  override listen(): Promise<AddressInfo> {
    this.#listening ??= super.listen();
    return this.#listening;
  }

  override close(options?: CloseOptions): Promise<void> {
    this.#isClosed = true;
    return super.close(options);
  }

  /** Keeps the server for the next test, unless this test has closed it. */
  async keep(): Promise<void> {
    if (this.#isClosed || !waiting || waiting.has(this.#key)) return this.close({ graceMs: 0 });
    await eventually(() => this.connectionCount + this.userCount === 0, "all peers have left");
    // What a thread answers comes behind its events.
    await this.connections();
    for (const name of CHAT_NODE_EVENT_NAMES) this.removeAllListeners(name);
    waiting.set(this.#key, this);
  }
}

/**
 * Lets the tests of a suite over threads use one server after the other where they ask for the same options: to start a thread
 * takes longer than most tests.
 */
export function shareServers(): void {
  beforeAll(() => {
    waiting = new Map();
  });
  afterAll(async () => {
    const servers = [...(waiting?.values() ?? [])];
    waiting = null;
    await Promise.all(servers.map((server) => server.close({ graceMs: 0 })));
  });
}

/** Returns a server over threads that may listen already. One with a logger is never shared. */
export function createServerOverThreads(options: ThreadPoolOptions): ThreadPool {
  if (!waiting || options.logger) return new ThreadPool(options);
  const key = JSON.stringify(options);
  const shared = waiting.get(key) ?? new SharedServer(options, key);
  waiting.delete(key);
  return shared;
}

/** Ends a server after a test, or keeps it for the next one. */
export async function endOrKeep(node: ChatServer): Promise<void> {
  await (node instanceof SharedServer ? node.keep() : node.close({ graceMs: 0 }));
}
