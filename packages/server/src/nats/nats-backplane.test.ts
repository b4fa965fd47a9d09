import { randomUUID } from "node:crypto";
import { canTestWithNats, NatsServer } from "@chat/testing";
import { afterAll, beforeAll, describe, vi } from "vitest";
import { type BackplaneNetwork, describeBackplane } from "../../test/backplane-contract.ts";
import { NatsBackplane } from "./nats-backplane.ts";

// On a busy machine a node that lives may be silent for longer.
vi.mock("./timing.ts", async (original) => ({ ...(await original<object>()), ACT_TIMEOUT_MS: 60_000 }));

describe.runIf(canTestWithNats("NatsBackplane"))("with a nats-server", () => {
  let broker: NatsServer;

  beforeAll(async () => {
    broker = await NatsServer.start();
  });

  afterAll(() => broker[Symbol.asyncDispose]());

  for (const nodes of [1, 3]) {
    describeBackplane(`NatsBackplane of ${nodes}`, () => createNetwork(nodes), { comparesAtOnce: false });
  }

  async function createNetwork(nodes: number): Promise<BackplaneNetwork> {
    const namespace = randomUUID();
    const options = { servers: [broker.url], namespace };
    const first = await NatsBackplane.connect({ ...options, nodeName: "node 1" });
    const others = Array.from({ length: nodes - 1 }, (_, index) =>
      NatsBackplane.connect({ ...options, nodeName: `node ${index + 2}` }),
    );
    const backplanes = [first, ...(await Promise.all(others))] as const;
    const added: NatsBackplane[] = [];
    return {
      backplanes,
      add: async () => {
        const backplane = await NatsBackplane.connect(options);
        added.push(backplane);
        return backplane;
      },
      close: async () => {
        await Promise.all([...backplanes, ...added].map((backplane) => backplane.close()));
      },
    };
  }
});
