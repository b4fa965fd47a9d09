import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { QUIET_TIME_MS } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import type { Backplane } from "../src/backplane/backplane.ts";
import { LocalBackplane } from "../src/backplane/local-backplane.ts";
import { eventually } from "./eventually.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const FIRST_USER =
  "! Connection established.\nSend message to /help for a list of available commands!\nYou are the first connected user.";
const TAKEN = "⛔ Error: Username already in use! Try with another name.";

/** Starts a server in the event loop of the test, for tests that keep it busy or share its clock. */
const SAME_LOOP = { threads: 1 };

/** Keeps the event loop, the server's included, from doing anything else. */
function blockEventLoop(durationMs: number): void {
  const end = performance.now() + durationMs;
  while (performance.now() < end);
}

/** Lets the event loop go round a few times: enough for the server to read what has been written. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}

/** Writes a handshake. Returns the name that the server took from it. */
async function joinAndReadName(server: TestServer, handshake: string | Uint8Array): Promise<string> {
  const peer = await server.connect();
  peer.write(handshake);
  return (await peer.next()).to;
}

/** Writes a handshake that is refused. Returns the text of the refusal, the only message. */
async function readRefusal(server: TestServer, handshake: string | Uint8Array): Promise<string> {
  const peer = await server.connect();
  peer.write(handshake);
  const texts = await peer.ended();
  expect(peer.messages).toEqual([{ from: { name: "SERVER", ip: "0.0.0.0" }, to: "Guest", msg: texts[0] }]);
  return texts[0] ?? "";
}

/** A backplane that decides about no name until it is released. */
function createHeldBackplane() {
  const backplane: Backplane = new LocalBackplane();
  const claim = backplane.claim.bind(backplane);
  const { promise, resolve } = Promise.withResolvers<void>();
  backplane.claim = async (mailbox) => {
    await promise;
    return claim(mailbox);
  };
  const release = async () => {
    resolve();
    await promise;
  };
  return { backplane, release };
}

// Not at the same time as other tests: they would be as late as the server.
describe("a server that is busy", () => {
  it("does not cut a name that is in two segments [C-31]", async () => {
    await using server = await startTestServer(SAME_LOOP);
    let judged = 0;
    for (let round = 0; judged < 5; round++) {
      const peer = await server.connect();
      const start = performance.now();
      peer.write(`Ada${round}`);
      await turns(3);
      // On a busy machine the quiet time may have passed between the two: such a name is cut with right.
      if (performance.now() - start >= QUIET_TIME_MS) continue;
      peer.write(" Lovelace");
      blockEventLoop(120);
      expect((await peer.next()).to).toBe(`Ada${round} Lovelace`);
      judged += 1;
    }
  });

  it("does not cut it over the handshake deadline either [C-31]", async () => {
    await using server = await startTestServer({ ...SAME_LOOP, limits: { handshakeTimeoutMs: 500 } });
    const peer = await server.connect();
    peer.write("Ada");
    await turns(3);
    peer.write(" Lovelace\n");
    blockEventLoop(600);
    expect((await peer.next()).to).toBe("Ada Lovelace");
  });
});

