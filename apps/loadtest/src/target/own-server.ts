import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { CHILD_FLAGS, CHILD_SCRIPTS } from "../child-scripts.ts";
import type { ServerReady } from "./server-main.ts";
import { readProcessUsage } from "./server-watch.ts";
import { exitOf, TargetError, type TargetServer } from "./target-server.ts";

/** Starts a chat server of our own on a free port of 127.0.0.1, in a process of its own: it shares no event loop with the load. */
export async function startOwnServer(): Promise<TargetServer> {
  const child = fork(CHILD_SCRIPTS.server, [], { execArgv: [...CHILD_FLAGS] });
  const { port } = await awaitReady(child);
  // Whatever becomes of it from now on, it holds nobody up.
  child.unref();
  child.channel?.unref();
  const { pid = null } = child;
  return {
    host: "127.0.0.1",
    port,
    pid,
    command: null,
    readUsage: () => (pid === null ? null : readProcessUsage(pid, false)),
    readExit: () => exitOf(child),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function awaitReady(child: ChildProcess): Promise<ServerReady> {
  const ready = Promise.withResolvers<ServerReady>();
  child.once("message", (message) => ready.resolve(message as ServerReady));
  child.once("error", ready.reject);
  child.once("exit", (code) => ready.reject(new TargetError(`The server of our own ended with code ${code}.`)));
  return await ready.promise;
}
