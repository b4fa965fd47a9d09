import { findMistake } from "@chat/protocol/mistakes";
import { describe, expect, it } from "vitest";
import { MESSAGE_SAMPLES } from "../../protocol/test/mistake-samples.ts";
import { startTestServer } from "./test-server.ts";

const MESSAGE = '{"from": {"name": "Ada", "ip": ""}, "to": "Ada", "msg": "hi"}';

/** What wrong clients send behind their name, and what their one answer has to say. */
const TOLD: readonly (readonly [title: string, sent: string | Uint8Array, words: RegExp])[] = [
  ["text by hand", "hello\n", /text outside a message: "hello\\n"\. Send \{"from": \{"name": "\.\.\.", /],
  ["a dict of Python", MESSAGE.replaceAll('"', "'"), /broken at byte \d+: .*json\.dumps\(message\)/],
  ["JSON encoded twice", JSON.stringify(MESSAGE), /encoded twice/],
  ["bytes of Python", `b'${MESSAGE}'`, /how Python shows bytes/],
  ["a list", `[${MESSAGE}]`, /no list/],
  ["UTF-16", Buffer.from(MESSAGE, "utf16le"), /Every second byte is 0, so that is UTF-16: send UTF-8/],
  [
    "a length in front",
    Buffer.concat([Buffer.from([0, 0, 0, MESSAGE.length]), Buffer.from(MESSAGE)]),
    /A length in front/,
  ],
  ["a zero byte", "\0", /strlen\(text\)/],
  ["telnet", Uint8Array.of(0xff, 0xfb, 0x1f, 0xff, 0xfb, 0x20), /PuTTY: Raw.*nc/],
  ["a comma too many", MESSAGE.replace(/}$/, ",}"), /comma before "}"/],
  ["typographic quotes", MESSAGE.replaceAll('"', "\u201c"), /typographic/],
  ["a byte order mark", `\ufeff${MESSAGE}`, /byte order mark.*UTF8Encoding\(false\)/],
  ["Latin-1", Buffer.from(MESSAGE.replace("hi", "é"), "latin1"), /byte 6\d \(0xE9\).*Latin-1/],
  [
    "half an emoji",
    Buffer.from(MESSAGE.replace("hi", "\xf0\x9f\x91"), "latin1"),
    /byte 6\d \(0xF0\) is cut.*cut in two/,
  ],
];

describe.each(["join", "joinUnframed"] as const)("a client (%s) that sends", (join) => {
  it.each(TOLD)("%s is told in its one answer", async (_, sent, words) => {
    await using server = await startTestServer();
    const ada = await server[join]("Ada");
    ada.write(sent);
    const text = await ada.nextText();
    expect(text).toMatch(/^⛔ Error: At byte \d+, /);
    expect(text).toMatch(words);
  });
});

describe("a name", () => {
  it.each([
    ["❤️Pai\n", /U\+FE0F behind "❤" \(U\+2764\)/],
    ["Rossi, Anna\n", /the character "," \(U\+002C\)/],
    ['{"name": "Ada"}\n', /Send your name as plain text first/],
    ["\0\x03Ada", /A length in front/],
    ["Ada\0", /zero byte/],
    [Buffer.from("Ada", "utf16le"), /UTF-16/],
    [Buffer.from("José\n", "latin1"), /Latin-1/],
    ["PROXY TCP4 10.0.0.7 10.0.0.1 5000 65432\r\nAda\n", /PROXY protocol header/],
    [Uint8Array.of(0xff, 0xfd, 0x03, 0xff, 0xfb, 0x18), /telnet/],
  ])("that is %j is refused with the reason", async (sent, words) => {
    await using server = await startTestServer();
    const peer = await server.connect();
    peer.write(sent);
    const text = await peer.nextText();
    expect(text).toMatch(/^⛔ Error: /);
    expect(text).toMatch(words);
  });

  it("that silence cut is explained to whoever types its other letters", async () => {
    await using server = await startTestServer();
    const peer = await server.joinUnframed("A");
    peer.write("d");
    expect(await peer.nextText()).toMatch(/outside a message: "d"\. Your name ended after 50 ms of silence/);
  });
});

it("answers every mistake that is known, in less than 1,000 bytes", async () => {
  await using server = await startTestServer();
  for (const [name, title, bytes] of MESSAGE_SAMPLES) {
    const peer = await server.join("Ada");
    peer.write(bytes);
    // Some begin an object that is never over: only the end of the input makes the server answer.
    peer.end();
    const texts = await peer.ended();
    const words = findMistake(Buffer.from(bytes as string))?.mistake.words;
    expect(texts[1], `${name}: ${title}`).toContain(words);
    for (const line of peer.bytes.toString().split("\n")) expect(line.length).toBeLessThan(1_000);
  }
});
