import { createChatNode } from "../src/chat-node.ts";
import type { Vitals } from "./server-process.ts";

const node = createChatNode({ host: "127.0.0.1", port: 0, limits: JSON.parse(process.argv[2] ?? "{}") });
const { port } = await node.listen();
process.send?.(port);
process.on("message", async () => process.send?.(await measure()));

async function measure(): Promise<Vitals> {
  // The runtime drops the rest of a closed socket in later turns of the event loop, and only then collects it.
  for (let round = 0; round < 5; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
  }
  return {
    heapBytes: process.memoryUsage().heapUsed,
    userCount: node.userCount,
    connectionCount: node.connectionCount,
    // The standard streams and the channel to the test are not the server's.
    activeResources: process
      .getActiveResourcesInfo()
      .filter((kind) => !/^(Pipe|TTY)/.test(kind))
      .sort(),
  };
}
