import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { canTestWithNats, NatsCluster, type TestPeer } from "@chat/testing";
import { Kvm } from "@nats-io/kv";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NatsBackplane } from "../src/nats/nats-backplane.ts";
import { eventually } from "./eventually.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

/**
 * Servers of a broker elect leaders, which takes them some ten seconds when a vote fails. On a machine that is busy, many
 * votes fail.
 */
const PATIENCE_MS = 240_000;

/** Pause of a user before writing again, in milliseconds. */
const RETRY_MS = 100;

const NAMES = ["Ada", "Bob", "Cleo"] as const;

describe.runIf(canTestWithNats("What nodes do when one of several NATS servers fails"))(
  "nodes on three NATS servers",
  () => {
    let broker: NatsCluster;
    let namespace: string;
    let backplanes: NatsBackplane[];
    let servers: TestServer[];

    beforeEach(async () => {
      broker = await NatsCluster.start(3);
      namespace = randomUUID();
      backplanes = [];
      servers = [];
      for (const name of NAMES) {
        const nodeName = `node of ${name}`;
        const backplane = await NatsBackplane.connect({ servers: broker.urls, namespace, nodeName });
        backplanes.push(backplane);
        servers.push(await startTestServer({ backplane }));
      }
    }, PATIENCE_MS);

    afterEach(async () => {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
      await broker[Symbol.asyncDispose]();
    }, PATIENCE_MS);

    async function seeEverybody(): Promise<void> {
      const seesAll = (backplane: NatsBackplane) => !backplane.isDegraded && backplane.userCount === NAMES.length;
      await eventually(() => backplanes.every(seesAll), "all nodes see everybody", PATIENCE_MS);
    }

    /** Waits until all three servers have the same copy of the chat's bucket: from then on one of them can be spared. */
    async function agree(): Promise<void> {
      await using connection: NatsConnection = await connect({ servers: broker.urls });
      const bucket = await new Kvm(connection).open(`chat-${namespace}`);
      let inStep = 0;
      const look = async () => {
        const { streamInfo } = await bucket.status();
        inStep = streamInfo.cluster?.replicas?.filter(({ current, offline }) => current && !offline).length ?? 0;
      };
      await eventually(
        () => {
          // A server that has just come back does not answer yet.
          look().catch(() => undefined);
          return inStep === 2;
        },
        "two copies are in step with the third",
        PATIENCE_MS,
      );
    }

    /**
     * Makes each user write to the next, and once more after a failure: a node may notice its state only then. After an
     * immediate failure the user tries again a little later, as people do.
     */
    async function writeAround(peers: readonly TestPeer[], text: string): Promise<void> {
      for (const [index, sender] of peers.entries()) {
        const next = (index + 1) % peers.length;
        const receiver = peers[next] as TestPeer;
        const hasArrived = () => receiver.messages.some(({ from, msg }) => from.name === NAMES[index] && msg === text);
        const countErrors = () => sender.messages.filter(({ msg }) => msg.startsWith("❌ Error: ")).length;
        for (const giveUpAt = performance.now() + PATIENCE_MS; !hasArrived() && performance.now() < giveUpAt; ) {
          const errors = countErrors();
          sender.send(NAMES[index] as string, NAMES[next] as string, text);
          await eventually(
            () => hasArrived() || countErrors() > errors,
            "it has arrived, or was reported to its sender",
          );
          if (!hasArrived()) await delay(RETRY_MS);
          await seeEverybody();
        }
        expect(hasArrived()).toBe(true);
      }
    }

    it(
      "lose nobody's connection when any of them is killed",
      async () => {
        const peers: TestPeer[] = [];
        for (const [index, server] of servers.entries()) peers.push(await server.join(NAMES[index] as string));
        await seeEverybody();
        for (const [index, server] of broker.servers.entries()) {
          await agree();
          await server.kill();
          await seeEverybody();
          await writeAround(peers, `without server ${index}`);
          await server.restart();
        }
        expect(peers.map(({ isEnded }) => isEnded)).toEqual([false, false, false]);
      },
      5 * PATIENCE_MS,
    );
  },
);
