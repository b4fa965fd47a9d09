import { mkdtemp, readFile, rm } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createJsonMsg, SERVER_IP, SERVER_NAME, serverTexts } from "@chat/protocol";
import { createChatNode } from "@chat/server";
import { CommandProcess, choosePort, OriginalServer, startScriptedServer } from "@chat/testing";
import { PtyProcess } from "@chat/testing/terminal";
import { describe, expect, it, vi } from "vitest";
import { type RunResult, RunResultSchema } from "../src/result/run-result.ts";
import { CLI } from "./support/command-under-test.ts";
import { expectPublished } from "./support/published-schema.ts";

// Each of these starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** A folder of a test's own, which is removed with it. */
async function createFolder() {
  const path = await mkdtemp(join(tmpdir(), "chat-load-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

async function run(args: readonly string[]) {
  await using command = new CommandProcess(CLI, args);
  const exitCode = await command.closed();
  return { exitCode, output: command.output, errors: command.errors };
}

/** Reads a result as other programs do, by the published schema, and as we do. */
function parseResult(json: string): RunResult {
  expectPublished(JSON.parse(json));
  return RunResultSchema.parse(JSON.parse(json));
}

async function readJson(path: string) {
  return parseResult(await readFile(path, "utf8"));
}

/** A run that takes as little time as one can. */
const SHORT_STRESS = ["stress", "--bots", "5", "--duration", "200ms", "--pace", "20ms-50ms"];

/**
 * Exit codes and verdicts of a run in which nothing was lost: on a machine that has no time for it, the tester says so and judges
 * nobody. run-command.test.ts has the exit codes of made-up runs.
 */
const NOTHING_LOST = [0, 97];
const NOTHING_LOST_VERDICT = /PASSED|TESTER SATURATED/;

describe.concurrent("chat-load", () => {
  it("lists its commands", async () => {
    const { exitCode, output } = await run(["--help"]);
    expect(exitCode).toBe(0);
    for (const word of ["stress", "breaking-point", "bench", "run", "selftest", "report"]) {
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

describe.concurrent("a run", () => {
  it("starts a server itself, prints the table and writes what was asked for", async () => {
    await using folder = await createFolder();
    const json = join(folder.path, "run.json");
    const html = join(folder.path, "run.html");
    const { exitCode, output, errors } = await run([...SHORT_STRESS, "--json", json, "--html", html]);
    expect(errors).toContain("answers, and refuses a name in use.");
    expect(output).toMatch(NOTHING_LOST_VERDICT);
    expect(exitCode).toBeOneOf(NOTHING_LOST);
    const result = await readJson(json);
    expect(result).toMatchObject({ command: "stress", exitCode, clients: { joined: 5 } });
    expect(result.commandLine).toMatch(/^chat-load stress --bots 5 /);
    expect(await readFile(html, "utf8")).toContain("<!doctype html>");
    const report = { exitCode: 0, output: expect.stringMatching(NOTHING_LOST_VERDICT) };
    expect(await run(["report", json])).toMatchObject(report);
    expect(await run(["report", json, "--html", join(folder.path, "no", "r.html")])).toMatchObject({
      exitCode: 2,
      errors: expect.stringMatching(/^chat-load report: .*r\.html can't be written: ENOENT\.\n$/),
    });
  });

  it("aims at the server that it is told, and writes JSON alone to standard output", async () => {
    await using node = createChatNode({ host: "127.0.0.1", port: 0 });
    const names = new Set<string>();
    node.on("join", ({ name }) => names.add(name));
    const { port } = await node.listen();
    const args = [...SHORT_STRESS, "--port", `${port}`, "--json", "-", "--fail-if", "p37>1h"];
    const { exitCode, output, errors } = await run(args);
    const result = parseResult(output);
    expect(result).toMatchObject({ command: "stress", exitCode, thresholds: [{ condition: "p37>1h" }] });
    expect(errors).toContain("Clients join …");
    expect(errors).toContain("\nThresholds (--fail-if)\n");
    expect(exitCode).toBeOneOf(NOTHING_LOST);
    // The one who looked first, and five bots.
    expect(names.size).toBe(6);
  });

  it("tells what an original server lost, by its exit code", async () => {
    await using server = await OriginalServer.start();
    // Many messages at once: some meet in one read, of which that server understands none.
    const args = [
      "bench",
      "--workload",
      "dm",
      "--users",
      "10",
      "--in-flight",
      "20",
      "--duration",
      "500ms",
      "--warm-up",
      "0s",
      "--timeout",
      "3s",
    ];
    const { exitCode, output } = await run([...args, "--port", `${server.port}`]);
    expect(output.replace(/\s+/g, " ")).toMatch(/[1-9]\d* of \d+ messages and answers were lost\./);
    // It waits for seconds for what was lost; on a machine that is busy meanwhile, the tester says so and judges nobody.
    const isTesterSaturated = output.includes("TESTER SATURATED");
    expect(output).toContain(isTesterSaturated ? "TESTER SATURATED" : "MESSAGES LOST");
    expect(exitCode).toBe(isTesterSaturated ? 97 : 98);
  });

  it("finds the limit of a server that takes only so many", async () => {
    await using folder = await createFolder();
    await using node = createChatNode({ host: "127.0.0.1", port: 0, limits: { maxConnections: 120 } });
    const { port } = await node.listen();
    const json = join(folder.path, "run.json");
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
      // A busy machine is slow before the server is full.
      "--max-handshake",
      "20s",
      "--max-latency",
      "20s",
    ];
    const { exitCode } = await run([...args, "--port", `${port}`, "--json", json]);
    const { verdict, clients } = await readJson(json);
    expect(clients.peak).toBeLessThanOrEqual(120);
    // On a very busy machine the tester gives way first; runs.test.ts has a search that only the server can end.
    const isTesterSaturated = exitCode === 97;
    expect(exitCode).toBe(isTesterSaturated ? 97 : 0);
    expect(verdict).toMatchObject(
      isTesterSaturated ? { kind: "tester-saturated", limit: "tester-event-loop" } : { kind: "limit-found" },
    );
  });

  it("spawns a server, and ends it with itself", async () => {
    await using folder = await createFolder();
    const port = await choosePort();
    const server = fileURLToPath(new URL("../../server/src/cli.ts", import.meta.url));
    const spawn = `"${process.execPath}" --conditions=@chat/source "${server}" --host 127.0.0.1 --port ${port}`;
    const json = join(folder.path, "run.json");
    const log = join(folder.path, "server.log");
    const target = ["--port", `${port}`, "--spawn", spawn, "--spawn-log", log];
    const { exitCode } = await run([...SHORT_STRESS, ...target, "--json", json]);
    expect(exitCode).toBeOneOf(NOTHING_LOST);
    expect((await readJson(json)).server.command).toBe(spawn);
    expect(await readFile(log, "utf8")).toContain("joined from 127.0.0");
    expect(await run([...SHORT_STRESS, "--port", `${port}`])).toMatchObject({ exitCode: 1 });
  });
});

describe.concurrent("a run that can't be", () => {
  it("is not aimed at somebody else's server", async () => {
    const { exitCode, errors } = await run([...SHORT_STRESS, "--host", "192.0.2.1"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("give --i-own-this-server if it is yours.");
  });

  it("says that nothing is there", async () => {
    const port = await choosePort();
    const { exitCode, errors } = await run([...SHORT_STRESS, "--port", `${port}`]);
    expect(errors).toContain(`The server can't be reached (127.0.0.1:${port}: nothing listens there).`);
    expect(exitCode).toBe(1);
  });

  // Otherwise it waits for half a minute that something accepts connections.
  it("ends at once when what it was to start can't be started", async () => {
    const port = await choosePort();
    const { exitCode, errors } = await run([...SHORT_STRESS, "--spawn", "no-such-program", "--port", `${port}`]);
    expect(errors).toContain(`"no-such-program" can't be started`);
    expect(exitCode).toBe(1);
  });
});

describe.concurrent("Ctrl-C", () => {
  it.each(["SIGINT", "SIGTERM", "SIGQUIT"] as const)("ends the run with its report (%s)", async (signal) => {
    await using folder = await createFolder();
    const json = join(folder.path, "run.json");
    await using command = new CommandProcess(CLI, ["stress", "--duration", "1h", "--bots", "5", "--json", json]);
    await waitForErrors(command, /Running …/);
    command.signal(signal);
    expect(await command.closed()).toBe(128 + constants.signals[signal]);
    expect(command.output).toMatch(/INTERRUPTED/);
    expect((await readJson(json)).verdict.text).toContain("Interrupted: until then nothing of");
  });

  it("ends it at once the second time", async () => {
    const welcome = serverTexts.welcome.write("you", { names: [], count: 0, maxTextBytes: 900 });
    // It answers nothing afterwards, so that the first Ctrl-C has something to wait for.
    await using server = await startScriptedServer((socket) => {
      socket.once("data", () => socket.write(createJsonMsg(SERVER_NAME, SERVER_IP, "you", welcome)));
    });
    await using command = new CommandProcess(CLI, ["stress", "--duration", "1h", "--port", `${server.port}`]);
    await waitForErrors(command, /Running …/);
    await waitForErrors(command, /sent [1-9]/);
    command.signal("SIGINT");
    await waitForErrors(command, /Waiting for what is in flight …/);
    command.signal("SIGINT");
    expect(await command.closed()).toBe(130);
    expect(command.output).toBe("");
  });
});

/** Progress is told on standard error. */
async function waitForErrors(command: CommandProcess, pattern: RegExp): Promise<void> {
  await vi.waitFor(() => expect(command.errors).toMatch(pattern), { timeout: 60_000 });
}

function startInTerminal(args: readonly string[], env: Readonly<Record<string, string>> = {}): PtyProcess {
  return PtyProcess.start(process.execPath, [CLI, ...args], { columns: 100, rows: 60, env, keepsOutput: true });
}

describe.concurrent("on a terminal", () => {
  it("shows a run while it goes on, and its result below", async () => {
    await using run = startInTerminal(["stress", "--bots", "10", "--duration", "800ms"]);
    await run.waitForScreen(/Clients +10 of 10 .*\n.*sent\/s/);
    await run.waitForScreen(/Received .*[▁▂▃▄▅▆▇█]/);
    const screen = await run.waitForScreen(NOTHING_LOST_VERDICT);
    expect(await run.exited).toBeOneOf(NOTHING_LOST);
    // One frame, the last one, stays above the result.
    expect(screen.match(/^Clients +10 of 10/gm)).toHaveLength(1);
    expect(screen.indexOf("Max wait")).toBeLessThan(screen.search(NOTHING_LOST_VERDICT));
    expect(screen).not.toContain("Ctrl-C ends the run");
    expect(run.terminal.activeBuffer).toBe("normal");
    expect(run.terminal.cursor.isVisible).toBe(true);
  });

  it("ends on Ctrl-C with the report of what was seen", async () => {
    await using run = startInTerminal(["stress", "--bots", "10", "--duration", "1h"]);
    await run.waitForScreen(/Clients +10 of 10/);
    await run.waitForScreen(/[1-9]\d* sent\/s/);
    // The terminal sends it to every process of the command, the server's included.
    run.press("ctrl+c");
    await run.waitForScreen(/INTERRUPTED/);
    expect(await run.exited).toBe(130);
  });

  it("ends on Ctrl-C with the report of what was seen also when several processes share the run", async () => {
    await using run = startInTerminal(["stress", "--bots", "4", "--duration", "60s", "--workers", "2"]);
    await run.waitForScreen(/4 of 4/);
    run.press("ctrl+c");
    await run.waitForScreen(/INTERRUPTED/);
    expect(await run.exited).toBe(130);
  });

  it("is without colours when these are not wanted", async () => {
    await using run = startInTerminal(["stress", "--bots", "2", "--duration", "500ms", "--pace", "20ms-50ms"], {
      NO_COLOR: "1",
    });
    await run.waitForScreen(NOTHING_LOST_VERDICT);
    expect(await run.exited).toBeOneOf(NOTHING_LOST);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
    expect(run.output).not.toMatch(/\u001b\[[\d;]*3[1-7]m/);
  });
});
