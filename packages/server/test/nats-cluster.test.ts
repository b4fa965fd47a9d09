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

    /** The nodes that do not see all users, with what they see. */
    function nodesWithoutAll(): string[] {
      const views = backplanes.map(({ isDegraded, userCount }) =>
        isDegraded ? "degraded" : `${userCount} of ${NAMES.length} users`,
      );
      return views.flatMap((view, index) => (view === "3 of 3 users" ? [] : `node of ${NAMES[index]}: ${view}`));
    }

    async function seeEverybody(): Promise<void> {
      await expect.poll(nodesWithoutAll, { timeout: PATIENCE_MS }).toEqual([]);
    }

    /** Waits until all three servers have the same copy of the chat's bucket: from then on one of them can be spared. */
    async function agree(): Promise<void> {
      await using connection: NatsConnection = await connect({ servers: broker.urls, maxReconnectAttempts: -1 });
      /** The servers with a copy, and whether it is in step. A server that has just come back does not answer yet. */
      const copies = async () => {
        const bucket = await new Kvm(connection).open(`chat-${namespace}`);
        const { leader = "nobody", replicas = [] } = (await bucket.status()).streamInfo.cluster ?? {};
        const states = replicas.map(({ name, current, offline }) => [name, current && !offline ? "in step" : "behind"]);
        return Object.fromEntries([[leader, "in step"], ...states]);
      };
      const allInStep = Object.fromEntries(broker.servers.map((_, index) => [`server-${index}`, "in step"]));
      await expect.poll(copies, { timeout: PATIENCE_MS }).toEqual(allInStep);
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
