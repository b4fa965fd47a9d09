import { createJsonMsg } from "@chat/protocol";
import { expect, it } from "vitest";
import { startTestServer } from "./test-server.ts";

it("reads by data events where sockets can't be read into one buffer", async () => {
  await using server = await startTestServer({
    sharedReadBuffer: false,
    limits: { messagesPerSecond: 200, messageBurst: 10 },
  });
  const [ada, bob] = [await server.join("Ada"), await server.joinUnframed("Bob")];
  // More than the burst: bytes that are held back stay in memory that no other read uses.
  const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`);
  const stream = texts.map((text) => createJsonMsg("Ada", "127.0.0.1", "Bob", text)).join("");
  ada.write(stream.slice(0, 1_001));
  ada.write(stream.slice(1_001));
  for (const text of texts) expect(await bob.nextText()).toBe(text);
});
