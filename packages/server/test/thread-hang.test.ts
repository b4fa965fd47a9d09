import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { RecordingLogger } from "./recording-logger.ts";
import { startTestServer } from "./test-server.ts";

const HANG_TIMES = { checkEveryMs: 100, hangTimeoutMs: 5_000 };

const ENDPOINTS = fileURLToPath(new URL("fixtures/thread-endpoints.ts", import.meta.url));

it("ends a thread that hangs, and starts another in its place", async () => {
  const logger = new RecordingLogger();
  await using server = await startTestServer({
    threads: 2,
    hangTimes: HANG_TIMES,
    endpointModules: [ENDPOINTS],
    logger,
  });
  const ada = await server.join("Ada");
  ada.send("Ada", "/hang", "");
  await ada.ended();
  await eventually(() => logger.linesOf("info").some((line) => line.endsWith("serves again")), "another thread");
  expect(logger.linesOf("error")).toEqual([
    expect.stringMatching(/^thread [12] hangs/),
    expect.stringMatching(/^thread [12] died: it was ended$/),
  ]);
  await server.join("Ada");
});
