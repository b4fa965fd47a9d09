import { createJsonMsg } from "@chat/protocol";
import { expect, it } from "vitest";
import { OriginalServer } from "./original-server.ts";
import { TestPeer } from "./test-peer.ts";

/** Joins, lets the server read these chunks one by one, and returns the texts of the messages that it lost. */
async function loseTexts(chunks: readonly string[]): Promise<string[]> {
  await using server = await OriginalServer.start();
  await using ada = await TestPeer.connect(server);
  ada.write("ada");
  await ada.next();
  for (const chunk of chunks) {
    const readsBefore = server.reads.length;
    ada.write(chunk);
    await expect.poll(() => server.reads.length, { interval: 1 }).toBeGreaterThan(readsBefore);
  }
  // What comes behind all of it shows that everything was read.
  const bob = await TestPeer.connect(server);
  bob.write("bob");
  await bob.next();
  ada.write(message("last", "bob"));
  await bob.next();
  bob.vanish();
  return server.lost.map(({ msg }) => msg);
}

function message(text: string, to = "nobody"): string {
  return createJsonMsg("ada", "127.0.0.1", to, text);
}

it("loses nothing of what comes one by one, newline or not", async () => {
  expect(await loseTexts([message("a"), `${message("b")}\n`])).toEqual([]);
});

it("counts each message of a read that holds several", async () => {
  expect(await loseTexts([`${message("a")}\n${message("b")}\n${message("c")}\n`, message("d")])).toEqual([
    "a",
    "b",
    "c",
  ]);
});

it("counts a message that is cut once, and the one that its end is glued to", async () => {
  const [whole, next] = [message("a"), message("b")];
  expect(await loseTexts([whole.slice(0, 20), whole.slice(20) + next])).toEqual(["a", "b"]);
});

it("counts a message that is longer than a read", async () => {
  const text = "x".repeat(1_500);
  expect(await loseTexts([message(text)])).toEqual([text]);
});
