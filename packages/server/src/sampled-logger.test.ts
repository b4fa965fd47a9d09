import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RecordingLogger } from "../test/recording-logger.ts";
import { LOG_LINES_PER_WINDOW, LOG_WINDOW_MS, MAX_KINDS_PER_EVENT, SampledLogger } from "./sampled-logger.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const FULL = "Server full: it takes at most 1000 connections. Try again later.";

function setUp() {
  const written = new RecordingLogger();
  const logger = new SampledLogger(written);
  const refuse = (text: string, ip: string) => logger.info({ event: "refused", ip, text }, `refused ${ip}: ${text}`);
  const refuseMany = (count: number, text = FULL) => {
    for (let index = 0; index < count; index++) refuse(text, `10.0.0.${index}`);
  };
  return { written, logger, refuse, refuseMany };
}

describe("a sampled logger", () => {
  it("writes the first lines of a kind as they are, and counts the others at the end of the window", () => {
    const { written, refuseMany } = setUp();
    refuseMany(LOG_LINES_PER_WINDOW + 412);
    expect(written.entries).toHaveLength(LOG_LINES_PER_WINDOW);
    expect(written.entries[0]).toEqual({
      level: "info",
      fields: { event: "refused", ip: "10.0.0.0", text: FULL },
      line: `refused 10.0.0.0: ${FULL}`,
    });
    vi.advanceTimersByTime(LOG_WINDOW_MS - 1);
    expect(written.entries).toHaveLength(LOG_LINES_PER_WINDOW);
    vi.advanceTimersByTime(1);
    expect(written.entries.slice(LOG_LINES_PER_WINDOW)).toEqual([
      {
        level: "info",
        fields: { event: "refused", suppressed: 412, windowMs: LOG_WINDOW_MS },
        line: `… and 412 more like this in 10 s: refused 10.0.0.421: ${FULL}`,
      },
    ]);
  });

  it("says nothing of a window in which all lines were written, and begins anew after it", () => {
    const { written, refuseMany } = setUp();
    for (let window = 1; window <= 3; window++) {
      refuseMany(LOG_LINES_PER_WINDOW);
      vi.advanceTimersByTime(LOG_WINDOW_MS);
      expect(written.entries).toHaveLength(window * LOG_LINES_PER_WINDOW);
    }
  });

  it("lets no kind take the lines of another: levels, events, reasons and texts differ", () => {
    const { written, logger, refuse, refuseMany } = setUp();
    refuseMany(1_000);
    refuse("Username already in use! Try with another name.", "10.0.0.1");
    logger.warn({ event: "refused" }, "a warning");
    logger.error({ event: "claim-failed", error: "no answer" }, "an error");
    logger.error({ event: "claim-failed", error: "no connection" }, "another error");
    logger.info({ event: "leave", reason: "left" }, "Ada left");
    logger.info({ event: "leave", reason: "slow-reader" }, "Bob left");
    logger.warn({ event: "out-of-memory", limit: "maxAllOutboxBytes" }, "of readers");
    logger.warn({ event: "out-of-memory", limit: "maxAllIncompleteBytes" }, "of writers");
    expect(written.entries).toHaveLength(LOG_LINES_PER_WINDOW + 8);
  });

  it("takes texts for equal that differ only in numbers, characters and quoted parts", () => {
    const { written, refuse } = setUp();
    for (let index = 0; index < 100; index++) {
      refuse(`At byte ${index}, 'name ${index}' has U+${(index + 0x1000).toString(16).toUpperCase()}.`, "10.0.0.1");
    }
    expect(written.entries).toHaveLength(LOG_LINES_PER_WINDOW);
  });

  it("writes a bounded number of lines, and remembers a bounded number of kinds, whatever texts peers bring about", () => {
    const { written, logger, refuse } = setUp();
    const words = Array.from({ length: 10_000 }, (_, index) => index.toString(36).replace(/\d/g, "~").padEnd(9, "é"));
    for (const [index, word] of words.entries()) refuse(`${String.fromCharCode(0x4e00 + index)} ${word}`, "10.0.0.1");
    expect(written.entries).toHaveLength(MAX_KINDS_PER_EVENT + LOG_LINES_PER_WINDOW);
    logger.info({ event: "leave", reason: "left" }, "Ada left");
    expect(written.linesOf("info").at(-1)).toBe("Ada left");
    logger.endWindow();
    expect(written.linesOf("info").at(-1)).toContain("more like this");
    expect(written.entries).toHaveLength(MAX_KINDS_PER_EVENT + LOG_LINES_PER_WINDOW + 2);
  });

  it("loses no line of a class that comes, goes and comes again", () => {
    const { written, logger } = setUp();
    for (let lesson = 0; lesson < 4; lesson++) {
      for (let user = 0; user < 40; user++) logger.info({ event: "join", name: `user ${user}` }, `user ${user} joined`);
      for (let user = 0; user < 40; user++) logger.info({ event: "leave", reason: "left" }, `user ${user} left`);
    }
    logger.endWindow();
    expect(written.entries).toHaveLength(4 * 2 * 40);
  });

  it("counts a storm of joins, and keeps the reasons of leaves", () => {
    const { written, logger } = setUp();
    for (let user = 0; user < 10_000; user++) logger.info({ event: "join", name: `user ${user}` }, "joined");
    for (let user = 0; user < 10_000; user++) logger.info({ event: "leave", reason: "lost" }, "left");
    vi.advanceTimersByTime(LOG_WINDOW_MS);
    expect(written.entries).toHaveLength(402);
    expect(written.entries.at(-1)?.fields).toEqual({
      event: "leave",
      reason: "lost",
      suppressed: 9_800,
      windowMs: LOG_WINDOW_MS,
    });
  });

  it("writes its counts when it is closed, with the time that they took", () => {
    const { written, logger, refuseMany } = setUp();
    refuseMany(LOG_LINES_PER_WINDOW + 3);
    vi.advanceTimersByTime(4_000);
    logger.endWindow();
    expect(written.linesOf("info").at(-1)).toContain("… and 3 more like this in 4 s: ");
    expect(vi.getTimerCount()).toBe(0);
    logger.endWindow();
    expect(written.entries).toHaveLength(LOG_LINES_PER_WINDOW + 1);
  });

  it("neither writes nor counts lines of levels that are off", () => {
    const { written } = setUp();
    const quiet = new SampledLogger(Object.assign(written, { isLevelEnabled: (level: string) => level !== "debug" }));
    for (let index = 0; index < 100; index++) quiet.debug({ event: "closed" }, "closed");
    expect(vi.getTimerCount()).toBe(0);
    expect(quiet.isLevelEnabled("debug")).toBe(false);
    quiet.endWindow();
    expect(written.entries).toEqual([]);
  });
});
