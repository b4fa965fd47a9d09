import { fileURLToPath } from "node:url";
import { canTestWithNats, NatsServer } from "@chat/testing";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DeliveryOutcome } from "../src/delivery/delivery-outcome.ts";
import type { User } from "../src/delivery/user.ts";
import { NatsBackplane } from "../src/nats/nats-backplane.ts";
import { claimPatiently } from "./claim-patiently.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { RecordingMailbox } from "./recording-mailbox.ts";
import { send } from "./send-lines.ts";

/** The configuration that the documentation gives. */
const CONFIGURATION = fileURLToPath(new URL("../../../docs/nats.conf", import.meta.url));

const PASSWORDS = { "class-1a": "s3cret-a", "class-1b": "s3cret-b" } as const;
type Namespace = keyof typeof PASSWORDS;

/** Subjects of another class, with the harm that a message there does. */
const FORBIDDEN_TO_PUBLISH = [
  ["writes to a node", "chat.class-1b.node.x.y"],
  ["shouts", "chat.class-1b.shout.x"],
  ["sends an act", "chat.class-1b.act.x"],
  ["writes a record", "$KV.chat-class-1b.name.YWRh"],
  ["writes a ban", "$KV.chat-class-1b.sanction.YWRh"],
  ["deletes the stream", "$JS.API.STREAM.DELETE.KV_chat-class-1b"],
  ["empties the stream", "$JS.API.STREAM.PURGE.KV_chat-class-1b"],
  ["changes the stream", "$JS.API.STREAM.UPDATE.KV_chat-class-1b"],
  ["makes the stream", "$JS.API.STREAM.CREATE.KV_chat-class-1b"],
  ["deletes a record", "$JS.API.STREAM.MSG.DELETE.KV_chat-class-1b"],
  ["reads a record", "$JS.API.STREAM.MSG.GET.KV_chat-class-1b"],
  ["reads a record directly", "$JS.API.DIRECT.GET.KV_chat-class-1b.$KV.chat-class-1b.name.YWRh"],
  ["reads the log", "$JS.API.CONSUMER.CREATE.KV_chat-class-1b.x"],
  ["reads the log in the old way", "$JS.API.CONSUMER.CREATE.KV_chat-class-1b"],
  ["reads the log durably", "$JS.API.CONSUMER.DURABLE.CREATE.KV_chat-class-1b.x"],
  ["asks for the stream", "$JS.API.STREAM.INFO.KV_chat-class-1b"],
  ["lists all streams", "$JS.API.STREAM.NAMES"],
  ["answers a request", "_INBOX.chat-class-1b.x"],
  ["deletes its own stream", "$JS.API.STREAM.DELETE.KV_chat-class-1a"],
  ["answers a request of its own class", "_INBOX.chat-class-1a.x"],
] as const;

const FORBIDDEN_TO_SUBSCRIBE = [
  "chat.class-1b.>",
  "chat.>",
  ">",
  "$KV.chat-class-1b.>",
  "_INBOX.>",
  "_INBOX.chat-class-1b.>",
  "$JS.API.>",
];

