import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import { canTestWithNats, NatsServer, TcpProxy } from "@chat/testing";
import { Kvm } from "@nats-io/kv";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Backplane } from "../src/backplane/backplane.ts";
import type { Sanction } from "../src/control/sanctions.ts";
import { DeliveryOutcome } from "../src/delivery/delivery-outcome.ts";
import type { User } from "../src/delivery/user.ts";
import { NameRecords, type RecordChange, sanctionKey } from "../src/nats/name-records.ts";
import { NatsBackplane } from "../src/nats/nats-backplane.ts";
import { ACT_TIMEOUT_MS } from "../src/nats/timing.ts";
import { claimPatiently } from "./claim-patiently.ts";
import { ControlledFake, loopOf } from "./controlled-fake.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { RecordingMailbox } from "./recording-mailbox.ts";
import { send, shout } from "./send-lines.ts";

/** A node behind a link that can fail. */
interface Node {
  readonly backplane: NatsBackplane;
  readonly link: TcpProxy;
  readonly logger: RecordingLogger;
}

describe.runIf(canTestWithNats("What nodes do when NATS fails"))("nodes on NATS", () => {
  let broker: NatsServer;
  let namespace: string;
  let nodes: Node[];

  beforeEach(async () => {
    broker = await NatsServer.start();
    namespace = randomUUID();
    nodes = [];
  });

  afterEach(async () => {
    for (const { link } of nodes) await link.restore();
    await Promise.all(nodes.map(({ backplane }) => backplane.close()));
    await Promise.all(nodes.map(({ link }) => link[Symbol.asyncDispose]()));
    await broker[Symbol.asyncDispose]();
  });

  async function startNode(): Promise<Node> {
    const link = await TcpProxy.start({ host: "127.0.0.1", port: broker.port });
    const logger = new RecordingLogger();
    const nodeName = `node ${nodes.length + 1}`;
    const servers = [`nats://127.0.0.1:${link.port}`];
    const backplane = await NatsBackplane.connect({ servers, namespace, nodeName, logger });
    const node = { backplane, link, logger };
    nodes.push(node);
    return node;
  }

  async function join({ backplane }: Node, name: string): Promise<RecordingMailbox> {
    const mailbox = new RecordingMailbox(name);
    expect(await claimPatiently(backplane, mailbox)).toEqual({ kind: "claimed" });
    return mailbox;
  }

  async function findOn({ backplane }: Node, name: string): Promise<User> {
    await eventually(() => backplane.find(name) !== undefined, `a node knows of ${name}`);
    return backplane.find(name) as User;
  }

  function namesOf(backplane: Backplane): string[] {
    return [...backplane.users()].map(({ name }) => name);
  }

  /** Fences a node, as the others do after ten seconds of silence. */
  async function fence(nodeName: string): Promise<void> {
    const connection: NatsConnection = await connect({ servers: broker.url });
    const records = new NameRecords(connection, `chat-${namespace}`);
    await records.open();
    const latest = new Map<string, RecordChange>();
    const watching = records.watch((change) => latest.set(change.key, change));
    const find = () => [...latest.values()].find(({ value }) => value && Buffer.from(value).includes(nodeName));
    await eventually(() => find() !== undefined, "the records have the node");
    const { key, revision } = find() as RecordChange;
    expect(await records.delete(key, revision)).toBe(true);
    await connection.close();
    await watching;
  }

  it("counts malformed messages instead of writing a line for each", async () => {
    const node = await startNode();
    const connection = await connect({ servers: broker.url });
    for (let index = 0; index < 500; index++) connection.publish(`chat.${namespace}.shout.x${index}`, `junk ${index}`);
    await connection.flush();
    await connection.close();
    // The answer to this comes behind all malformed messages.
    await join(node, "Ada");
    await node.backplane.close();
    const lines = node.logger.linesOf("warn").filter((line) => line.includes("dropped"));
    expect(node.backplane.droppedMessages).toBe(500);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^NATS: dropped what came from chat\..*\.shout\.x0: it is no envelope$/);
    expect(lines[1]).toMatch(
      /^… and 499 more like this in \d+ s: NATS: dropped what came from .*\.shout\.x499: it is no /,
    );
  });

  it("lets the users of a node talk while the broker is away, and is back to normal by itself", async () => {
    const [here, there] = [await startNode(), await startNode()];
    const [ada, ann] = [await join(here, "Ada"), await join(here, "Ann")];
    const bob = await join(there, "Bob");
    const toBob = await findOn(here, "bob");
    await broker.kill();
    await eventually(() => here.backplane.isDegraded && there.backplane.isDegraded, "both have noticed");
    expect(send(here.backplane, ann.user, "hello", ada)).toBe(DeliveryOutcome.Queued);
    expect(send(here.backplane, toBob, "hello", ada)).toBe(DeliveryOutcome.NoRoom);
    expect(await shout(here.backplane, "to all", ada)).toBe(1);
    expect(await here.backplane.claim(new RecordingMailbox("Cleo"))).toEqual({ kind: "unavailable" });
    expect(namesOf(here.backplane)).toEqual(["Ada", "Ann", "Bob"]);
    await broker.restart();
    await eventually(() => !here.backplane.isDegraded && !there.backplane.isDegraded, "both are back");
    const failures = here.logger.linesOf("warn").filter((line) => line.includes("can't join"));
    for (const [index, failure] of failures.entries()) expect(failure).not.toBe(failures[index - 1]);
    await eventually(() => namesOf(there.backplane).length === 3, "all have their names again");
    expect(namesOf(there.backplane)).toEqual(["Ada", "Ann", "Bob"]);
    expect(here.backplane.find("bob")).toBe(toBob);
    expect(send(here.backplane, toBob, "again", ada)).toBe(DeliveryOutcome.InFlight);
    await eventually(() => bob.texts.includes("again"), "it has arrived");
    expect((await claimPatiently(there.backplane, new RecordingMailbox("ADA"))).kind).toBe("taken");
    expect([ada, ann, bob].map(({ hasLostName }) => hasLostName)).toEqual([false, false, false]);
    await join(there, "Cleo");
  });

  it("takes the name from a user whose node was away when another user claimed it, and from no other", async () => {
    const [away, there] = [await startNode(), await startNode()];
    const [ada, ann] = [await join(away, "Ada"), await join(away, "Ann")];
    await findOn(there, "ada");
    await away.link.cut();
    await eventually(() => away.backplane.isDegraded, "it is cut off");
    await fence("node 1");
    await eventually(() => namesOf(there.backplane).length === 0, "its users have gone");
    await join(there, "ADA");
    expect(ada.hasLostName).toBe(false);
    await away.link.restore();
    await eventually(() => !away.backplane.isDegraded, "it is back");
    expect([ada.hasLostName, ann.hasLostName]).toEqual([true, false]);
    expect(namesOf(away.backplane)).toEqual(["ADA", "Ann"]);
    await eventually(() => namesOf(there.backplane).length === 2, "the others see the same");
    expect(namesOf(there.backplane)).toEqual(["ADA", "Ann"]);
  });

  it("takes no name from a user whose node was away when a look-alike came", async () => {
    const [away, there] = [await startNode(), await startNode()];
    const koko = new RecordingMailbox("сосо");
    expect(await claimPatiently(away.backplane, koko, { mustDiffer: true })).toEqual({ kind: "claimed" });
    await findOn(there, "сосо");
    await away.link.cut();
    await eventually(() => away.backplane.isDegraded, "it is cut off");
    await fence("node 1");
    await eventually(() => namesOf(there.backplane).length === 0, "its user has gone");
    const imitator = new RecordingMailbox("ϲοϲο");
    expect(await claimPatiently(there.backplane, imitator, { mustDiffer: true })).toEqual({ kind: "claimed" });
    await away.link.restore();
    await eventually(() => namesOf(there.backplane).length === 2, "it is back, and both are online");
    expect([koko.hasLostName, imitator.hasLostName]).toEqual([false, false]);
    // Newcomers are compared with all users again.
    for (const { backplane } of [away, there]) {
      expect(await claimPatiently(backplane, new RecordingMailbox("Ϲοϲο"), { mustDiffer: true })).toEqual({
        kind: "taken",
      });
      expect(await claimPatiently(backplane, new RecordingMailbox("ϲ0ϲ0"), { mustDiffer: true })).toEqual({
        kind: "look-alike",
      });
    }
  });

  it("keeps the names of a node while it is away for a moment", async () => {
    const [away, there] = [await startNode(), await startNode()];
    await join(away, "Ada");
    const toAda = await findOn(there, "ada");
    await away.link.cut();
    await eventually(() => away.backplane.isDegraded, "it is cut off");
    expect((await claimPatiently(there.backplane, new RecordingMailbox("Ada"))).kind).toBe("taken");
    await away.link.restore();
    await eventually(() => !away.backplane.isDegraded, "it is back");
    expect(there.backplane.find("ada")).toBe(toAda);
  });

  it("reports messages to a node that has just lost its connection at once", async () => {
    const [here, there] = [await startNode(), await startNode()];
    const ada = await join(here, "Ada");
    await join(there, "Bob");
    const toBob = await findOn(here, "bob");
    await there.link.cut();
    await eventually(() => there.backplane.isDegraded, "it is cut off");
    expect(send(here.backplane, toBob, "lost", ada)).toBe(DeliveryOutcome.InFlight);
    await eventually(() => ada.undelivered.get("Bob") === 1, "it is reported to the sender");
  });

  it("reports messages without an ack within seconds, once for each receiver", async () => {
    const [here, there] = [await startNode(), await startNode()];
    const ada = await join(here, "Ada");
    await join(there, "Bob");
    const toBob = await findOn(here, "bob");
    await there.link.stall();
    for (let index = 0; index < 3; index++) send(here.backplane, toBob, `${index}`, ada);
    await eventually(() => ada.undelivered.get("Bob") === 3, "it is reported to the sender");
    await there.link.restore();
  });

  function ban(name: string): Sanction {
    return { kind: "ban", target: { name }, endsAt: Date.now() + 3_600_000, reason: "spam", by: "Eve" };
  }

  function connectFake({ backplane }: Node, name: string): ControlledFake {
    const fake = new ControlledFake("1", name);
    backplane.control.served = loopOf(fake);
    return fake;
  }

  async function knows({ logger }: Node, ...others: string[]): Promise<void> {
    const hasCome = (other: string) => logger.linesOf("info").includes(`NATS: node ${other} has come`);
    await eventually(() => others.every(hasCome), "it knows the others");
  }

  it("names a node that does not say what came of an act, and counts what the others say", async () => {
    const [here, silent, there] = [await startNode(), await startNode(), await startNode()];
    const [ada, bob] = [connectFake(here, "Ada"), connectFake(there, "Bob")];
    await knows(here, "node 2", "node 3");
    await silent.link.stall();
    const begun = performance.now();
    const result = await here.backplane.perform({ kind: "announce", text: "hello" });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(ACT_TIMEOUT_MS - 1);
    expect(result.silent).toContain("node 2");
    // A busy machine may make the third as silent.
    if (!result.silent.includes("node 3")) expect(result.hits).toBe(2);
    await eventually(() => bob.told.length === 1, "it is told there");
    expect([ada.told, bob.told]).toEqual([["hello"], ["hello"]]);
  });

  it("names every other node while it is cut off, and makes no ban then", async () => {
    const [here] = [await startNode(), await startNode()];
    const ada = connectFake(here, "Ada");
    await knows(here, "node 2");
    await broker.kill();
    await eventually(() => here.backplane.isDegraded, "it has noticed");
    const announced = here.backplane.perform({ kind: "announce", text: "hello" });
    expect(await announced).toEqual({ hits: 1, silent: ["node 2"] });
    for (const kind of ["impose", "lift"] as const) {
      const act = here.backplane.perform({ kind, sanction: ban("Ada") });
      await expect(act).rejects.toThrow(/^The other nodes can't be reached through NATS now/);
    }
    expect(here.backplane.control.sanctions.list()).toEqual([]);
    expect(ada.removedFor).toEqual([]);
  });

  it("rejects a ban that the broker does not confirm, and says why", async () => {
    const here = await startNode();
    const banned = here.backplane.perform({ kind: "impose", sanction: ban("Ada") });
    const rejection = expect(banned).rejects.toThrow(
      /^NATS did not confirm the ban, so it holds nowhere, or is listed/,
    );
    // The request is not yet on its way.
    await Promise.all([here.link.cut(), rejection]);
  });

  it("begins anew with the bans of the log alone, and disconnects those whom they keep out", async () => {
    const [away, there] = [await startNode(), await startNode()];
    const [lifted, kept, made] = [ban("Lifted"), ban("Kept"), ban("Made")];
    for (const sanction of [lifted, kept]) await there.backplane.perform({ kind: "impose", sanction });
    const visitor = connectFake(away, "Made");
    const { sanctions } = away.backplane.control;
    await eventually(() => sanctions.list().length === 2, "it knows both");
    await away.link.cut();
    await eventually(() => away.backplane.isDegraded, "it is cut off");
    await there.backplane.perform({ kind: "lift", sanction: lifted });
    await there.backplane.perform({ kind: "impose", sanction: made });
    expect([sanctions.has(lifted), sanctions.has(made)]).toEqual([true, false]);
    await away.link.restore();
    await eventually(() => !away.backplane.isDegraded, "it is back");
    expect(sanctions.list()).toEqual([kept, made]);
    await eventually(() => visitor.removedFor.length === 1, "whom the new one hits is disconnected");
  });

  it("deletes the records of bans that are over or lifted", async () => {
    const { backplane } = await startNode();
    await startNode();
    await backplane.perform({ kind: "impose", sanction: { ...ban("Ada"), endsAt: Date.now() + 1_000 } });
    await backplane.perform({ kind: "impose", sanction: ban("Bob") });
    await backplane.perform({ kind: "lift", sanction: ban("Bob") });
    const connection = await connect({ servers: broker.url });
    const records = new NameRecords(connection, `chat-${namespace}`);
    await records.open();
    const written = new Set<string>();
    const watching = records.watch(({ key, value }) => {
      if (!key.startsWith("sanction.")) return;
      if (value) written.add(key);
      else written.delete(key);
    });
    await backplane.perform({ kind: "impose", sanction: ban("Last") });
    await eventually(() => written.size === 1 && written.has(sanctionKey(ban("Last"))), "one is left");
    await connection.close();
    await watching;
  });

  it("frees the names of a node that went without a word, and makes its records go", async () => {
    const [dead, there] = [await startNode(), await startNode()];
    await join(dead, "Ada");
    await findOn(there, "ada");
    await dead.link.cut();
    await eventually(() => there.backplane.find("ada") === undefined, "the name is free");
    await join(there, "Ada");
  });

  it("is closed for good, even in the middle of coming back", async () => {
    const node = await startNode();
    await join(node, "Ada");
    await node.link.cut();
    await eventually(() => node.backplane.isDegraded, "it is cut off");
    await node.link.stall();
    await eventually(() => node.link.connections > 0, "it tries to come back");
    const closed = node.backplane.close();
    await node.link.restore();
    await closed;
    await eventually(() => node.link.connections === 0, "nothing is left of it");
  });

  it("removes tombstones of deleted names, which the log does not show", async () => {
    const { backplane } = await startNode();
    const connection = await connect({ servers: broker.url });
    const records = new NameRecords(connection, `chat-${namespace}`);
    await records.open();
    const tombstones: number[] = [];
    const watching = records.watch(({ revision, value }) => {
      if (!value) tombstones.push(revision);
    });
    const ada = new RecordingMailbox("Ada");
    await claimPatiently(backplane, ada);
    backplane.release(ada);
    await eventually(() => tombstones.length === 1, "there is a tombstone");
    for (const revision of tombstones) await records.compact(revision);
    const bucket = await new Kvm(connection).open(`chat-${namespace}`);
    // The node's own key is left.
    expect((await bucket.status()).values).toBe(1);
    expect(await claimPatiently(backplane, new RecordingMailbox("Ada"))).toEqual({ kind: "claimed" });
    expect(tombstones).toHaveLength(1);
    await connection.close();
    await watching;
  });

  it("says why it can't begin", async () => {
    await broker.kill();
    const attempt = NatsBackplane.connect({ servers: [broker.url] });
    await expect(attempt).rejects.toThrow(
      /^Can't join the other nodes through NATS at 127\.0\.0\.1:\d+: .*refused.*running/,
    );
  });

  it.each(["http://127.0.0.1:4222", "nats://", "nats://a b"])("refuses %j as the URL of a server", async (url) => {
    const attempt = NatsBackplane.connect({ servers: [url] });
    await expect(attempt).rejects.toThrow(`"${url}" is no URL of a NATS server: write it like nats://127.0.0.1:4222.`);
  });

  it.each([
    ["hear", { publish: ">", subscribe: "_INBOX.>" }, /Permissions Violation for Subscription/],
    ["write names", { publish: ["$JS.API.>", "chat.>"], subscribe: ">" }, /Permissions Violation for Publish/],
  ])("does not join a node that may not %s", async (_what, permissions, reason) => {
    const folder = await mkdtemp(joinPath(tmpdir(), "chat-nats-"));
    const users = [{ user: "ada", password: "secret", permissions }];
    await writeFile(joinPath(folder, "nats.conf"), JSON.stringify({ authorization: { users } }));
    await using guarded = await NatsServer.start({ args: ["--config", joinPath(folder, "nats.conf")] });
    const servers = [guarded.url.replace("nats://", "nats://ada:secret@")];
    await expect(NatsBackplane.connect({ servers, namespace })).rejects.toThrow(reason);
    await rm(folder, { recursive: true });
  });

  it("refuses a namespace that can't be part of a subject", async () => {
    const attempt = NatsBackplane.connect({ servers: [broker.url], namespace: "a.b" });
    await expect(attempt).rejects.toThrow('Namespace "a.b": it has to be 1 to 64 letters, digits, "-" or "_".');
  });
});
