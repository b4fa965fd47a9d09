import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canTestWithNats, NatsServer, startScriptedServer, TestPeer } from "@chat/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { NatsBroker } from "./nats-broker.ts";
import { ClusterProcess } from "./test/cluster-process.ts";
import { writeWelcome } from "./welcome.ts";

/** Far longer than the others take to give up a node that is silent, in milliseconds: only a hang reaches it. */
const HANG_MS = 60_000;

const inOrder = { concurrent: false };

describe.runIf(canTestWithNats("The cluster")).concurrent("the cluster", { timeout: 2 * HANG_MS }, () => {
  // One after the other: the last test kills a server.
  describe("of three servers", () => {
    let cluster: ClusterProcess;
    beforeAll(async () => {
      cluster = await ClusterProcess.start();
      return () => cluster[Symbol.asyncDispose]();
    });

    it("is one chat: users of different servers see and reach one another", inOrder, async () => {
      await using ada = await cluster.join("node-1", "Ada");
      await using bob = await cluster.join("node-2", "Bob");
      await using cleo = await cluster.join("node-3", "Cleo");

      cleo.send("Cleo", "/shout", "hello, all");
      expect(await cleo.nextText()).toBe("Message sent to 2 users");
      for (const peer of [ada, bob]) {
        expect(await peer.next()).toMatchObject({ from: { name: "Cleo" }, to: "Everyone", msg: "hello, all" });
      }

      ada.send("Ada", "bob", "hello, Bob");
      expect(await bob.next()).toMatchObject({ from: { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "hello, Bob" });
      bob.send("Bob", "Ada", "hello, Ada");
      expect(await ada.next()).toMatchObject({ from: { name: "Bob" }, to: "Ada", msg: "hello, Ada" });

      const lists = { Ada: "Bob, Cleo", Bob: "Ada, Cleo", Cleo: "Ada, Bob" };
      for (const [peer, name] of [[ada, "Ada"] as const, [bob, "Bob"] as const, [cleo, "Cleo"] as const]) {
        peer.send(name, "/list", "");
        expect(await peer.nextText()).toBe(`Online users (2): ${lists[name]}`);
      }
    });

    it("refuses a name that is taken on another server", inOrder, async () => {
      await using _dora = await cluster.join("node-1", "Dora");
      await using other = await cluster.greet("node-2", "DORA");
      expect(await other.ended()).toEqual(["⛔ Error: Username already in use! Try with another name."]);
    });

    it(
      "goes on when a server is killed, whose users come back through another under their old names once it counts as gone",
      inOrder,
      async () => {
        await using eve = await cluster.join("node-1", "Eve");
        await using finn = await cluster.join("node-2", "Finn");
        await using gina = await cluster.join("node-3", "Gina");

        process.kill(cluster.nodeOf("node-1").pid, "SIGKILL");
        await cluster.waitForOutput(/^node-1 \| ended \(SIGKILL\)$/m);
        await eve.ended();
        gina.send("Gina", "Finn", "still here?");
        expect(await finn.nextText()).toBe("still here?");
        finn.send("Finn", "Gina", "still here");
        expect(await gina.nextText()).toBe("still here");

        await cluster.waitForOutput(/^node-2 \| NATS: node node-1 has gone$/m, HANG_MS);
        await using eveAgain = await cluster.join("node-2", "Eve");
        eveAgain.send("Eve", "Gina", "back again");
        expect(await gina.nextText()).toBe("back again");
      },
    );
  });

  it.each(["SIGINT", "SIGQUIT"] as const)(
    "stops all of it on %s, the broker and its store included",
    async (signal) => {
      await using temporary = await createFolder();
      await using cluster = await ClusterProcess.start([], { environment: { TMPDIR: temporary.folder } });
      // The servers have a folder of their own there, for `chat-server control`.
      const stores = async () => (await readdir(temporary.folder)).filter((name) => name.startsWith("chat-cluster-"));
      expect(await stores()).toHaveLength(1);
      const pids = [...cluster.nodes.values()].map(({ pid }) => pid);
      expect(pids).toHaveLength(3);
      cluster.signal(signal);
      expect(await cluster.closed()).toBe(0);
      expect(cluster.errors).toBe("");
      for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
      await expect(TestPeer.connect({ port: Number(new URL(cluster.natsUrl).port) })).rejects.toThrow("ECONNREFUSED");
      expect(await stores()).toEqual([]);
    },
  );

  it("can use a NATS server that runs already, and leaves it running", async () => {
    await using broker = await NatsServer.start();
    await using cluster = await ClusterProcess.start(["--nats", broker.url]);
    expect(cluster.natsUrl).toBe(broker.url);
    cluster.signal("SIGINT");
    expect(await cluster.closed()).toBe(0);
    expect(broker.isRunning).toBe(true);
  });

  it("says why a server can't start, and stops the others", async () => {
    await using broker = await NatsServer.start();
    await using occupant = await startScriptedServer(() => undefined);
    await using cluster = new ClusterProcess(["--port", `${occupant.port}`, "--nats", broker.url]);
    expect(await cluster.closed()).toBe(1);
    expect(cluster.errors).toMatch(/^cluster: node-\d could not start\. Port \d+ is in use, .*\n$/);
  });
});

it("says how to install a nats-server where there is none", async () => {
  const start = NatsBroker.start(null);
  await expect(start).rejects.toThrow("There is no nats-server here");
  await expect(start).rejects.toThrow("apt-get install nats-server");
  await expect(start).rejects.toThrow("brew install nats-server");
  await expect(start).rejects.toThrow("docker run");
});

it("shows in its README what it prints", () => {
  const nodes = [65432, 65433, 65434].map((port, index) => ({ name: `node-${index + 1}`, port, pid: 4_711 + index }));
  const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");
  expect(readme).toContain(writeWelcome(nodes, { url: "nats://127.0.0.1:42229", pid: 4_710 }).trim());
});

async function createFolder() {
  const folder = await mkdtemp(join(tmpdir(), "chat-cluster-test-"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
