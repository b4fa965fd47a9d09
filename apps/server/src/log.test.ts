import { EventEmitter } from "node:events";
import { setImmediate as turnOver } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLogger } from "./log.ts";

/** Standard output with a reader that a test drives. */
class FakeOutput extends EventEmitter {
  readonly lines: string[] = [];
  writableLength = 0;
  isTTY = false;

  write(line: string): void {
    this.lines.push(line);
  }

  asStream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }
}

const JSON_OPTIONS = { logFormat: "json", logLevel: "info", quiet: false } as const;
const PRETTY_OPTIONS = { logFormat: "pretty", logLevel: "info", quiet: false } as const;

afterEach(() => vi.unstubAllEnvs());

describe("createLogger", () => {
  it("writes an event as one JSON object", async () => {
    const output = new FakeOutput();
    createLogger(JSON_OPTIONS, output.asStream()).info({ event: "join", name: "Ada" }, "Ada joined");
    await turnOver();
    expect(output.lines).toHaveLength(1);
    expect(JSON.parse(output.lines[0] ?? "")).toEqual({
      level: "info",
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      event: "join",
      name: "Ada",
      msg: "Ada joined",
    });
  });

  it("loses none of the lines of a turn in which a crowd leaves, if they are read", async () => {
    const output = new FakeOutput();
    const log = createLogger(JSON_OPTIONS, output.asStream());
    for (let user = 0; user < 20_000; user++)
      log.info({ event: "leave", name: `user-${user}` }, `user-${user} left (left)`);
    await turnOver();
    expect(output.lines.join("").split("\n")).toHaveLength(20_001);
    expect(output.lines.length).toBeLessThan(200);
  });

  it("writes an event as one line for people", async () => {
    const output = new FakeOutput();
    createLogger(PRETTY_OPTIONS, output.asStream()).info({ event: "join", name: "Ada" }, "Ada joined");
    await turnOver();
    expect(output.lines).toEqual([expect.stringMatching(/^\[\d\d:\d\d:\d\d\] INFO: Ada joined\n$/)]);
  });

  it("has colours on a terminal alone, and not for who wants none", async () => {
    const terminal = new FakeOutput();
    terminal.isTTY = true;
    vi.stubEnv("NO_COLOR", "");
    createLogger(PRETTY_OPTIONS, terminal.asStream()).info({}, "colourful");
    await turnOver();
    vi.stubEnv("NO_COLOR", "1");
    createLogger(PRETTY_OPTIONS, terminal.asStream()).info({}, "plain");
    await turnOver();
    expect(terminal.lines.map((line) => line.includes("\u001b["))).toEqual([true, false]);
  });

  it.each([
    ["debug", false, ["debug", "info", "warn", "error"]],
    ["info", true, ["warn", "error"]],
    ["error", true, ["error"]],
  ] as const)("writes from level %s on, quiet: %s", async (logLevel, quiet, written) => {
    const output = new FakeOutput();
    const logger = createLogger({ logFormat: "json", logLevel, quiet }, output.asStream());
    for (const level of ["debug", "info", "warn", "error"] as const) logger[level]({}, "");
    await turnOver();
    const lines = output.lines.join("").trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(written);
  });

  it("writes the lines of one turn of the event loop at once, and what may be the last words without waiting", async () => {
    const output = new FakeOutput();
    const logger = createLogger(PRETTY_OPTIONS, output.asStream());
    logger.info({}, "one");
    logger.info({}, "two");
    expect(output.lines).toEqual([]);
    await turnOver();
    expect(output.lines).toEqual([expect.stringMatching(/one\n.*two\n$/)]);
    logger.info({}, "three");
    logger.fatal({}, "the end");
    expect(output.lines).toEqual([expect.anything(), expect.stringMatching(/three\n.*the end\n$/)]);
  });

  it("drops what does not fit while nobody reads, and tells how much afterwards", async () => {
    const output = new FakeOutput();
    const logger = createLogger(JSON_OPTIONS, output.asStream());
    output.writableLength = 1024 * 1024;
    logger.info({}, "just fits");
    await turnOver();
    output.writableLength += 1;
    logger.info({}, "dropped");
    logger.info({}, "dropped too");
    output.writableLength = 0;
    output.emit("drain");
    output.emit("drain");
    await turnOver();
    expect(output.lines.map((line) => JSON.parse(line).msg)).toEqual([
      "just fits",
      "2 log lines were dropped: nobody read them",
    ]);
  });
});
