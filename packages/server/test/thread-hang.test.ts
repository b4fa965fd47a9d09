import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

const ENDPOINTS = fileURLToPath(new URL("fixtures/thread-endpoints.ts", import.meta.url));

it("ends a thread that hangs, and starts another in its place", async () => {
  const logger = new RecordingLogger();
  // On a busy machine a thread may need longer for its start.
  const hangTimes = { checkEveryMs: 100, hangTimeoutMs: Number.POSITIVE_INFINITY };
  await using server = await startTestServer({
    threads: 2,
    hangTimes,
    modules: [ENDPOINTS],
    logger,
  });
  const ada = await server.join("Ada");
  hangTimes.hangTimeoutMs = 5_000;
  ada.send("Ada", "/hang", "");
  await ada.ended();
  hangTimes.hangTimeoutMs = Number.POSITIVE_INFINITY;
  await eventually(() => logger.linesOf("info").some((line) => line.endsWith("serves again")), "another thread");
  expect(logger.linesOf("error")).toEqual([
    expect.stringMatching(/^thread [12] hangs/),
    expect.stringMatching(/^thread [12] died: it was ended$/),
  ]);
  await server.join("Ada");
});
