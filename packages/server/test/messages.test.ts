import { once } from "node:events";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { LocalBackplane } from "../src/backplane/local-backplane.ts";
import type { Endpoint } from "../src/dispatch/endpoint.ts";
import { expectNothingElse, json, readTexts } from "./hand-written-messages.ts";
import { shareServers } from "./shared-servers.ts";
import { startTestServer } from "./test-server.ts";

shareServers();

describe("forms of a name", () => {
  it.each([
    ["fullwidth letters", "a".repeat(32), "\uff41".repeat(32)],
    ["mathematical letters", "a".repeat(32), "\u{1d41a}".repeat(32)],
    ["what a ligature stands for", "\ufdfa".repeat(21), "\ufdfa".repeat(21).normalize("NFKC")],
  ])("reach the user however long they are: %s [C-44]", async (_, name, spelling) => {
    await using server = await startTestServer();
    const user = await server.join(name);
    const bob = await server.join("Bob");
    bob.send("Bob", `\t${spelling} `, "hi");
    expect(await user.next()).toMatchObject({ from: { name: "Bob" }, to: name, msg: "hi" });
    user.send(spelling, "Bob", "hi yourself");
    expect(await bob.next()).toMatchObject({ from: { name }, msg: "hi yourself" });
  });

  it("that no name can have are answered at once, as receiver and as sender", async () => {
    await using server = await startTestServer();
    const bob = await server.join("Bob");
    const marks = `a${"\u0301".repeat(15_000)}${"\u0323".repeat(15_000)}`;
    bob.send("Bob", marks, "hi");
    bob.send(marks, "Bob", "hi");
    expect(await readTexts(bob, 2)).toEqual([
      `❌ Error: User '${`a${"\u0301".repeat(31)}`}…' not found.`,
      `⛔ Error: You are 'Bob', so a message from '${`a${"\u0301".repeat(31)}`}…' was not delivered. Put your own name into "from".`,
    ]);
  });
});

describe("identity", () => {
  it("is stamped on every delivered message: names and address as the server knows them [C-50]", async () => {
    await using server = await startTestServer();
    const bob = await server.join("Bob");
    const ada = await server.join("Ada");
    ada.write('{"msg": "h\\u00e9 🙂", "to": " bOB\\t", "from": {"ip": "6.6.6.6", "name": " aDA "}}');
    expect(await bob.next()).toEqual({ from: { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "hé 🙂" });
    await expectNothingElse(ada, "Ada");
  });

  it("is refused when forged, and the message is not delivered [C-50]", async () => {
    await using server = await startTestServer();
    const [ada, bob, cleo] = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    cleo.send("Ada", "Bob", "lend me ten");
    cleo.send("Nobody", "/shout", "hello");
    expect(await readTexts(cleo, 2)).toEqual([
      "⛔ Error: You are 'Cleo', so a message from 'Ada' was not delivered. Put your own name into \"from\".",
      "⛔ Error: You are 'Cleo', so a message from 'Nobody' was not delivered. Put your own name into \"from\".",
    ]);
    await expectNothingElse(ada, "Ada");
    await expectNothingElse(bob, "Bob");
  });

  it("writes an IPv4 address that is mapped into IPv6 as IPv4 [C-50]", async () => {
    await using server = await startTestServer({ host: "::ffff:127.0.0.1" });
    const ada = await server.join("Ada");
    ada.send("Ada", "Ada", "hi");
    expect((await ada.next()).from).toEqual({ name: "Ada", ip: "127.0.0.1" });
  });
});

describe("a direct message", () => {
  it("reaches its receiver alone, in the order sent [C-60]", async () => {
    await using server = await startTestServer();
    const [ada, bob, cleo] = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    const texts = Array.from({ length: 1_000 }, (_, index) => `message ${index}`);
    ada.write(texts.map((text) => json("Ada", "Bob", text)).join(""));
    expect(await readTexts(bob, 1_000)).toEqual(texts);
    await expectNothingElse(ada, "Ada");
    await expectNothingElse(cleo, "Cleo");
  });

  it("written byte by byte reaches its receiver as well [C-10]", async () => {
    await using server = await startTestServer();
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    for (const byte of Buffer.from(json("Ada", "Bob", '{é🙂}\\"') + json("Ada", "Bob", "two"))) {
      ada.write(Uint8Array.of(byte));
    }
    expect(await readTexts(bob, 2)).toEqual(['{é🙂}\\"', "two"]);
  });

  it("reaches its own sender [C-60]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    ada.send("Ada", "ada", "note");
    expect(await ada.next()).toEqual({ from: { name: "Ada", ip: "127.0.0.1" }, to: "Ada", msg: "note" });
  });

  it("finds its receiver under every spelling that is the same name [C-44]", async () => {
    await using server = await startTestServer();
    const [ada, receiver] = [await server.join("Ada"), await server.join("Straße 1")];
    for (const to of ["STRASSE 1", "straße 1", "\u3000Straße 1 ", "ｓｔｒａｓｓｅ １"]) ada.send("Ada", to, to);
    expect(await readTexts(receiver, 4)).toEqual(["STRASSE 1", "straße 1", "\u3000Straße 1 ", "ｓｔｒａｓｓｅ １"]);
    expect(receiver.messages.slice(1).map(({ to }) => to)).toEqual(Array(4).fill("Straße 1"));
  });

  it.each([
    ["nobody by that name", "Bob", "❌ Error: User 'Bob' not found."],
    ["the empty name", "", "❌ Error: User '' not found."],
    ["Everyone, which is no alias [C-63]", "Everyone", "❌ Error: User 'Everyone' not found."],
    ["the server", "SERVER", "❌ Error: User 'SERVER' not found."],
    ["an endpoint with white space before it", " /list", "❌ Error: User ' /list' not found."],
    ["64 bytes", "x".repeat(64), `❌ Error: User '${"x".repeat(64)}' not found.`],
    ["65 bytes", "x".repeat(65), `❌ Error: User '${"x".repeat(64)}…' not found.`],
    ["a name cut inside of a character", `x${"é".repeat(40)}`, `❌ Error: User 'x${"é".repeat(31)}…' not found.`],
  ])("to %s is answered [C-60]", async (_, to, expected) => {
    await using server = await startTestServer();
    const ada = (await server.join("Ada")).setNoticesAside();
    ada.send("Ada", to, "hello");
    expect(await ada.next()).toEqual({ from: { name: "SERVER", ip: "0.0.0.0" }, to: "Ada", msg: expected });
    await expectNothingElse(ada, "Ada");
  });

  it("to a user who has just left is answered [C-60]", async () => {
    await using server = await startTestServer();
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const left = once(server.node, "leave");
    bob.end();
    await left;
    ada.send("Ada", "Bob", "bye");
    expect(await ada.nextText()).toBe("❌ Error: User 'Bob' not found.");
  });

  it("reaches its receiver when broken input comes behind it, and none behind that does [C-14]", async () => {
    await using server = await startTestServer();
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.write(`${json("Ada", "Bob", "before it")}{"from": "${"x".repeat(70_000)}${json("Ada", "Bob", "after it")}`);
    expect((await ada.ended()).at(-1)).toMatch(/larger than 65536 bytes/);
    expect(await bob.nextText()).toBe("before it");
    await expectNothingElse(bob, "Bob");
  });

  it("of the largest size arrives whole, grown by its escapes [C-13] [C-21]", async () => {
    await using server = await startTestServer();
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const room = 65_536 - Buffer.byteLength(json("Ada", "Bob", ""));
    const text = "é".repeat(Math.floor(room / 2));
    ada.send("Ada", "Bob", text);
    expect(await bob.nextText()).toBe(text);
  });
});