describe.concurrent("how a connection tells its name", () => {
  it.each([
    ["ended by a newline", "Ada\n"],
    ["ended by CRLF", "Ada\r\n"],
    ["ended by nothing but the quiet time", "Ada"],
    ["with white space around it", " \t Ada \u3000\n"],
    ["with white space around it and no newline", "\u00a0Ada "],
    ["after a byte order mark", "\ufeffAda\n"],
    ["with a carriage return and no newline", "Ada\r"],
  ])("takes a name %s [C-30] [C-31]", async (_, handshake) => {
    await using server = await startTestServer();
    expect(await joinAndReadName(server, handshake)).toBe("Ada");
  });

  it.each(["\n", "\r\n", "  \n", "\n\n"])("refuses a first line %j that stays alone [C-30] [C-31]", async (first) => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write(first);
    expect(await peer.ended()).toEqual(["⛔ Error: The name is empty. Send 1 to 32 characters."]);
  });

  it("takes a message behind blank lines for one that skips the handshake [C-30] [C-32]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write('\r\n\n{"from": {"name": "Ada", "ip": ""}, "to": "Ada", "msg": "1"}');
    expect([(await peer.next()).to, await peer.nextText()]).toEqual(["Ada", "1"]);
  });

  it("takes a name and the first message from one segment, with no delimiter between them [C-30]", async () => {
    await using server = await startTestServer({ clock: { now: () => new Date(2026, 0, 2, 3, 4, 5) } });
    const peer = await server.connect();
    peer.write('Ada{"from": {"name": "Ada", "ip": "1.2.3.4"}, "to": "/time", "msg": ""}');
    expect(await peer.nextText()).toBe(`Welcome Ada${FIRST_USER}`);
    expect(await peer.nextText()).toBe("Server time: 03:04:05");
  });

  it("takes a name, a newline and messages from one segment [C-30]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write(
      'Ada\n{"from":{"name":"Ada","ip":""},"to":"Ada","msg":"1"}{"from":{"name":"Ada","ip":""},"to":"Ada","msg":"2"}',
    );
    expect([(await peer.next()).to, await peer.nextText(), await peer.nextText()]).toEqual(["Ada", "1", "2"]);
  });

  it("takes a name that comes byte by byte, a character cut in two included [C-31]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    for (const byte of Buffer.from("Zoë 🙂\n")) {
      peer.write(Uint8Array.of(byte));
      await setImmediate();
    }
    expect((await peer.next()).to).toBe("Zoë 🙂");
  });

  it("takes a newline that comes after the quiet time for white space [C-31]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write("Ada");
    expect((await peer.next()).to).toBe("Ada");
    peer.write("\n");
    peer.send("Ada", "Ada", "still here");
    expect(await peer.nextText()).toBe("still here");
  });

  it("waits for the quiet time [C-31]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    const start = performance.now();
    peer.write("Ada");
    await peer.next();
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it("starts the quiet time again with every part of the name [C-31]", async () => {
    await using server = await startTestServer(SAME_LOOP);
    const peer = await server.connect();
    for (const part of ["A", "d", "a", " L"]) {
      peer.write(part);
      // Half of the quiet time, held by the clock of the loop that the server shares.
      blockEventLoop(25);
      await setImmediate();
    }
    expect((await peer.next()).to).toBe("Ada L");
  });

  it("judges at the end of input what has arrived: a name with no newline and a FIN [C-31] [C-35]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.end("Ada");
    expect(await peer.ended()).toEqual([`Welcome Ada${FIRST_USER}`]);
  });

  it("answers messages that came with the name and a FIN in one segment [C-35]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.end('Ada\n{"from":{"name":"Ada","ip":""},"to":"/list","msg":""}');
    expect(await peer.ended()).toEqual([`Welcome Ada${FIRST_USER}`, "You are the only active user!"]);
  });

  it("refuses a peer that sends nothing until the handshake deadline, with a message", async () => {
    await using server = await startTestServer({ limits: { handshakeTimeoutMs: 100 } });
    const peer = await server.connect();
    expect(await peer.ended()).toEqual(["⛔ Error: No name came within 0.1 s. Send your name and a newline first."]);
  });
});

it("lets an unframed client read every answer and the reason of the close, however much it has sent by then [C-14] [C-69]", async () => {
  await using server = await startTestServer();
  const ada = await server.joinUnframed("Ada");
  for (let count = 0; count < 30; count++) ada.send("Ada", "/list", "");
  ada.send("Ada", "/list", "x".repeat(500_000));
  const texts = await ada.ended();
  expect(texts.slice(1, 31)).toEqual(Array(30).fill("You are the only active user!"));
  expect(texts.slice(31)).toEqual([expect.stringMatching(/larger than 65536 bytes/)]);
});

