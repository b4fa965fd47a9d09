import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePort, startScriptedServer } from "@chat/testing";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findReachProblem } from "./reach.ts";
import { startSpawnedServer } from "./spawned-server.ts";

const signal = new AbortController().signal;
const host = "127.0.0.1";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-load-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A command that listens, from a process that the command's own process has started. */
function commandListeningOn(port: number): string {
  const server = `console.log("listening"); require("net").createServer().listen(${port}, "127.0.0.1")`;
  const starter = `require("child_process").spawn(process.execPath, ["-e", process.argv[1]], { stdio: "inherit" })`;
  return `"${process.execPath}" -e '${starter}' '${server}'`;
}

it("waits until it accepts, logs what it prints, and ends it with all that it started", async () => {
  const port = await choosePort();
  const logFile = join(folder, "server.log");
  {
    await using server = await startSpawnedServer({ command: commandListeningOn(port), host, port, logFile, signal });
    expect(await findReachProblem(host, port)).toBeNull();
    expect(server.pid).toBeGreaterThan(0);
    if (process.platform === "linux") expect(server.readUsage()?.memoryBytes).toBeGreaterThan(0);
  }
  expect(await readFile(logFile, "utf8")).toBe("listening\n");
  // It is killed, and does not go by itself: wait until the port is free again.
  await expect.poll(async () => await findReachProblem(host, port)).toBe("nothing listens there");
});

it("says that the command has ended", async () => {
  const port = await choosePort();
  const command = `"${process.execPath}" -e "process.exit(3)"`;
  await expect(startSpawnedServer({ command, host, port, logFile: null, signal })).rejects.toThrow(
    "ended with code 3 before it accepted connections.",
  );
});

it("says that there is no such command", async () => {
  const port = await choosePort();
  const command = "there-is-no-such-command --port 1";
  await expect(startSpawnedServer({ command, host, port, logFile: null, signal })).rejects.toThrow(
    '"there-is-no-such-command --port 1" can\'t be started',
  );
});

it("tests nobody who has the port already", async () => {
  await using other = await startScriptedServer(() => undefined);
  await expect(
    startSpawnedServer({ command: "node server.js", host, port: other.port, logFile: null, signal }),
  ).rejects.toThrow("accepts connections");
});

it("stops waiting when it is told to", async () => {
  const port = await choosePort();
  const command = `"${process.execPath}" -e "setInterval(() => 0, 1000)"`;
  const stopped = new AbortController();
  const starting = startSpawnedServer({ command, host, port, logFile: null, signal: stopped.signal });
  stopped.abort();
  await expect(starting).rejects.toThrow("aborted");
});
