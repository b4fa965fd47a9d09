import { expect, it } from "vitest";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

// What all receivers wait for is in memory once. To count it for each would end the connections of people who read.

const READERS = 30;
/** As long as it gets: each character is an escape of six bytes on the wire. */
const TEXT = "é".repeat(30_000);

it("cuts nobody off for a shout that all have room for, however small the memory of all is", async () => {
  const logger = new RecordingLogger();
  await using server = await startTestServer({ limits: { maxAllOutboxBytes: 2_000_000 }, logger });
  const readers = await Promise.all(Array.from({ length: READERS }, (_, index) => server.join(`Reader ${index}`)));
  // The runtime copies what a kernel does not take at once, for each receiver: that is 16 KiB for who frames.
  const ada = await server.join("Ada");
  ada.send("Ada", "/shout", TEXT);
  expect(await ada.nextText()).toBe(`Message sent to ${READERS} users`);
  for (const reader of readers)
    await reader.waitFor(() => reader.messages.some(({ msg }) => msg === TEXT), "the shout");
  expect(server.node.userCount).toBe(READERS + 1);
  expect(logger.linesOf("warn")).toEqual([]);
});
