import { randomUUID } from "node:crypto";
import { canTestWithNats, NatsServer, PATIENCE_MS, type TestPeer } from "@chat/testing";
import { NatsAttacker, type RecordedUser } from "@chat/testing/nats-attacker";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAX_SANCTIONS, type Sanction } from "../src/control/sanctions.ts";
import { NatsBackplane } from "../src/nats/nats-backplane.ts";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

/** Messages that each of two healthy users writes to the other before an attack, and again after it. */
const MESSAGES = 100;

/** Repetitions of an attack, between which the healthy users write. */
const ROUNDS = 10;

/** Messages of a flood that each node has to drop, and how many of them come at once. */
const FLOOD = 20_000;
const FLOOD_AT_ONCE = 10_000;

const JUNK = ["", "junk", "{}\n", "[2]\n", "[2,1,1,0,0,[1,5,0],[]]\n", "[2,1,1]\n", `${"[".repeat(5_000)}\n`];
const FAR_AHEAD = Number.MAX_SAFE_INTEGER;

/** The attacker, and the users whom it has found in the records: Ada is on the first node, Bob on the second. */
interface Scene {
  readonly attacker: NatsAttacker;
  readonly ada: RecordedUser;
  readonly bob: RecordedUser;
}

function line(from: string, to: string, text: string, ip = "127.0.0.1"): string {
  return `{"from": {"name": "${from}", "ip": "${ip}"}, "to": "${to}", "msg": "${text}"}\n`;
}

interface Attack {
  readonly name: string;
  readonly attack: (scene: Scene) => Promise<void>;
  /**
   * True when nodes count what is malformed in it.
   * @default true
   */
  readonly isMalformed?: boolean;
}

/** Attacks that nobody notices: no user gets a message more or less, and none loses the name. */
const ATTACKS: readonly Attack[] = [
  {
    name: "sends junk to every subject that nodes listen to",
    attack: async ({ attacker, ada }) => {
      const sessions = await attacker.sessions();
      for (const junk of JUNK) {
        for (const from of ["stranger", ada.session]) await attacker.sendToAll(sessions, junk, from);
      }
      await attacker.sendToAll(sessions, new Uint8Array(200_000));
    },
  },
  {
    name: "sends messages in the name of a session that there is not, at once and far ahead of the log",
    isMalformed: false,
    attack: async ({ attacker, ada, bob }) => {
      await attacker.sendLine(bob, line("Ada", "Bob", "forged"), "stranger");
      for (const from of ["a", "b", "c"]) {
        await attacker.sendLine(bob, line("Ada", "Bob", "forged"), from, { revision: FAR_AHEAD });
        await attacker.shoutLine(line("Ada", "Everyone", "forged"), from, { revision: FAR_AHEAD });
      }
      await attacker.sendLine(ada, line("SERVER", "Ada", "forged", "0.0.0.0"), "stranger");
    },
  },
  {
    name: "registers a node and speaks in the names of others, of nobody and of the server",
    attack: async ({ attacker, ada, bob }) => {
      await attacker.registerNode("stranger");
      for (const [from, ip] of [["Ada"], ["Bob"], ["Nobody"], ["SERVER", "0.0.0.0"], ["Guest"]]) {
        await attacker.sendLine(bob, line(from as string, "Bob", "forged", ip), "stranger", { revision: ada.number });
        await attacker.shoutLine(line(from as string, "Everyone", "forged", ip), "stranger");
      }
    },
  },
  {
    name: "sends a user bytes that are no message, in the name of a node that lives",
    attack: async ({ attacker, ada, bob }) => {
      const whole = line("Ada", "Bob", "forged");
      const bad = [
        "{",
        "junk\n",
        whole.slice(0, -2),
        whole.repeat(2),
        whole.replace("forged", "for\nged"),
        whole.replace("forged", 'for"ged'),
        whole.replace("forged", "é"),
        whole.replace("Bob", "Ada"),
        whole.replace("127.0.0.1", "10.9.8.7"),
        line("SERVER", "Bob", "forged", "0.0.0.0"),
        line("Ada", "Bob", "x".repeat(300_000)),
      ];
      for (const text of bad) {
        await attacker.shoutLine(text.replace("Bob", "Everyone"), ada.session);
        // An envelope of that node with this number is a gap: nodes say so to each other, and go on.
        await attacker.sendLine(bob, text, "stranger");
      }
    },
  },
  {
    name: "registers names that are none, and nodes that are none",
    attack: async ({ attacker, ada }) => {
      const record = { ip: "127.0.0.1", session: ada.session };
      for (const name of ["x".repeat(200_000), "\u001b[2Jred", "SERVER", "a\nb", ""]) {
        await attacker.registerName(name.toLowerCase().slice(0, 1_000) || "empty", { ...record, name });
      }
      await attacker.registerName("eve", { ...record, name: "Mallory" });
      await attacker.write("name.eve", JSON.stringify({ ...record, name: "Eve" }));
      for (const value of ["", "null", "[]", "{}", '{"node": 7}']) await attacker.write("node.junk", value);
      await attacker.write("else", "junk");
    },
  },
  {
    name: "sends acts that are none, in the name of a node that lives",
    attack: async ({ attacker, ada }) => {
      const bad = [
        null,
        { kind: "restart" },
        { kind: "announce", text: "two\nlines" },
        { kind: "announce", text: "\u001b[2J" },
        { kind: "announce", text: "x".repeat(300_000) },
        { kind: "tell", name: "a,b", text: "hello" },
        { kind: "disconnect", whom: { name: "Ada", id: "*" }, reason: "" },
        { kind: "disconnect", whom: { name: "Ada" }, reason: "a\u2028b" },
        { kind: "disconnect", whom: {}, reason: "" },
      ];
      for (const act of bad) await attacker.sendAct(act, ada.session);
    },
  },
  {
    name: "sends acts in the name of a session that there is not, at once and far ahead of the log",
    isMalformed: false,
    attack: async ({ attacker }) => {
      for (const revision of [1, FAR_AHEAD]) {
        await attacker.sendAct({ kind: "announce", text: "forged" }, "stranger", { revision });
        await attacker.sendAct({ kind: "disconnect", whom: { name: "Ada" }, reason: "" }, "stranger", { revision });
      }
    },
  },
  {
    name: "sends bans as acts, and answers to acts that there are not: bans come by the log alone",
    isMalformed: false,
    attack: async ({ attacker, ada, bob }) => {
      for (const { session } of [ada, bob]) {
        await attacker.sendAct({ kind: "impose", sanction: ban("Ada") }, session);
        await attacker.sendAct({ kind: "lift", sanction: ban("Bob") }, session);
        await attacker.sendAct({ kind: "done", hits: FAR_AHEAD }, session);
      }
    },
  },
  {
    name: "writes bans that are none",
    attack: async ({ attacker }) => {
      const good = ban("Ada");
      const bad = [
        null,
        [],
        { ...good, kind: "mute" },
        { ...good, target: { name: "Bob" } },
        { ...good, target: { address: "0.0.0.0/0" } },
        { ...good, target: {} },
        { ...good, endsAt: FAR_AHEAD },
        { ...good, reason: "x".repeat(900_000) },
        { ...good, reason: "\u001b[2Jred" },
        { ...good, by: "Eve\n" },
      ];
      for (const record of bad) await attacker.writeSanction("ban name ada", record);
      await attacker.writeSanction("ban name ADA", good);
      await attacker.writeSanction("ban address 0.0.0.0/33", { ...good, target: { address: "0.0.0.0/33" } });
      await attacker.write("sanction.else", "junk");
    },
  },
];

