import { expect, it } from "vitest";
import { RecordingLogger } from "../test/recording-logger.ts";
import { ChatNode } from "./chat-node.ts";
import { createServerOfThreads } from "./chat-server.ts";
import type { ChatServerOptions } from "./options.ts";
import { ThreadPool } from "./threads/thread-pool.ts";

function createChatServer(options: ChatServerOptions, canSpread = true) {
  return createServerOfThreads(options, async () => canSpread);
}

it("makes a node for one thread, and a pool for more", async () => {
  expect(await createChatServer({ threads: 1 })).toBeInstanceOf(ChatNode);
  expect(await createChatServer({ threads: 3 })).toBeInstanceOf(ThreadPool);
});

it("has one thread where the system does not spread connections, and warns", async () => {
  const logger = new RecordingLogger();
  const server = await createChatServer({ threads: 3, logger }, false);
  expect(server).toBeInstanceOf(ChatNode);
  expect(server.threadCount).toBe(1);
  expect(logger.linesOf("warn")).toEqual(["This system does not spread connections over 3 threads: there is one"]);
});

it("rejects options out of range", async () => {
  await expect(createChatServer({ threads: 65 })).rejects.toThrow(RangeError);
  await expect(createChatServer({ threads: 2, reusePort: true })).rejects.toThrow("2 threads can share neither");
  await expect(createChatServer({ threads: 2, limits: { maxConnections: 0 } })).rejects.toThrow("maxConnections is 0");
});