it.each([
  ["DEL", "\u007f"],
  ["two bytes", "é"],
  ["four bytes", "👋"],
])("a message full of characters of %s stays within what a client has to accept [C-13]", async (_, character) => {
  await using server = await startTestServer();
  const bob = await server.join("Bob");
  const ada = await server.join("Ada");
  const text = character.repeat(Math.floor(65_000 / Buffer.byteLength(character)));
  const before = bob.bytes.length;
  ada.write(`{"from": {"name": "Ada", "ip": ""}, "to": "Bob", "msg": "${text}"}`);
  expect((await bob.next()).msg).toBe(text);
  expect(bob.bytes.length - before).toBeLessThanOrEqual(262_144);
});

describe("the endpoints", () => {
  const clock = { now: () => new Date(2026, 10, 22, 7, 5, 9) };

  async function ask(peer: TestPeer, name: string, to: string, text = ""): Promise<string> {
    peer.send(name, to, text);
    const { from, to: receiver, msg } = await peer.next();
    expect({ from, receiver }).toEqual({ from: { name: "SERVER", ip: "0.0.0.0" }, receiver: name });
    return msg;
  }

  it("answer with their literal texts [C-62] [C-64] [C-65] [C-66]", async () => {
    await using server = await startTestServer({ clock });
    const ada = await server.join("Ada");
    expect(await ask(ada, "Ada", "/list")).toBe("You are the only active user!");
    await server.join("Bob");
    await server.join("Zoë");
    expect(await ask(ada, "Ada", "/list", "whatever")).toBe("Online users (2): Bob, Zoë");
    expect(await ask(ada, "Ada", "/time")).toBe("Server time: 07:05:09");
    expect(await ask(ada, "Ada", "/help")).toBe(
      "Available commands: \n /standard, /list, /time, /help, /shout \n Note: Write them when asking 'to:' to receive the correct response!",
    );
    expect(await ask(ada, "Ada", "/standard")).toMatch(/^JSON STD: \n /);
    expect(JSON.parse((await ask(ada, "Ada", "/standard")).slice("JSON STD: \n ".length))).toEqual({
      from: { name: "...", ip: "..." },
      to: "...",
      msg: "...",
    });
  });

  it("shout to everyone else, one line encoded once, then answer with the receipt [C-63]", async () => {
    await using server = await startTestServer();
    const [ada, bob, cleo] = [await server.join("Ada"), await server.join("Bob"), await server.joinUnframed("Cleo")];
    expect(await ask(ada, "Ada", "/shout", "hé")).toBe("Message sent to 2 users");
    const expected = { from: { name: "Ada", ip: "127.0.0.1" }, to: "Everyone", msg: "hé" };
    expect([await bob.next(), await cleo.next()]).toEqual([expected, expected]);
    await expectNothingElse(ada, "Ada");
  });

  it("count no receivers of a shout when no other user is online [C-63]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    expect(await ask(ada, "Ada", "/shout", "hello?")).toBe("Message sent to 0 users");
  });

  it("list as many users as fit: 999 bytes or 16 KiB, and always their true number [C-24] [C-62]", async () => {
    await using server = await startTestServer();
    const [framed, unframed] = [await server.join("Ada"), await server.joinUnframed("Bob")];
    const longName = (index: number) => `${"x".repeat(28)}${String(index).padStart(4, "0")}`;
    await server.joinMany(600, longName);
    for (const { peer, name, maxBytes } of [
      { peer: unframed, name: "Bob", maxBytes: 999 },
      { peer: framed, name: "Ada", maxBytes: 16_384 },
    ]) {
      const bytesBefore = peer.bytes.length;
      const answer = await ask(peer, name, "/list");
      const bytes = peer.bytes.length - bytesBefore;
      expect(bytes).toBeLessThanOrEqual(maxBytes);
      expect(bytes).toBeGreaterThan(maxBytes - 34 - 20);
      const [, names = "", more] = /^Online users \(601\): (.+) … and (\d+) more$/.exec(answer) ?? [];
      expect(names.split(", ").length + Number(more)).toBe(601);
    }
  });

  it("list no user who has left, and a new one at once [C-62]", async () => {
    await using server = await startTestServer();
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    const left = once(server.node, "leave");
    bob.vanish();
    await left;
    await server.join("Cleo");
    expect(await ask(ada, "Ada", "/list")).toBe("Online users (1): Cleo");
  });

  it("report that users of other servers may be missing from the list [C-62]", async () => {
    const backplane = Object.defineProperty(new LocalBackplane(), "isDegraded", { value: true });
    await using server = await startTestServer({ backplane });
    const ada = await server.join("Ada");
    await server.join("Bob");
    expect(await ask(ada, "Ada", "/list")).toBe("Online users (1): Bob (partial: some servers can't be reached)");
  });
});

