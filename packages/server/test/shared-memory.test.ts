import { expect, it } from "vitest";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

// A line that all receivers wait for is in memory once. Counted for each, it would end the connections of people who read.

const READERS = 30;
/** The longest text: each character is an escape of six bytes on the wire. */
const TEXT = "é".repeat(30_000);

it("cuts off no user for a shout that all have room for, however small the memory for all is", async () => {
  const logger = new RecordingLogger();
  await using server = await startTestServer({ limits: { maxAllOutboxBytes: 2_000_000 }, logger });
  const readers = await Promise.all(Array.from({ length: READERS }, (_, index) => server.join(`Reader ${index}`)));
  // The runtime copies what a kernel does not take at once, for each receiver: that is 16 KiB for a client that frames.
  const ada = await server.join("Ada");
  ada.send("Ada", "/shout", TEXT);
  expect(await ada.nextText()).toBe(`Message sent to ${READERS} users`);
  for (const reader of readers)
    await reader.waitFor(() => reader.messages.some(({ msg }) => msg === TEXT), "the shout");
  expect(server.node.userCount).toBe(READERS + 1);
  expect(logger.linesOf("warn")).toEqual([]);
});
