import { randomUUID } from "node:crypto";
import { canTestWithNats, NatsServer } from "@chat/testing";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { NatsBackplane } from "../src/nats/nats-backplane.ts";
import { describeControl } from "./control-contract.ts";
import { startTestServer } from "./test-server.ts";

// On a busy machine a node that lives may be silent for longer.
vi.mock("../src/nats/timing.ts", async (original) => ({ ...(await original<object>()), ACT_TIMEOUT_MS: 60_000 }));

describe.runIf(canTestWithNats("Control over nodes"))("with a nats-server", () => {
  let broker: NatsServer;

  beforeAll(async () => {
    broker = await NatsServer.start();
  });

  afterAll(() => broker[Symbol.asyncDispose]());

  describeControl("at one of two nodes", async (options) => {
    const nats = { servers: [broker.url], namespace: randomUUID() };
    const near = await startTestServer({ ...options, backplane: await NatsBackplane.connect(nats) });
    const far = await startTestServer({ backplane: await NatsBackplane.connect(nats) });
    return {
      server: near.node,
      connectFar: far.connect,
      connectNear: near.connect,
      [Symbol.asyncDispose]: async () => {
        await Promise.all([near[Symbol.asyncDispose](), far[Symbol.asyncDispose]()]);
      },
    };
  });
});