describe.concurrent("a client that skips the handshake", () => {
  it("has the name of its first message, which is processed as any other [C-32]", async () => {
    await using server = await startTestServer();
    const bob = await server.join("Bob");
    const peer = await server.connect();
    peer.write('\r\n {"from": {"name": " Ada ", "ip": "x"}, "to": "Bob", "msg": "hi"}');
    expect(await peer.nextText()).toContain("Welcome Ada! ");
    expect(await bob.next()).toEqual({ from: { name: "Ada", ip: "127.0.0.1" }, to: "Bob", msg: "hi" });
  });

  it("has its first message answered after the welcome [C-32]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write(
      '{"from":{"name":"Ada","ip":""},"to":"/list","msg":""}{"from":{"name":"Ada","ip":""},"to":"Bo","msg":""}',
    );
    expect(await peer.nextText()).toBe(`Welcome Ada${FIRST_USER}`);
    expect(await peer.nextText()).toBe("You are the only active user!");
    expect(await peer.nextText()).toBe("❌ Error: User 'Bo' not found.");
  });

  it("may cut its first message anywhere, and take longer than the quiet time [C-10] [C-32]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write('{"from": {"name": "Ad');
    blockEventLoop(70);
    await setImmediate();
    peer.write('a", "ip": ""}, "to": "Ada", "msg": "whole"}');
    expect((await peer.next()).to).toBe("Ada");
    expect(await peer.nextText()).toBe("whole");
  });

  it.each([
    ["is no message", '{"from": 1}', /^⛔ Error: At byte 0, .+/],
    ["is no message, after white space", '  {"from": 1}', /^⛔ Error: At byte 2, .+/],
    [
      "has a name that is not allowed",
      '{"from":{"name":"@da","ip":""},"to":"x","msg":""}',
      /^⛔ Error: A name can't start with/,
    ],
    [
      "has a reserved name",
      '{"from":{"name":"server","ip":""},"to":"x","msg":""}',
      /^⛔ Error: The names SERVER, Guest, Everyone are reserved/,
    ],
    ["has an empty name", '{"from":{"name":" ","ip":""},"to":"x","msg":""}', /^⛔ Error: The name is empty/],
    ["is not UTF-8", Buffer.from('{"from":{"name":"\xff', "latin1"), /^⛔ Error: At byte 0, the bytes are not UTF-8/],
  ])("is refused when its first message %s [C-32] [C-34]", async (_, message, expected) => {
    await using server = await startTestServer();
    expect(await readRefusal(server, message)).toMatch(expected);
    expect(server.node.userCount).toBe(0);
  });

  it("is refused when its name is taken [C-32] [C-34]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    expect(await readRefusal(server, '{"from":{"name":"ADA","ip":""},"to":"Ada","msg":"psst"}')).toBe(TAKEN);
    ada.send("Ada", "Ada", "nothing came before this");
    expect(await ada.nextText()).toBe("nothing came before this");
  });

  it("is refused when its first message is cut by the end of its input [C-32]", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.end('{"from":{"name":"Ada"');
    expect(await peer.ended()).toEqual([expect.stringMatching(/^⛔ Error: At byte 0, .+/)]);
  });

  it("is refused when its first message is not complete at the handshake deadline [C-32]", async () => {
    await using server = await startTestServer({ limits: { handshakeTimeoutMs: 150 } });
    expect(await readRefusal(server, '{"from":{"name":"Ada"')).toBe(
      "⛔ Error: The first message was not complete within 0.15 s. Close its last brace.",
    );
  });
});

