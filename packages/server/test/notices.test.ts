import { setTimeout as delay } from "node:timers/promises";
import { decodeJsonMsg } from "@chat/protocol";
import type { TestPeer } from "@chat/testing";
import { describe, expect, it } from "vitest";
import { shareServers } from "./shared-servers.ts";
import { startTestServer } from "./test-server.ts";

shareServers();

const messageTo = (to: string, msg = "hello") => JSON.stringify({ from: { name: "Ada", ip: "10.0.0.9" }, to, msg });

/** Waits for a notice. */
async function nextNotice(peer: TestPeer): Promise<string> {
  for (;;) {
    const text = await peer.nextText();
    if (text.startsWith("Notice: ")) return text;
  }
}

describe("the notice of a usual mistake", () => {
  it.each([
    [
      "brace",
      messageTo("Bob").slice(0, -1),
      /^Notice: The message that began at byte 4 has no end: one "\{" is still open\. No/,
    ],
    [
      "quote",
      `${messageTo("Bob").slice(0, -2)}}`,
      /began at byte 4 has no end: one "\{" is still open and so is a string: a quote/,
    ],
  ])(
    "a forgotten %s, 2 s later, and at once when the next message begins on a new line [C-73]",
    async (_, open, text) => {
      await using server = await startTestServer();
      const [later, atOnce] = [await server.join("Ada"), await server.join("Bob")];
      const sentAt = performance.now();
      later.write(open);
      atOnce.write(`${open}\n${messageTo("/time")}\n`);
      expect(await nextNotice(atOnce)).toMatch(text);
      expect(later.messages).toHaveLength(1);
      expect(await nextNotice(later)).toMatch(text);
      expect(performance.now() - sentAt).toBeGreaterThan(1_990);
    },
  );

  it.each<[to: string, answer: RegExp, notice: string]>([
    [
      "Everyone",
      /^❌ Error: User 'Everyone' not found\.$/,
      '"to" takes one user. To write to everyone, send your message to "/shout". For example: …"to": "/shout", "msg": "hello"}',
    ],
    [
      "@Bob",
      /^❌ Error: User '@Bob' not found\.$/,
      'Write the name without "@". For example: …"to": "Bob", "msg": "hello"}',
    ],
    [
      "list",
      /^❌ Error: User 'list' not found\.$/,
      'A command begins with "/". For example: …"to": "/list", "msg": ""}',
    ],
    [
      " /list",
      /^❌ Error: User ' \/list' not found\.$/,
      'There is white space beside the command in "to". Send the command alone. For example: …"to": "/list", "msg": ""}',
    ],
    [
      "/shout hello",
      /^❌ Error: Unknown command '\/shout hello'\. Send/,
      '"to" takes the receiver alone. The text goes into "msg". For example: …"to": "/shout", "msg": "hello"}',
    ],
    [
      "/List",
      /^❌ Error: Unknown command '\/List'\. Send/,
      'Write commands in small letters. For example: …"to": "/list", "msg": ""}',
    ],
  ])("a message to %j: the answer, and the right form once a minute", async (to, answer, notice) => {
    await using server = await startTestServer();
    const ada = await server.join("Ada");
    ada.write(`${messageTo(to)}\n`.repeat(3) + messageTo("/time"));
    const texts = [await ada.nextText(), await ada.nextText(), await ada.nextText(), await ada.nextText()];
    expect(texts[0]).toMatch(answer);
    expect(texts[1]).toBe(`Notice: ${notice.replace("…", '{"from": {"name": "Ada", "ip": "127.0.0.1"}, ')}`);
    expect(texts.slice(2)).toEqual([texts[0], texts[0]]);
    expect(await ada.nextText()).toMatch(/^Server time: /);
  });

  it("knows who is online, on whatever thread", async () => {
    await using server = await startTestServer();
    const [ada] = [await server.join("Ada"), await server.join("Bob"), await server.join("Cleo")];
    ada.write(messageTo("Cleo: how are you?"));
    expect(await nextNotice(ada)).toMatch(/The text goes into "msg".*"to": "Cleo", "msg": "how are you\?"}$/);
  });

  it("faster than the rate: which one, and that nothing is lost", async () => {
    await using server = await startTestServer({ limits: { messagesPerSecond: 50, messageBurst: 5 } });
    const ada = await server.join("Ada");
    ada.write(`${messageTo("/time")}\n`.repeat(20));
    await ada.waitFor(() => ada.messages.length === 22, "20 answers, the welcome and one notice");
    const notices = ada.messages.map(({ msg }) => msg).filter((text) => text.startsWith("Notice: "));
    expect(notices).toEqual([
      "Notice: You send more than 50 messages per second, so the server reads what you send more slowly. " +
        "Nothing is lost, it only waits. Send less, or wait for the answers before you send more.",
    ]);
  });
});

describe("a client that takes each read for the answer to its last message", () => {
  it("reads the expected answer each time, in the rhythm of the original's stress script", async () => {
    await using server = await startTestServer();
    const peer = await server.joinUnframed("Ada");
    const wrong = ["Everyone", "Everyone", "@Bob", "list", " /list", "/shout hello"];
    for (let round = 0; round < 12; round++) {
      const to = wrong[round % wrong.length] as string;
      peer.write(messageTo(to));
      await delay(100);
      await peer.waitFor(() => peer.reads.length >= round + 2, "the answer");
    }
    const texts = peer.reads.map((read) => decodeJsonMsg(read)?.msg);
    expect(texts).toHaveLength(13);
    for (const [index, text] of texts.slice(1).entries()) {
      const to = wrong[index % wrong.length] as string;
      expect(text).toMatch(to.startsWith("/") ? `Unknown command '${to}'` : `User '${to}' not found.`);
    }
  });
});
