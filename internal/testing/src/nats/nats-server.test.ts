import { existsSync } from "node:fs";
import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";
import { describe, expect, it } from "vitest";
import { canTestWithNats } from "./find-nats-server.ts";
import { NatsCluster } from "./nats-cluster.ts";
import { NatsServer } from "./nats-server.ts";

const canTest = canTestWithNats("The helper for tests with nats-server");

/** Stores a value, and returns the name of the server that leads the bucket in a cluster. */
async function put(url: string, key: string, value: string, replicas = 1): Promise<string | undefined> {
  const connection = await connect({ servers: url });
  const bucket = await new Kvm(connection).create("bucket", { replicas });
  await bucket.put(key, value);
  const { streamInfo } = await bucket.status();
  await connection.close();
  return streamInfo.cluster?.leader;
}

async function get(url: string, key: string): Promise<string | undefined> {
  const connection = await connect({ servers: url });
  const bucket = await new Kvm(connection).open("bucket");
  const entry = await bucket.get(key);
  await connection.close();
  return entry?.string();
}

describe.runIf(canTest)("NatsServer", () => {
  it("has its port and its store again after it was killed", async () => {
    await using server = await NatsServer.start();
    const { port, pid } = server;
    await put(server.url, "a", "kept");
    await server.kill("SIGKILL");
    expect(server.isRunning).toBe(false);
    await server.restart();
    expect(server.port).toBe(port);
    expect(server.pid).not.toBe(pid);
    expect(await get(server.url, "a")).toBe("kept");
  });

  it("ends one that is stopped", async () => {
    await using server = await NatsServer.start();
    server.signal("SIGSTOP");
    await server.kill("SIGTERM");
    expect(server.isRunning).toBe(false);
  });

  it("leaves neither a process nor a folder behind", async () => {
    const server = await NatsServer.start();
    const { pid } = server;
    const folder = /Store Directory: "(.*)\/jetstream"/.exec(server.output)?.[1] ?? "";
    expect(existsSync(folder)).toBe(true);
    await server[Symbol.asyncDispose]();
    expect(existsSync(folder)).toBe(false);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  it("shows what the server said when it does not start", async () => {
    const start = NatsServer.start({ args: ["--no-such-flag"] });
    await expect(start).rejects.toThrow(/It ended before it printed.*no-such-flag/s);
  });
});

// Servers need some seconds to elect a leader, at the start and after a restart. That of the bucket is not killed here, so the
// other two go on without a third election.
describe.runIf(canTest)("NatsCluster", { timeout: 240_000 }, () => {
  it("keeps what was stored while one of its servers is down, and all of it when all were", async () => {
    await using cluster = await NatsCluster.start(3);
    const leader = await put(cluster.urls[0] ?? "", "a", "kept", 3);
    const followers = cluster.servers.filter((_, index) => leader !== `server-${index}`);
    const [down, up] = followers;
    if (!down || !up || followers.length !== 2) throw new Error(`The leader is ${leader}, not one of three servers.`);
    await down.kill();
    await expect.poll(() => get(up.url, "a").catch(() => null)).toBe("kept");
    await cluster.restart();
    await expect.poll(() => get(down.url, "a").catch(() => null)).toBe("kept");
  });
});
