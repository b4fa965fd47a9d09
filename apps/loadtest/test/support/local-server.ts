import { type ChatNodeOptions, createChatNode } from "@chat/server";
import type { TargetServer } from "../../src/target/target-server.ts";

export interface LocalServer extends TargetServer {
  /** Clients of a run that have joined so far, each time counted. */
  readonly joins: number;
}

/** Starts a server of ours in the test's own process, on a port of the system's choice. */
export async function startLocalServer(limits: ChatNodeOptions["limits"] = {}): Promise<LocalServer> {
  const unlimited = { messagesPerSecond: 0, bytesPerSecond: 0, shoutsPerSecond: 0 };
  const node = createChatNode({ host: "127.0.0.1", port: 0, limits: { ...unlimited, ...limits } });
  let joins = 0;
  node.on("join", ({ name }) => {
    // The tester's own probes, which it makes when a busy machine leaves a doubt, are no clients of the run.
    if (!name.startsWith("check")) joins += 1;
  });
  await node.listen();
  return {
    get joins() {
      return joins;
    },
    host: "127.0.0.1",
    port: node.address().port,
    pid: null,
    command: null,
    readUsage: () => null,
    readExit: () => null,
    async [Symbol.asyncDispose]() {
      await node.close({ graceMs: 0 });
    },
  };
}