it("writes nothing but plain ASCII, one message on a line [C-20] [C-21]", async () => {
  await using server = await startTestServer();
  const [ada, zoe] = [await server.join("Ada"), await server.joinUnframed("Zoë 🙂")];
  zoe.send("Zoë 🙂", "Ada", "né\n\u2028\ud83d\ude42\u0000\u007f");
  zoe.send("Zoë 🙂", "/shout", "ü");
  zoe.send("Zoë 🙂", "ö", "");
  zoe.write("ß\n");
  await readTexts(ada, 2);
  await readTexts(zoe, 3);
  for (const peer of [ada, zoe]) {
    expect(peer.bytes.every((byte) => byte < 0x80)).toBe(true);
    const lines = peer.bytes.toString("latin1").split("\n");
    expect(lines.pop()).toBe("");
    expect(lines).toHaveLength(peer.messages.length);
  }
  expect(ada.messages[1]?.msg).toBe("né\n\u2028🙂\u0000\u007f");
});

describe("answers", () => {
  it("come in the order of the input, errors and late ones included [C-69]", async () => {
    const release = Promise.withResolvers<void>();
    const slow: Endpoint = {
      name: "/slow",
      summary: "Answers late.",
      handle: async ({ text, reply }) => {
        await release.promise;
        reply(`slow ${text}`);
      },
    };
    await using server = await startTestServer({ endpoints: [slow] });
    const [ada, bob] = [await server.join("Ada"), await server.join("Bob")];
    ada.write(
      [
        json("Ada", "/slow", "1"),
        json("Ada", "Nobody", ""),
        "stray\n",
        json("Ada", "/list", ""),
        json("Eve", "Bob", ""),
        json("Ada", "/slow", "2"),
        json("Ada", "/nope", ""),
        json("Ada", "/shout", "hey"),
        json("Ada", "Bob", "direct"),
        "{}",
      ].join(""),
    );
    // A line that is no answer does not wait for one.
    expect(await readTexts(bob, 2)).toEqual(["hey", "direct"]);
    release.resolve();
    expect(await readTexts(ada, 9)).toEqual([
      "slow 1",
      "❌ Error: User 'Nobody' not found.",
      expect.stringMatching(/^⛔ Error: At byte 128, there is text outside a message: "stray\\n"\. Send \{/),
      "Online users (1): Bob",
      "⛔ Error: You are 'Ada', so a message from 'Eve' was not delivered. Put your own name into \"from\".",
      "slow 2",
      "❌ Error: Unknown command '/nope'. Send a message to /help for the list.",
      "Message sent to 1 users",
      expect.stringMatching(/^⛔ Error: At byte 507, .+/),
    ]);
  });
});
