import { expect, it } from "vitest";
import { RecordingLogger } from "../test/recording-logger.ts";
import { LocalBackplane } from "./backplane/local-backplane.ts";
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

it.each([1, 2])("takes options that are inherited, as those of an object of a class: %i threads", async (threads) => {
  class Settings {
    get limits() {
      return { maxConnections: 7 };
    }
  }
  const settings: ChatServerOptions = Object.create(new Settings(), { threads: { value: threads, enumerable: true } });
  expect(await createChatServer(settings)).toMatchObject({ limits: { maxConnections: 7 }, threadCount: threads });
});

it("rejects options out of range", async () => {
  await expect(createChatServer({ threads: 65 })).rejects.toThrow(RangeError);
  await expect(createChatServer({ threads: 2, reusePort: true })).rejects.toThrow("2 threads can share neither");
  await expect(createChatServer({ threads: 2, limits: { maxConnections: 0 } })).rejects.toThrow("maxConnections is 0");
});

it.each([1, 2])("refuses a module with endpoints that can't be used before it listens: %i threads", async (threads) => {
  const create = (endpoint: string) => {
    const module = `data:text/javascript,export const endpoints = [${endpoint}]`;
    return createChatServer({ threads, modules: [module] });
  };
  await expect(create("{ name: '/x', summary: '' }")).rejects.toThrow('Endpoint /x has no "handle"');
  await expect(create("{ name: '/list', summary: '', handle() {} }")).rejects.toThrow("Endpoint /list is there twice");
  expect((await create("{ name: '/x', summary: '', handle() {} }")).threadCount).toBe(threads);
});

it("offers no module with the scope server to one of several nodes", async () => {
  const modules = ["data:text/javascript,export const scope = 'server', left = () => undefined"];
  const created = createChatServer({ backplane: new LocalBackplane(), modules });
  await expect(created).rejects.toThrow('has the scope "server", and this server is one of several nodes');
});

it.each([1, 2])("does not start without its modules, and starts when they do: %i threads", async (threads) => {
  const text = `export const scope = 'server';
    export const started = () => { if (process.env.CHAT_TEST_FAILS) throw new Error('no file'); }`;
  const modules = [`data:text/javascript,${text}`];
  process.env.CHAT_TEST_FAILS = "1";
  await using server = await createChatServer({ threads, host: "127.0.0.1", port: 0, modules });
  await expect(server.listen()).rejects.toThrow("did not start: Error: no file");
  delete process.env.CHAT_TEST_FAILS;
  await server.listen();
});
