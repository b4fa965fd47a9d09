import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ServerReady } from "./server-main.ts";
import { readProcessUsage } from "./server-watch.ts";
import type { ProcessUsage, TargetServer } from "./target-server.ts";
import { TargetError } from "./target-server.ts";

/** In the sources, Node reads TypeScript and the workspace's sources; what is built stands beside this. */
const isSource = import.meta.url.endsWith(".ts");
const script = new URL(`./server-main.${isSource ? "ts" : "js"}`, import.meta.url);
const execArgv = isSource ? ["--conditions=@chat/source"] : [];

/** Starts a chat server of our own on a free port of 127.0.0.1, in a process of its own: it shares no event loop with the load. */
export async function startOwnServer(): Promise<TargetServer> {
  const child = fork(script, [], { execArgv });
  const { port } = await awaitReady(child);
  // Whatever becomes of it from now on, it holds nobody up.
  child.unref();
  child.channel?.unref();
  return new OwnServer(child, port);
}

class OwnServer implements TargetServer {
  readonly host = "127.0.0.1";
  readonly port: number;
  readonly pid: number | null;
  readonly command = null;
  readonly isOwn = true;
  readonly #child: ChildProcess;

  constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    this.pid = child.pid ?? null;
  }

  readUsage(): ProcessUsage | null {
    return this.pid === null ? null : readProcessUsage(this.pid, false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.ref();
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }
}

async function awaitReady(child: ChildProcess): Promise<ServerReady> {
  const ready = Promise.withResolvers<ServerReady>();
  child.once("message", (message) => ready.resolve(message as ServerReady));
  child.once("error", ready.reject);
  child.once("exit", (code) => ready.reject(new TargetError(`The server of our own ended with code ${code}.`)));
  return await ready.promise;
}
