import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { createChatNode } from "@chat/server";
import { CommandProcess, OriginalServer, startScriptedServer } from "@chat/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RunResultSchema } from "../src/result/run-result.ts";

// Each of these starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const cli = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-load-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function run(args: readonly string[]) {
  await using command = new CommandProcess(cli, args);
  const exitCode = await command.closed();
  return { exitCode, output: command.output, errors: command.errors };
}

async function readJson(path: string) {
  return RunResultSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

/** A run that takes as little time as one can. */
const SHORT_STRESS = ["stress", "--bots", "5", "--duration", "500ms", "--pace", "20ms-50ms"];

describe("chat-load", () => {
  it("lists its commands", async () => {
    const { exitCode, output } = await run(["--help"]);
    expect(exitCode).toBe(0);
    for (const word of ["stress", "breaking-point", "bench", "selftest", "report"]) {
      expect(output).toMatch(new RegExp(`^  ${word} `, "m"));
    }
  });

  it("needs a command", async () => {
    expect(await run([])).toMatchObject({ exitCode: 2, output: expect.stringContaining("Commands") });
  });

  it("tells its version", async () => {
    const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
    const version = `${JSON.parse(manifest).version}\n`;
    expect(await run(["--version"])).toMatchObject({ exitCode: 0, output: version });
    expect(await run(["bench", "--version"])).toMatchObject({ exitCode: 0, output: version });
  });

  it("guesses which command was meant", async () => {
    const { exitCode, errors } = await run(["braking-point"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("There is no command braking-point. Did you mean breaking-point?");
    expect((await run(["constructor"])).errors).toContain("There is no command constructor.\n");
  });
});

describe("a run", () => {
  it("starts a server itself, prints the table and writes what was asked for", async () => {
    const json = join(folder, "run.json");
    const html = join(folder, "run.html");
    const { exitCode, output, errors } = await run([...SHORT_STRESS, "--json", json, "--html", html]);
    expect(errors).toContain("answers, and refuses a name in use.");
    expect(output).toContain("PASSED");
    expect(exitCode).toBe(0);
    const result = await readJson(json);
    expect(result).toMatchObject({ command: "stress", exitCode: 0, clients: { joined: 5 } });
    expect(result.commandLine).toMatch(/^chat-load stress --bots 5 /);
    expect(await readFile(html, "utf8")).toContain("<!doctype html>");
    expect(await run(["report", json])).toMatchObject({ exitCode: 0, output: expect.stringContaining("PASSED") });
  });

  it("aims at the server that it is told", async () => {
    await using node = createChatNode({ host: "127.0.0.1", port: 0 });
    const names = new Set<string>();
    node.on("join", ({ name }) => names.add(name));
    const { port } = await node.listen();
    expect(await run([...SHORT_STRESS, "--port", `${port}`])).toMatchObject({ exitCode: 0 });
    // The one who looked first, and five bots.
    expect(names.size).toBe(6);
  });

  it("crosses a threshold", async () => {
    const { exitCode, output } = await run([...SHORT_STRESS, "--fail-if", "p99<1h", "--fail-if", "lost>0"]);
    expect(exitCode).toBe(99);
    expect(output).toContain("THRESHOLD CROSSED");
  });

  it("says nothing when it is to be quiet, but for what went wrong", async () => {
    expect(await run([...SHORT_STRESS, "--quiet"])).toEqual({ exitCode: 0, output: "", errors: "" });
    const failed = await run([...SHORT_STRESS, "--quiet", "--fail-if", "p99<1h"]);
    expect(failed).toMatchObject({ exitCode: 99, output: "" });
    expect(failed.errors).toMatch(/^chat-load: A condition came true: p99<1h\. .*\n$/);
  });

  it("tells what an original server lost, by its exit code", async () => {
    await using server = await OriginalServer.start();
    // Many messages at once: some meet in one read, of which that server understands none.
    const args = [
      "bench",
      "--scenario",
      "dm",
      "--users",
      "10",
      "--in-flight",
      "20",
      "--duration",
      "1s",
      "--warm-up",
      "0s",
    ];
    const { exitCode, output } = await run([...args, "--port", `${server.port}`]);
    expect(output).toContain("MESSAGES LOST");
    expect(exitCode).toBe(98);
  });

  it("finds the limit of a server that takes only so many", async () => {
    await using node = createChatNode({ host: "127.0.0.1", port: 0, limits: { maxConnections: 120 } });
    const { port } = await node.listen();
    const json = join(folder, "run.json");
    const args = [
      "breaking-point",
      "--step",
      "50",
      "--every",
      "500ms",
      "--heartbeat",
      "500ms",
      "--max-clients",
      "1000",
    ];
    const { exitCode } = await run([...args, "--port", `${port}`, "--json", json]);
    expect(exitCode).toBe(0);
    const { verdict } = await readJson(json);
    expect(verdict).toMatchObject({ kind: "limit-found", limit: "connect-refused", clients: 120 });
    expect(verdict.evidence[0]).toContain("Server full");
  });

  it("spawns a server, and ends it with itself", async () => {
    await using reserved = await OriginalServer.start();
    const { port } = reserved;
    await reserved[Symbol.asyncDispose]();
    const server = fileURLToPath(new URL("../../server/src/cli.ts", import.meta.url));
    const spawn = `"${process.execPath}" --conditions=@chat/source "${server}" --host 127.0.0.1 --port ${port}`;
    const json = join(folder, "run.json");
    const log = join(folder, "server.log");
    const target = ["--port", `${port}`, "--spawn", spawn, "--spawn-log", log];
    const { exitCode } = await run([...SHORT_STRESS, ...target, "--json", json]);
    expect(exitCode).toBe(0);
    expect((await readJson(json)).server.command).toBe(spawn);
    expect(await readFile(log, "utf8")).toContain("joined from 127.0.0");
    expect(await run([...SHORT_STRESS, "--port", `${port}`])).toMatchObject({ exitCode: 1 });
  });
});

describe("a run that can't be", () => {
  it("is not aimed at somebody else's server", async () => {
    const { exitCode, errors } = await run([...SHORT_STRESS, "--host", "192.0.2.1"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("give --i-own-this-server if it is yours.");
  });

  it("says that nothing is there", async () => {
    await using reserved = await OriginalServer.start();
    const { port } = reserved;
    await reserved[Symbol.asyncDispose]();
    const { exitCode, errors } = await run([...SHORT_STRESS, "--port", `${port}`]);
    expect(errors).toContain(`The server can't be reached (127.0.0.1:${port}: nothing listens there).`);
    expect(exitCode).toBe(1);
  });

  it("ends at once when what it was to start can't be started", async () => {
    await using reserved = await OriginalServer.start();
    const { port } = reserved;
    await reserved[Symbol.asyncDispose]();
    const startedAt = performance.now();
    const { exitCode, errors } = await run([...SHORT_STRESS, "--spawn", "no-such-program", "--port", `${port}`]);
    expect(errors).toContain(`"no-such-program" can't be started`);
    expect(exitCode).toBe(1);
    // It would be waited for half a minute that something accepts connections.
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it("says before it starts that its result could not be written", async () => {
    const { exitCode, errors } = await run([...SHORT_STRESS, "--json", join(folder, "none", "run.json")]);
    expect(errors).toContain("can't be written: ENOENT.");
    expect(exitCode).toBe(2);
    expect((await run([...SHORT_STRESS, "--html", folder])).errors).toContain("is a folder");
  });

  // Of Linux: a file that can be opened, and never written.
  it.runIf(process.platform === "linux")("keeps what it can when a file can't be written in the end", async () => {
    const html = join(folder, "run.html");
    const { exitCode, output, errors } = await run([...SHORT_STRESS, "--json", "/dev/full", "--html", html]);
    expect({ exitCode, errors }).toEqual({
      exitCode: 1,
      errors: expect.stringContaining("chat-load: /dev/full can't be written: ENOSPC.\n"),
    });
    expect(output).toContain("PASSED");
    expect(await readFile(html, "utf8")).toContain("<html");
    const json = join(folder, "run.json");
    await run([...SHORT_STRESS, "--json", json, "--quiet"]);
    expect(await run(["report", json, "--html", join(folder, "no", "r.html")])).toMatchObject({
      exitCode: 2,
      errors: expect.stringMatching(/^chat-load report: .*r\.html can't be written: ENOENT\.\n$/),
    });
  });
});

describe("Ctrl-C", () => {
  it.each(["SIGINT", "SIGTERM", "SIGQUIT"] as const)("ends the run with its report (%s)", async (signal) => {
    const json = join(folder, "run.json");
    await using command = new CommandProcess(cli, ["stress", "--duration", "1h", "--bots", "5", "--json", json]);
    await waitForErrors(command, /clients 5 of 5/);
    command.signal(signal);
    expect(await command.closed()).toBe(0);
    expect(command.output).toContain("INTERRUPTED");
    expect((await readJson(json)).verdict.kind).toBe("interrupted");
  });

  it("ends it at once the second time", async () => {
    const welcome = serverTexts.welcome.write("you", { names: [], count: 0, maxTextBytes: 900 });
    // It answers nothing afterwards, so that the first Ctrl-C has something to wait for.
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.write(createJsonMsg(SERVER_NAME, SERVER_IP, "you", welcome)));
    });
    await using command = new CommandProcess(cli, ["stress", "--duration", "1h", "--port", `${server.port}`]);
    await waitForErrors(command, /Running …/);
    await waitForErrors(command, /sent [1-9]/);
    command.signal("SIGINT");
    await waitForErrors(command, /Waiting for what is under way …/);
    command.signal("SIGINT");
    expect(await command.closed()).toBe(130);
    expect(command.output).toBe("");
  });
});

/** Progress is told on standard error. */
async function waitForErrors(command: CommandProcess, pattern: RegExp): Promise<void> {
  await expect.poll(() => command.errors, { timeout: 10_000 }).toMatch(pattern);
}