/** A ban that nodes would carry out. */
function ban(name: string): Sanction {
  return { kind: "ban", target: { name }, endsAt: Date.now() + 3_600_000, reason: "", by: "Eve" };
}

/** Attacks on the record of a user, who has the name all the time. */
const THEFTS: readonly Attack[] = [
  { name: "deletes the record", attack: ({ attacker, ada }) => attacker.delete(ada.key) },
  {
    name: "writes junk over the record",
    attack: ({ attacker, ada }) => attacker.write(ada.key, "junk"),
  },
  {
    name: "writes another session into the record",
    attack: ({ attacker, ada }) =>
      attacker.registerName("ada", { name: "Ada", ip: ada.ip, session: "stranger", since: 1 }),
  },
  {
    name: "writes another spelling, address or number into the record",
    attack: async ({ attacker, ada }) => {
      await attacker.registerName("ada", { name: "ADA", ip: ada.ip, session: ada.session });
      await attacker.registerName("ada", { name: "Ada", ip: "10.9.8.7", session: ada.session });
      await attacker.registerName("ada", { name: "Ada", ip: ada.ip, session: ada.session, since: 1 });
    },
  },
];

/** Why a test begins again: a machine that is too busy for a node loses messages, whoever attacks. */
const TOO_BUSY = "The machine was too busy: a node was cut off from the broker, and messages were lost.";
const REPEATED = { retry: { count: 3, condition: (error: { message: string }) => error.message === TOO_BUSY } };