describe.concurrent("a refusal", () => {
  it.each([
    ["empty", "\n", "⛔ Error: The name is empty. Send 1 to 32 characters."],
    ["blank", "  \t \r\n", "⛔ Error: The name is empty. Send 1 to 32 characters."],
    [
      "not UTF-8",
      Buffer.from("Ad\xff\n", "latin1"),
      "⛔ Error: The name is not valid UTF-8, at byte 2 (0xFF). Send the name as UTF-8 text. That is Latin-1, or another 8-bit " +
        'code. Encode as UTF-8: in Java, getBytes(UTF_8); in Python, .encode("utf-8").',
    ],
    [
      "of 33 characters",
      `${"a".repeat(33)}\n`,
      "⛔ Error: The name is too long (33 characters): at most 32 characters and 64 bytes are allowed.",
    ],
    [
      "reserved",
      "SERVER\n",
      "⛔ Error: The names SERVER, Guest, Everyone are reserved, however they are spelled. Choose another.",
    ],
    [
      "reserved in disguise",
      "ｇｕｅｓｔ\n",
      "⛔ Error: The names SERVER, Guest, Everyone are reserved, however they are spelled. Choose another.",
    ],
    ["of an endpoint", "/list\n", '⛔ Error: A name can\'t start with "/" or "@". Further inside they are allowed.'],
  ])("tells what is wrong with a name that is %s, and closes [C-34]", async (_, handshake, expected) => {
    await using server = await startTestServer();
    expect(await readRefusal(server, handshake)).toBe(expected);
    expect(server.node.userCount).toBe(0);
  });

  it("shows a forbidden character by its number, never itself [C-34] [C-41]", async () => {
    await using server = await startTestServer();
    expect(await readRefusal(server, "Ad\u202ea\n")).toMatch(
      /^⛔ Error: The name has the character U\+202E behind "d" \(U\+0064\), which is not allowed\./,
    );
  });

  it.each(["Ada", "ada", "  ADA\t", "ａｄａ"])(
    "tells that %j is in use while Ada is online [C-34] [C-44]",
    async (name) => {
      await using server = await startTestServer();
      await server.join("Ada");
      expect(await readRefusal(server, `${name}\n`)).toBe(TAKEN);
      expect(await readRefusal(server, name)).toBe(TAKEN);
      expect(server.node.userCount).toBe(1);
    },
  );

  it("comes for STRASSE when straße is online [C-44]", async () => {
    await using server = await startTestServer();
    await server.join("straße");
    expect(await readRefusal(server, "STRASSE\n")).toBe(TAKEN);
  });

  it("can be read although the client had already sent more [C-34]", async () => {
    await using server = await startTestServer();
    await server.join("Ada");
    const peer = await server.connect();
    peer.write("Ada\n");
    peer.write("x".repeat(100_000));
    expect(await peer.ended()).toEqual([TAKEN]);
    for (let write = 0; write < 100; write++) peer.write("y".repeat(1_000));
    peer.end();
    await once(peer.socket, "close");
    expect(peer.socket.errored).toBeNull();
  });

  it("can be read after the client's first message, sent before it looked at the answer [C-34]", async () => {
    await using server = await startTestServer();
    await server.join("Ada");
    for (let round = 0; round < 20; round++) {
      const peer = await server.connect();
      peer.write("Ada\n");
      peer.send("Ada", "/list", "");
      expect(await peer.ended()).toEqual([TAKEN]);
    }
  });

  it("is followed by a close after 2 s, whatever the client does [C-34]", async () => {
    await using server = await startTestServer();
    const closed = once(server.node, "closed");
    const peer = await server.connect();
    const start = performance.now();
    peer.write("\n");
    await peer.ended();
    const sending = setInterval(() => peer.write("still here\n"), 100);
    await closed.finally(() => clearInterval(sending));
    expect(performance.now() - start).toBeGreaterThan(1_900);
  });

  it("is followed by a close after 256 KiB more, sooner than for a client that sends nothing [C-34]", async () => {
    await using server = await startTestServer();
    const closed = once(server.node, "closed");
    const refuse = async (localAddress: string) => {
      const peer = await server.connect(localAddress);
      peer.write("\n");
      await peer.ended();
      return peer;
    };
    await using _quiet = await refuse("127.0.0.2");
    await using talker = await refuse("127.0.0.3");
    talker.write("x".repeat(512 * 1024));
    expect(await closed).toEqual([expect.objectContaining({ ip: "127.0.0.3" })]);
  });

  it("says that names can't be checked now [C-34]", async () => {
    const backplane: Backplane = new LocalBackplane();
    backplane.claim = () => Promise.resolve({ kind: "unavailable" });
    await using server = await startTestServer({ backplane });
    expect(await readRefusal(server, "Ada\n")).toBe(
      "⛔ Error: The server can't check names right now. Try again later.",
    );
  });

  it("says the same when the check fails, and logs it in one line [C-34]", async () => {
    const backplane: Backplane = new LocalBackplane();
    backplane.claim = () => Promise.reject(new Error("link\ndown"));
    const lines: string[] = [];
    const ignore = () => undefined;
    const logger = { debug: ignore, info: ignore, warn: ignore, error: (_: object, line: string) => lines.push(line) };
    await using server = await startTestServer({ backplane, logger });
    expect(await readRefusal(server, "Ada\n")).toBe(
      "⛔ Error: The server can't check names right now. Try again later.",
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\n");
  });
});

describe.concurrent("a name", () => {
  it("is free again the moment its connection is gone [C-46]", async () => {
    await using server = await startTestServer();
    for (let round = 0; round < 20; round++) {
      const ada = await server.join("Ada");
      ada.vanish();
      await eventually(() => server.node.userCount === 0, "the server has noticed");
    }
  });

  it("is free again at the peer's FIN, while its last requests are still answered [C-35]", async () => {
    await using server = await startTestServer();
    const bob = await server.join("Bob");
    const ada = await server.join("Ada");
    for (let index = 0; index < 200; index++) ada.send("Ada", "Bob", `${index}`);
    ada.send("Ada", "/list", "");
    ada.end();
    expect((await ada.ended()).at(-1)).toBe("Online users (1): Bob");
    await server.join("Ada");
    await bob.waitFor(() => bob.messages.length >= 201, "all messages");
    expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(Array.from({ length: 200 }, (_, index) => `${index}`));
  });

  it("is claimed while the answer is awaited: what the client writes meanwhile waits, and is answered", async () => {
    const { backplane, release } = createHeldBackplane();
    await using server = await startTestServer({ backplane });
    const peer = await server.connect();
    peer.write("Ada\n");
    peer.send("Ada", "Ada", "early");
    await setImmediate();
    expect(peer.messages).toEqual([]);
    await release();
    expect(await peer.nextText()).toBe(`Welcome Ada${FIRST_USER}`);
    expect(await peer.nextText()).toBe("early");
  });

  it("is released when the connection is gone before its claim is decided", async () => {
    const { backplane, release } = createHeldBackplane();
    await using server = await startTestServer({ backplane });
    const peer = await server.connect();
    peer.write("Ada\n");
    await eventually(() => server.node.connectionCount === 1, "the server has the connection");
    const closed = once(server.node, "closed");
    peer.vanish();
    await closed;
    await release();
    await eventually(() => backplane.userCount === 0, "the name is free");
    await server.join("Ada");
  });

  it("is given to exactly one of two clients that race for it; the other can read its refusal", async () => {
    await using server = await startTestServer();
    for (let round = 0; round < 50; round++) {
      const peers = await Promise.all([server.connect(), server.connect()]);
      for (const peer of peers) peer.write("Ada\n");
      const texts = await Promise.all(peers.map((peer) => peer.nextText()));
      expect(texts.filter((text) => text === TAKEN)).toHaveLength(1);
      expect(texts.filter((text) => text === `Welcome Ada${FIRST_USER}`)).toHaveLength(1);
      for (const peer of peers) peer.vanish();
      await eventually(() => server.node.userCount === 0, "both are gone");
    }
  });
});

describe.concurrent("the welcome", () => {
  it("tells the first user so, and later ones who is there [C-33]", async () => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    const bob = await server.join("Bob");
    const cleo = await server.joinUnframed("Cleo");
    expect(ada.messages).toEqual([
      { from: { name: "SERVER", ip: "0.0.0.0" }, to: "Ada", msg: `Welcome Ada${FIRST_USER}` },
    ]);
    expect(bob.messages[0]?.msg).toBe(
      "Welcome Bob! Connection established.\nSend message to /help for a list of available commands!\nOnline users: Ada",
    );
    expect(cleo.messages[0]?.msg).toMatch(/\nOnline users: Ada, Bob$/);
  });

  it.each([
    ["ASCII", (index: number) => `user number ${index}`],
    ["two-byte", (index: number) => `пользователь ${index}`],
    ["four-byte", (index: number) => `🙂🙂🙂🙂🙂🙂 ${index}`],
  ])("stays under 1,000 bytes with 300 %s names, and counts them right [C-24] [C-33]", async (_, createName) => {
    await using server = await startTestServer();
    await server.joinMany(300, createName);
    for (const handshake of ["Ada\n", "Bob", "Ⅴ".normalize("NFKC")]) {
      const peer = await server.connect();
      peer.write(handshake);
      const { msg } = await peer.next();
      const others = server.node.userCount - 1;
      expect(peer.bytes.length).toBeLessThan(1_000);
      const [, shown = "", more] = /\nOnline users: (.+) … and (\d+) more$/.exec(msg) ?? [];
      const names = shown.split(", ");
      expect(names.length + Number(more)).toBe(others);
      expect(new Set(names).size).toBe(names.length);
      // As many names as fit: with one more, the line would have been too long.
      const longestName = JSON.stringify(createName(299)).length * 6;
      expect(peer.bytes.length).toBeGreaterThan(1_000 - longestName);
    }
  });

  it("has every name as long as the line has at most 999 bytes, and is cut at 1,000 [C-24] [C-33]", async () => {
    await using server = await startTestServer();
    for (let index = 0; index < 24; index++) await server.join(`${"x".repeat(30)}${String(index).padStart(2, "0")}`);
    const whole: number[] = [];
    const cut: number[] = [];
    // Each name is a byte longer than the one before, and so would be each whole welcome.
    for (let length = 1; length <= 32; length++) {
      const last = await server.join("y".repeat(length));
      const joined = await server.join("z");
      (joined.messages[0]?.msg.includes(" … and ") ? cut : whole).push(joined.bytes.length);
      for (const peer of [last, joined]) peer.vanish();
      await eventually(() => server.node.userCount === 24, "both are gone");
    }
    expect(Math.max(...whole)).toBe(999);
    expect(whole.length + cut.length).toBe(32);
    expect(Math.max(...cut)).toBeLessThan(1_000);
  });
});

it("forgets a connection that came and went without a byte", async () => {
  await using server = await startTestServer();
  for (let round = 0; round < 200; round++) {
    const socket = await server.connectSocket();
    socket.destroy();
  }
  await eventually(() => server.node.connectionCount === 0, "all connections are gone");
  expect(server.node.userCount).toBe(0);
  const peer = await server.connect();
  peer.write("Ada\n");
  expect(await peer.nextText()).toBe(`Welcome Ada${FIRST_USER}`);
  peer.vanish();
});
