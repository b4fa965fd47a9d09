import { createJsonMsg, foldName } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { shareServers } from "./shared-servers.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

shareServers();

/** Joins with a name in every way that a client can. Returns the answers. */
async function answersTo(server: TestServer, name: string): Promise<string[]> {
  const answers: string[] = [];
  for (const handshake of [`${name}\n`, name, createJsonMsg(name, "", "/time", "")]) {
    const peer = await server.connect();
    peer.write(handshake);
    answers.push(await peer.nextText());
    await peer.ended();
  }
  return answers;
}

/** Names that are disguises for any users online. */
const DISGUISES: readonly (readonly [kind: string, names: readonly string[], text: RegExp])[] = [
  [
    "what looks like a comma",
    ["Bob， Meg", "Bob‚ Meg", "Bob、Meg", "Bob، Meg", "Bob¸ Meg", "Bob ︐Meg", "Bob ̦ Meg"],
    /looks like a comma/,
  ],
  ["a dot that nobody sees", ["ni̇ko", "nį̇ko", "nı̇ko", "j̇an", "Di\u0323\u0307"], /dot above/],
  [
    "a reserved name with something put in",
    ["SERVER.", "S E R V E R", "s-e-r-v-e-r", "[SERVER]", "_Guest_", "Guest!", "~Everyone~", "SÉRVER"],
    /reserved/,
  ],
  [
    "a reserved name in other characters",
    ["5ERVER", "$ERVER", "S3RV3R", "GUE5T", "Gue$t", "3veryone", "EVERY0NE", "$3RV3R!", "ѕегѵег", "🆂🅴🆁🆅🅴🆁"],
    /reserved/,
  ],
];

/** Names that look like no other name, and names of benchmarks, tests and classes. */
const PLAIN_NAMES = [
  ...["server1", "1server", "Guests", "Guest 2", "Everyone2", "Observer", "Eve", "Gus", "Server Admin"],
  ...["İbrahim", "Ibrahim", "Zoë", "Łukasz", "Nguyễn Ạ", "O'Brien", "Сергей", "Ёлка", "Ελένη", "צה״ל", "हिंदी"],
  ...[
    "Bot 1",
    "Bot 11",
    "user-17",
    "user-l7",
    "bot_0",
    "bot_o",
    "Kunde №1",
    "Kunde №l0",
    "名字很长的学生零",
    "カナ",
    "한글",
  ],
];

describe("a newcomer's name", () => {
  it.each(DISGUISES)("is refused for %s", async (_kind, names, text) => {
    await using server = await startTestServer();
    for (const name of names) {
      for (const answer of await answersTo(server, name)) {
        expect(answer, name).toMatch(/^⛔ Error: /);
        expect(answer, name).toMatch(text);
        expect(Buffer.byteLength(answer)).toBeLessThan(300);
      }
    }
  });

  it("is refused when it looks like that of a user online, until that user is gone", async () => {
    await using server = await startTestServer();
    const coco = await server.join("coco");
    for (const name of ["сосо", "СОСО", "Сосо", "ϲοϲο"]) {
      for (const answer of await answersTo(server, name)) {
        expect(answer, name).toMatch(/^⛔ Error: The name looks like the name of a user/);
        expect(Buffer.byteLength(answer)).toBeLessThan(300);
      }
    }
    coco.end();
    await coco.ended();
    await server.join("сосо");
  });

  it("is refused to all but one of those that look alike and come at once", async () => {
    await using server = await startTestServer();
    const peers = await Promise.all(Array.from({ length: 16 }, () => server.connect()));
    for (const [index, peer] of peers.entries()) peer.write(index % 2 === 0 ? "сосо\n" : "ϲοϲο\n");
    const answers = await Promise.all(peers.map((peer) => peer.nextText()));
    expect(answers.filter((answer) => answer.startsWith("Welcome "))).toHaveLength(1);
    expect(server.node.userCount).toBe(1);
  });

  it("is in use, and does not look like another, when it is the same name", async () => {
    await using server = await startTestServer();
    await server.join("сосо");
    const [answer] = await answersTo(server, "СОСО");
    expect(answer).toBe("⛔ Error: Username already in use! Try with another name.");
  });

  it("is not refused when it is another one, nor for being plain ASCII", async () => {
    await using server = await startTestServer();
    for (const name of PLAIN_NAMES) await server.join(name);
    for (const name of ["сосо", "coco", "Amie", "Arnie", "Group I", "Group 1", "l1l", "lil"]) await server.join(name);
    expect(server.node.userCount).toBe(PLAIN_NAMES.length + 8);
  });

  it("may look like anything where look-alikes are allowed", async () => {
    await using server = await startTestServer({ allowLookAlikes: true });
    const names = ["coco", "сосо", "niko", "ni̇ko", ...DISGUISES.flatMap(([, disguises]) => disguises)];
    // Some are the same name as another.
    for (const name of new Map(names.map((name) => [foldName(name), name])).values()) await server.join(name);
  });

  it("does not carry on with what a refused client sent behind it", async () => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write(`5ERVER\n${createJsonMsg("5ERVER", "", "/shout", "hello")}\n`);
    expect(await peer.nextText()).toMatch(/reserved/);
    await peer.ended();
    expect(server.node.userCount).toBe(0);
  });
});