describe.runIf(canTestWithNats("Attacks between nodes"))("a stranger who reaches the broker", REPEATED, () => {
  let broker: NatsServer;
  let namespace: string;
  let backplanes: NatsBackplane[];
  let servers: TestServer[];
  let loggers: RecordingLogger[];
  let peers: [TestPeer, TestPeer];
  let scene: Scene;

  beforeEach(async () => {
    broker = await NatsServer.start();
    namespace = randomUUID();
    loggers = [new RecordingLogger(), new RecordingLogger()];
    backplanes = [];
    servers = [];
    for (const logger of loggers) {
      const backplane = await NatsBackplane.connect({ servers: [broker.url], namespace, logger });
      backplanes.push(backplane);
      servers.push(await startTestServer({ backplane }));
    }
    peers = [await (servers[0] as TestServer).join("Ada"), await (servers[1] as TestServer).join("Bob")];
    await seeBoth();
    const attacker = await NatsAttacker.connect({ url: broker.url, namespace });
    const users = await attacker.users();
    const find = (wanted: string) => users.find(({ name }) => name === wanted) as RecordedUser;
    scene = { attacker, ada: find("Ada"), bob: find("Bob") };
  });

  afterEach(async () => {
    await scene.attacker[Symbol.asyncDispose]();
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    await broker[Symbol.asyncDispose]();
  });

  async function seeBoth(): Promise<void> {
    const seesBoth = (backplane: NatsBackplane) => {
      const names = [...backplane.users()].map(({ name }) => name);
      return !backplane.isDegraded && names.includes("Ada") && names.includes("Bob");
    };
    await eventually(() => backplanes.every(seesBoth), "both nodes see both users");
  }

  let sent: string[];

  beforeEach(() => {
    sent = [];
  });

  /** Makes both users write to each other. */
  function write(count: number): void {
    const [ada, bob] = peers;
    for (let index = 0; index < count; index++) {
      sent.push(`message ${sent.length}`);
      ada.send("Ada", "Bob", sent.at(-1) as string);
      bob.send("Bob", "Ada", sent.at(-1) as string);
    }
  }

  /** Returns the warnings of a node that it was cut off. */
  function cutOffs(logger: RecordingLogger): string[] {
    return logger.linesOf("warn").filter((text) => text.includes("cut off"));
  }

  /** Throws when a node has had no processor time for so long that it was cut off. */
  function checkTime(): void {
    if (loggers.flatMap(cutOffs).some((text) => text.includes("for too long"))) throw new Error(TOO_BUSY);
  }

  /**
   * Checks that both got all messages of the other in order, and nothing else since the welcome.
   *
   * @param exempt - texts of the server that may come in between
   */
  async function expectAll(exempt?: RegExp): Promise<void> {
    for (const [index, peer] of peers.entries()) {
      const heard = () => peer.messages.slice(1).filter(({ msg }) => !exempt?.test(msg));
      const hasAll = () => {
        if (!exempt) checkTime();
        return heard().length >= sent.length || peer.isEnded;
      };
      await eventually(hasAll, "all messages");
      expect(heard().map(({ from, msg }) => [from.name, msg])).toEqual(
        sent.map((text) => [["Bob", "Ada"][index], text]),
      );
      expect(peer.isEnded).toBe(false);
    }
  }

  /** Counts the bytes of the lines that both nodes have logged. */
  function countLogBytes(): number {
    return loggers.flatMap(({ entries }) => entries).reduce((bytes, entry) => bytes + entry.line.length, 0);
  }

  /** Waits until Ada's node has written her record again, and the other node has read it. */
  async function recordIsBack(): Promise<void> {
    const { attacker, ada } = scene;
    await expect.poll(() => attacker.users(), { timeout: PATIENCE_MS }).toContainEqual(ada);
    // A node grants a name once it has read the log up to there.
    await using _cleo = await (servers[1] as TestServer).join("Cleo");
  }

  it.each(ATTACKS)("$name", async ({ attack, isMalformed = true }) => {
    write(MESSAGES);
    for (let round = 0; round < ROUNDS; round++) {
      await attack(scene);
      write(1);
    }
    write(MESSAGES);
    await expectAll();
    if (isMalformed)
      for (const { droppedMessages } of backplanes) expect(droppedMessages).toBeGreaterThanOrEqual(ROUNDS);
    checkTime();
    expect(loggers.flatMap(cutOffs)).toEqual([]);
    for (const backplane of backplanes) expect([...backplane.users()].map(({ name }) => name)).toEqual(["Ada", "Bob"]);
  });

  it.each(THEFTS)("$name", async ({ attack }) => {
    for (let round = 0; round < ROUNDS; round++) {
      await attack(scene);
      await eventually(() => (backplanes[0] as NatsBackplane).droppedMessages > round, "the node has read it");
      await seeBoth();
    }
    await recordIsBack();
    write(MESSAGES);
    await expectAll();
    await expect((servers[1] as TestServer).join("ADA")).rejects.toThrow("Username already in use!");
  });

  it("makes a record vanish, and its owner keeps the name when another node claims it", async () => {
    await scene.attacker.vanish(scene.ada.key);
    await expect((servers[1] as TestServer).join("ADA")).rejects.toThrow("Username already in use!");
    await seeBoth();
    write(MESSAGES);
    await expectAll();
  });

  it("blocks no name by a record that nobody stands behind", async () => {
    await scene.attacker.registerName("cleo", { name: "junk" });
    await scene.attacker.registerName("dan", { name: "Dan", ip: "10.0.0.1", session: "nobody" });
    await using _cleo = await (servers[0] as TestServer).join("Cleo");
    await using _dan = await (servers[1] as TestServer).join("Dan");
  });

  it("writes a few bytes of log for each junk message, however many come", async () => {
    const before = countLogBytes();
    const rounds = 200;
    const sessions = await scene.attacker.sessions();
    for (let round = 0; round < rounds; round++) await scene.attacker.sendToAll(sessions, `junk ${round}`, `x${round}`);
    await eventually(() => backplanes.every(({ droppedMessages }) => droppedMessages === 5 * rounds), "all came");
    expect(countLogBytes() - before).toBeLessThan(1_000);
    write(MESSAGES);
    await expectAll();
  });

  it.each(["junk", "[2,1,1]\njunk", `[2,1,1]\n${line("Ada", "Everyone", "forged")}`])(
    "floods the nodes with %j",
    async (data) => {
      await scene.attacker.registerNode("stranger");
      // Messages of a node that nobody knows are not even counted.
      const isCounted = async () => {
        await scene.attacker.flood(1, data);
        return backplanes.every(({ droppedMessages }) => droppedMessages > 0);
      };
      await expect.poll(isCounted, { timeout: PATIENCE_MS }).toBe(true);
      write(MESSAGES);
      const leastDropped = () => Math.min(...backplanes.map(({ droppedMessages }) => droppedMessages));
      while (leastDropped() < FLOOD) {
        const wanted = leastDropped() + FLOOD_AT_ONCE;
        // Nodes count nothing of a node that they take for dead.
        await scene.attacker.registerNode("stranger");
        await scene.attacker.flood(FLOOD_AT_ONCE, data);
        // What a node has missed while it was cut off comes again.
        await eventually(() => leastDropped() >= wanted, "they are dropped", 2_000).catch(() => undefined);
      }
      await seeBoth();
      write(MESSAGES);
      if (loggers.flatMap(cutOffs).length > 0) {
        // A machine so busy that the flood cut a node off: what was written meanwhile may be lost, and what comes now is not.
        sent.splice(0, MESSAGES);
        await expectAll(/^❌ Error: |^message \d\d?$/);
      } else {
        // On a busy machine the flood takes longer than a node waits for a confirmation.
        await expectAll(/may not have arrived/);
      }
    },
  );

  it("floods the records with bans: nodes take as many as there may be, and count the others", async () => {
    const { attacker } = scene;
    const tooMany = 500;
    const flood = Array.from({ length: MAX_SANCTIONS + tooMany }, (_, index) => `user ${index}`);
    write(MESSAGES);
    for (const name of flood) await attacker.writeSanction(`ban name ${name}`, ban(name));
    const hasAll = ({ droppedMessages }: NatsBackplane) => droppedMessages >= tooMany;
    await eventually(() => backplanes.every(hasAll), "they are counted");
    for (const { control } of backplanes) expect(control.sanctions.list()).toHaveLength(MAX_SANCTIONS);
    write(MESSAGES);
    await expectAll();
    // One that holds can be lifted.
    const backplane = backplanes[0] as NatsBackplane;
    const [sanction] = backplane.control.sanctions.list() as [Sanction];
    await backplane.perform({ kind: "lift", sanction });
    expect(backplane.control.sanctions.has(sanction)).toBe(false);
  });

  it("writes a ban such as nodes write: it holds on all of them, and whom it is for is disconnected", async () => {
    await scene.attacker.writeSanction("ban name ada", ban("Ada"));
    await peers[0].ended();
    const refusals = servers.map((server) => server.join("ADA"));
    for (const refusal of refusals) await expect(refusal).rejects.toThrow("removed by an operator");
    expect(peers[1].isEnded).toBe(false);
  });

  it("deletes the bucket: nodes say so once, and go on with a new one", async () => {
    await scene.attacker.deleteBucket();
    await eventually(() => loggers.every((logger) => cutOffs(logger).length > 0), "both have noticed");
    for (const logger of loggers) expect(cutOffs(logger)[0]).toMatch(/: the bucket was deleted\.?$/);
    await seeBoth();
    write(MESSAGES);
    await expectAll();
    for (const logger of loggers) expect(cutOffs(logger)).toHaveLength(1);
    await expect((servers[1] as TestServer).join("ADA")).rejects.toThrow("Username already in use!");
  });
});