describe.runIf(canTestWithNats("Permissions between nodes"))(
  "nodes of two classes on one broker with permissions",
  () => {
    let broker: NatsServer;
    let backplanes: NatsBackplane[];

    beforeEach(async () => {
      vi.stubEnv("CLASS_1A_PASSWORD", PASSWORDS["class-1a"]);
      vi.stubEnv("CLASS_1B_PASSWORD", PASSWORDS["class-1b"]);
      broker = await NatsServer.start({ args: ["--config", CONFIGURATION] });
      backplanes = [];
    });

    afterEach(async () => {
      vi.unstubAllEnvs();
      await Promise.all(backplanes.map((backplane) => backplane.close()));
      await broker[Symbol.asyncDispose]();
    });

    async function startNode(namespace: Namespace, logger = new RecordingLogger()): Promise<NatsBackplane> {
      const login = { user: namespace, password: PASSWORDS[namespace] };
      const backplane = await NatsBackplane.connect({ servers: [broker.url], namespace, logger, ...login });
      backplanes.push(backplane);
      return backplane;
    }

    async function join(backplane: NatsBackplane, name: string): Promise<RecordingMailbox> {
      const mailbox = new RecordingMailbox(name);
      expect(await claimPatiently(backplane, mailbox)).toEqual({ kind: "claimed" });
      return mailbox;
    }

    it("do all that nodes do, each class for itself", async () => {
      const logger = new RecordingLogger();
      for (const namespace of ["class-1a", "class-1b"] as const) {
        const [here, there] = [await startNode(namespace, logger), await startNode(namespace, logger)];
        const [ada, bob] = [await join(here, "Ada"), await join(there, "Bob")];
        await eventually(() => here.find("bob") !== undefined, "the node knows of Bob");
        const toBob = here.find("bob");
        expect(toBob && send(here, toBob, "hello", ada)).toBe(DeliveryOutcome.InFlight);
        await eventually(() => bob.texts.includes("hello"), "the message has arrived");
        expect(await claimPatiently(there, new RecordingMailbox("ADA"))).toEqual({ kind: "taken" });
        const sanction = {
          kind: "ban",
          target: { name: "Eve" },
          endsAt: Date.now() + 3_600_000,
          reason: "",
          by: "Ada",
        } as const;
        await here.perform({ kind: "impose", sanction });
        expect(there.control.sanctions.list()).toEqual([sanction]);
        await here.perform({ kind: "lift", sanction });
        await here.perform({ kind: "announce", text: "hello" });
        here.release(ada);
        await eventually(() => there.find("ada") === undefined, "the name is free");
        await join(there, "Ada");
      }
      expect(logger.linesOf("warn")).toEqual([]);
    });

    /** Connects with the login of class-1a. Resolves with the first violation that a call causes. */
    async function findViolation(act: (connection: NatsConnection) => void): Promise<string> {
      const login = { user: "class-1a", pass: PASSWORDS["class-1a"] };
      await using connection = await connect({ servers: broker.url, ...login, inboxPrefix: "_INBOX.chat-class-1a" });
      const violation = (async () => {
        for await (const status of connection.status()) if (status.type === "error") return status.error.message;
        return "none";
      })();
      act(connection);
      await connection.flush();
      return await Promise.race([violation, connection.flush().then(() => "none")]);
    }

    it.each(FORBIDDEN_TO_PUBLISH)("refuse a node of another class that %s", async (_harm, subject) => {
      expect(await findViolation((connection) => connection.publish(subject, ""))).toMatch(
        /^Permissions Violation for Publish/,
      );
    });

    it.each(FORBIDDEN_TO_SUBSCRIBE)("refuse a node of another class that reads %s", async (subject) => {
      expect(
        await findViolation((connection) => void connection.subscribe(subject, { callback: () => undefined })),
      ).toMatch(/^Permissions Violation for Subscription/);
    });

    it("keep a class that misuses its rights out of the messages of another", async () => {
      const login = { user: "class-1a", pass: PASSWORDS["class-1a"], inboxPrefix: "_INBOX.chat-class-1a" };
      await using thief = await connect({ servers: broker.url, ...login });
      // A stream that collects the messages of the other class, and one that is copied from its records.
      const stolen = {
        name: "KV_chat-class-1a",
        subjects: ["$KV.chat-class-1a.>", "chat.class-1b.>"],
        storage: "memory",
      };
      await thief.request("$JS.API.STREAM.CREATE.KV_chat-class-1a", JSON.stringify(stolen));
      const [here, there] = [await startNode("class-1b"), await startNode("class-1b")];
      const [ada, bob] = [await join(here, "Ada"), await join(there, "Bob")];
      await eventually(() => here.find("bob") !== undefined, "the node knows of Bob");
      send(here, here.find("bob") as User, "secret", ada);
      await eventually(() => bob.texts.includes("secret"), "the message has arrived");
      const info = await thief.request("$JS.API.STREAM.INFO.KV_chat-class-1a");
      expect(info.json()).toMatchObject({ state: { messages: 0 } });
    });

    it("refuse a node that is not of its class", async () => {
      const login = { user: "class-1a", password: PASSWORDS["class-1a"] };
      const attempt = NatsBackplane.connect({ servers: [broker.url], namespace: "class-1b", ...login });
      await expect(attempt).rejects.toThrow(/Permissions Violation/);
    });

    it("use a bucket that somebody else has made", async () => {
      await (await startNode("class-1a")).close();
      const logger = new RecordingLogger();
      const spy = vi.spyOn(await import("@nats-io/kv").then(({ Kvm }) => Kvm.prototype), "create");
      await join(await startNode("class-1a", logger), "Ada");
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    });
  },
);

describe.runIf(canTestWithNats("The warning of an open broker"))("a node", () => {
  it("warns once when the broker asks for no password", async () => {
    await using broker = await NatsServer.start();
    const logger = new RecordingLogger();
    const backplane = await NatsBackplane.connect({ servers: [broker.url], logger });
    await broker.restart();
    await eventually(() => logger.linesOf("info").length >= 2, "the node is back");
    await backplane.close();
    const warnings = logger.linesOf("warn").filter((line) => line.includes("asks for no password"));
    expect(warnings).toHaveLength(1);
  });
});
