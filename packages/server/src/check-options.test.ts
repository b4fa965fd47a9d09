import { expect, it } from "vitest";
import { createChatNode } from "./chat-node.ts";
import { createChatServer } from "./chat-server.ts";
import { checkNatsOptions, type NatsBackplaneOptions } from "./nats/nats-options.ts";
import type { ChatNodeOptions, ChatServerOptions } from "./options.ts";

it.each<[options: object, error: string]>([
  [{ prot: 5 }, 'Unknown option "prot": did you mean "port"?'],
  [{ endpoint: [] }, 'Unknown option "endpoint": did you mean "endpoints"?'],
  [{ limits: { maxConections: 5 } }, 'Unknown option "limits.maxConections": did you mean "limits.maxConnections"?'],
  [{ port: "65432" }, 'port has to be a whole number from 0 to 65535, not "65432".'],
  [{ host: 7 }, "host has to be a string, not 7."],
  [{ limits: 5 }, "limits has to be an object, not 5."],
  [{ trustedProxies: "10.0.0.1" }, 'trustedProxies has to be an array of strings, not "10.0.0.1".'],
  [{ allowLookAlikes: 1 }, "allowLookAlikes has to be true or false, not 1."],
  [{ logger: console.log }, "logger has to be an object with debug(), info(), warn(), error(), not of type function."],
  [{ clock: {} }, "clock has to be an object with"],
  [{ backplane: {} }, "backplane has to be an object with"],
  [{ endpoints: {} }, "endpoints has to be an array of endpoints, not of type object."],
  [{ endpoints: [{ name: "/x", summary: "" }] }, 'Endpoint /x has no "handle"'],
])("refuses %o, and says what is right", (options, error) => {
  expect(() => createChatNode(options as ChatNodeOptions)).toThrow(error);
});

it.each<[options: object, error: string]>([
  [{ thread: 2 }, 'Unknown option "thread": did you mean "threads"?'],
  [{ threads: "two" }, 'threads has to be "auto" or a number, not "two".'],
  [{ threads: 65 }, "threads is 65"],
  [{ modules: "./endpoints.js" }, "modules has to be an array of strings"],
])("refuses %o for a server of any number of threads", async (options, error) => {
  await expect(createChatServer(options as ChatServerOptions)).rejects.toThrow(error);
});

it.each<[options: object, error: string]>([
  [{ servers: ["nats://127.0.0.1:4222"], namespac: "b" }, 'Unknown option "namespac": did you mean "namespace"?'],
  [{ servers: 5 }, "servers has to be an array of strings, not 5."],
  [{}, "servers is missing"],
  [{ servers: ["http://x"] }, '"http://x" is no URL of a NATS server'],
])("refuses %o for a node among others", (options, error) => {
  expect(() => checkNatsOptions(options as NatsBackplaneOptions)).toThrow(error);
});

it("takes options that are undefined for not given", () => {
  expect(createChatNode({ limits: undefined, endpoints: undefined } as unknown as ChatNodeOptions).threadCount).toBe(1);
});

it("refuses wrong options of close()", () => {
  expect(() => createChatNode().close({ grace: 1 } as never)).toThrow(
    'Unknown option "grace": did you mean "graceMs"?',
  );
});
