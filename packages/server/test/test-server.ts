import { once } from "node:events";
import { connect } from "node:net";
import { joinPatiently, type PeerSocket, TestPeer } from "@chat/testing";
import { ChatNode } from "../src/chat-node.ts";
import type { ChatServer } from "../src/chat-server.ts";
import { resolveLimits } from "../src/limits.ts";
import { silentLogger } from "../src/logger.ts";
import type { LoadedModule } from "../src/modules/chat-module.ts";
import { loadModules } from "../src/modules/load-modules.ts";
import type { ChatNodeOptions } from "../src/options.ts";
import { linkModules } from "../src/threads/module-thread.ts";
import type { ThreadPoolOptions } from "../src/threads/thread-pool.ts";
import { MemoryServer } from "./memory-server.ts";
import { createServerOverThreads, endOrKeep } from "./shared-servers.ts";

/** Event loops of the servers under test: the same suite runs over one, and over several. */
export const TEST_THREADS = Number(process.env.CHAT_TEST_THREADS ?? 1);

/** True when the suites run without a kernel, over transports in memory. */
export const IS_IN_MEMORY = process.env.CHAT_TEST_TRANSPORT === "memory";

/** A server on a port of the system's choice or in memory, and peers that join it. */
export interface TestServer extends AsyncDisposable {
  readonly node: ChatServer;
  readonly port: number;
  /** Connects from an address of 127.0.0.0/8, and sends nothing. */
  connect(localAddress?: string): Promise<TestPeer>;
  /** Connects a socket that nothing reads. */
  connectSocket(localAddress?: string): Promise<PeerSocket>;
  /** Joins as a client of ours, which ends its name with a newline, and reads the welcome. */
  join(name: string): Promise<TestPeer>;
  /** Joins many users, some at a time: a busy machine takes longer to read all their names than each has. */
  joinMany(count: number, nameOf: (index: number) => string): Promise<TestPeer[]>;
  /** Joins as an original client, which sends its name alone, and reads the welcome. */
  joinUnframed(name: string): Promise<TestPeer>;
}

/** Options for a server of one event loop or of many. */
export interface TestServerOptions extends ChatNodeOptions {
  /** Paths of modules, for servers that are many event loops too. */
  readonly modules?: readonly string[];
  /** Event loops, when the test is about a certain number of them. */
  readonly threads?: number;
  readonly hangTimes?: ThreadPoolOptions["hangTimes"];
}

/** Starts a server for one test: `await using server = await startTestServer();` closes it, and its peers. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const memory = IS_IN_MEMORY && !options.threads ? new MemoryServer() : null;
  const modules = await loadModules(options.modules ?? []);
  const node = createServer({ host: "127.0.0.1", port: 0, ...options, modules }, memory);
  const { port } = await node.listen();
  const sockets: PeerSocket[] = [];

  async function connectSocket(localAddress = "127.0.0.1"): Promise<PeerSocket> {
    const socket = await (memory ? memory.connect(localAddress) : connectTcp(port, localAddress));
    sockets.push(socket);
    return socket;
  }

  async function connectPeer(localAddress?: string): Promise<TestPeer> {
    return new TestPeer(await connectSocket(localAddress));
  }

  const joinBy = (handshake: string): Promise<TestPeer> => joinPatiently(() => connectPeer(), handshake);

  return {
    node,
    port,
    connect: connectPeer,
    connectSocket,
    join: (name) => joinBy(`${name}\n`),
    async joinMany(count, nameOf) {
      const joined: TestPeer[] = [];
      while (joined.length < count) {
        const names = Array.from({ length: Math.min(50, count - joined.length) }, (_, index) =>
          nameOf(joined.length + index),
        );
        joined.push(...(await Promise.all(names.map((name) => joinBy(`${name}\n`)))));
      }
      return joined;
    },
    joinUnframed: joinBy,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await endOrKeep(node);
    },
  };
}

/** Creates the server. Functions, and objects with functions, can't go to a thread: tests with them have one event loop. */
function createServer(
  {
    modules,
    threads = TEST_THREADS,
    hangTimes,
    ...options
  }: Omit<TestServerOptions, "modules"> & { modules: LoadedModule[] },
  transports: MemoryServer | null,
): ChatServer {
  const { endpoints, clock, backplane } = options;
  const isLocal = threads === 1 || endpoints || clock || backplane;
  if (!isLocal) return createServerOverThreads({ ...options, threads, hangTimes, modules });
  const { limits = {}, logger = silentLogger } = options;
  const linked = linkModules(modules, resolveLimits(limits), logger, hangTimes);
  return new ChatNode(options, { modules: linked, ...(transports ? { transports } : {}) });
}

async function connectTcp(port: number, localAddress: string): Promise<PeerSocket> {
  const socket = connect({ port, host: "127.0.0.1", localAddress, allowHalfOpen: true });
  // A server that refuses may reset the connection; what a test waits for then never comes.
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}
