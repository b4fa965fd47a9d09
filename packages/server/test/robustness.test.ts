import { createJsonMsg } from "@chat/protocol";
import { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { startTestServer } from "./test-server.ts";

describe("many direct messages", () => {
  function writeByteByByte(peer: TestPeer, text: string): void {
    for (const byte of Buffer.from(text)) peer.write(Buffer.of(byte));
  }

  it.each([
    ["in one burst", 1_000, (peer: TestPeer, text: string) => peer.write(text)],
    ["byte by byte", 100, writeByteByByte],
  ])("all arrive in order at a framing client when written %s", async (_, count, write) => {
    const texts = Array.from({ length: count }, (_, index) => `message ${index} 👋`);
    await using server = await startTestServer();
    const ada = await server.joinUnframed("ada");
    const bob = await server.join("bob");
    write(ada, texts.map((text) => createJsonMsg("ada", "x", "bob", text)).join(""));
    await bob.waitFor(() => bob.messages.length > texts.length, "all messages");
    expect(bob.messages.slice(1).map(({ msg }) => msg)).toEqual(texts);
    expect(ada.messages).toHaveLength(1);
  });
});

describe("two users who race for one name", () => {
  it("200 times: exactly one has it, and the other reads its refusal [C-34]", async () => {
    await using server = await startTestServer();
    for (let round = 0; round < 200; round++) {
      await using first = await TestPeer.connect({ port: server.port });
      await using second = await TestPeer.connect({ port: server.port });
      first.write(`racer ${round}\n`);
      second.write(`RACER ${round}\n`);
      const texts = await Promise.all([first.nextText(), second.nextText()]);
      const refusals = texts.filter((text) => text === "⛔ Error: Username already in use! Try with another name.");
      const welcomes = texts.filter((text) => text.startsWith("Welcome "));
      expect([refusals.length, welcomes.length], `round ${round}`).toEqual([1, 1]);
    }
  });
});

it("answers an HTTP client with a response that it understands", async () => {
  await using server = await startTestServer();
  const body = createJsonMsg("web", "", "/shout", "hello from a web page");
  const response = await fetch(`http://127.0.0.1:${server.port}/{id}?{x}`, { method: "POST", body });
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(/^⛔ Error: This looks like HTTP/);
});
