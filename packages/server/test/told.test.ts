import { findMistake } from "@chat/protocol/mistakes";
import { describe, expect, it } from "vitest";
import { MESSAGE_SAMPLES, type MistakeSample, NAME_SAMPLES } from "../../protocol/test/mistake-samples.ts";
import { startTestServer } from "./test-server.ts";

/** What wrong clients send behind their name, and what their one answer has to say. */
const TOLD: readonly (readonly [mistake: string, title: string, words: RegExp])[] = [
  ["python-repr", "a dict", /broken at byte \d+: .*json\.dumps\(message\)/],
  ["encoded-twice", "json.dumps twice", /encoded twice/],
  ["python-bytes", "str(data)", /how Python shows bytes/],
  ["list-of-messages", "a list of one", /no list/],
  ["utf-16", "little-endian", /a 0 as every second byte, is UTF-16: send UTF-8/],
  ["length-prefix", "70 in 4 bytes, big-endian", /A length in front/],
  ["zero-byte-end", "strlen + 1", /strlen\(text\)/],
  ["telnet", "a negotiation", /PuTTY: Raw.*nc/],
  ["trailing-comma", "before the end", /comma before "}"/],
  ["typographic-quotes", "double", /typographic/],
  ["byte-order-mark", "in front", /byte order mark.*UTF8Encoding\(false\)/],
  ["latin-1", "an é", /byte 7\d \(0xE8\).*Latin-1/],
  ["cut-character", "half an emoji", /byte 7\d \(0xF0\) is cut.*cut in two/],
];

function findSample(samples: readonly MistakeSample[], mistake: string, title: string): string | Uint8Array {
  const sample = samples.find(([name, what]) => name === mistake && what === title);
  if (!sample) throw new Error(`Expected a sample of ${mistake}: ${title}.`);
  return sample[2];
}

describe.each(["join", "joinUnframed"] as const)("a client (%s) that sends", (join) => {
  it.each(TOLD)("%s (%s) is told in its one answer", async (mistake, title, words) => {
    await using server = await startTestServer();
    const ada = await server[join]("Ada");
    ada.write(findSample(MESSAGE_SAMPLES, mistake, title));
    const text = await ada.nextText();
    expect(text).toMatch(/^⛔ Error: At byte \d+, /);
    expect(text).toMatch(words);
  });

  it("a line by hand, and something else in the same read, gets an answer about the line alone", async () => {
    await using server = await startTestServer();
    const ada = await server[join]("Ada");
    ada.write(`hello\n${findSample(MESSAGE_SAMPLES, "python-repr", "a dict")}`);
    expect(await ada.nextText()).toMatch(/text outside a message: "hello\\n"\. Send \{"from": \{"name": "\.\.\.", /);
  });
});

describe("a name", () => {
  it.each([
    ["❤️Pai\n", /U\+FE0F behind "❤" \(U\+2764\)/],
    ["Rossi, Anna\n", /the character "," \(U\+002C\)/],
    [findSample(NAME_SAMPLES, "name-as-json", "an object"), /Send your name as plain text first/],
    [findSample(NAME_SAMPLES, "length-prefix", "writeUTF"), /A length in front/],
    [findSample(NAME_SAMPLES, "zero-byte-end", "strlen + 1"), /zero byte/],
    [findSample(NAME_SAMPLES, "utf-16", "little-endian"), /UTF-16/],
    [findSample(NAME_SAMPLES, "latin-1", "José"), /Latin-1/],
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
