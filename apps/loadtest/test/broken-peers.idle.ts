import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BrokenServer, type BrokenServerName, findToolchainProblem } from "@chat/broken-peers";
import { CommandProcess, OriginalServer } from "@chat/testing";
import { describe, expect, it, vi } from "vitest";
import { type RunResult, RunResultSchema } from "../src/result/run-result.ts";
import { CLI } from "./support/command-under-test.ts";
import { expectPublished } from "./support/published-schema.ts";

// Each of these starts processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const problem = findToolchainProblem("python");
if (problem !== null) {
  const text = `The verdicts about servers of other authors are not tested: ${problem}.`;
  if (process.env.CHAT_REQUIRE_TOOLCHAINS) throw new Error(text);
  console.warn(text);
}

// Not a part of `npm test`: a tester that is short of time itself judges nobody, and says so.

/** Attempts on a machine that is too busy to judge. */
const ATTEMPTS = 3;

/** Runs the command against a new server until the tester was not saturated; returns its result. */
async function judge(
  name: BrokenServerName,
  serverOptions: readonly string[],
  args: readonly string[],
): Promise<RunResult> {
  for (let attempt = 1; ; attempt++) {
    await using server = await BrokenServer.start(name, serverOptions);
    const result = await run([...args, "--port", `${server.port}`, "--pid", `${server.pid}`]);
    if (result.verdict.kind !== "tester-saturated" || attempt === ATTEMPTS) return result;
  }
}

async function run(args: readonly string[]): Promise<RunResult> {
  const folder = await mkdtemp(join(tmpdir(), "chat-load-"));
  try {
    const json = join(folder, "run.json");
    await using command = new CommandProcess(CLI, [...args, "--json", json]);
    const exitCode = await command.closed();
    const written = await readFile(json, "utf8").catch(() => {
      throw new Error(`The command ended with ${exitCode} and without a result: ${command.errors}`);
    });
    expectPublished(JSON.parse(written));
    const result = RunResultSchema.parse(JSON.parse(written));
    expect(exitCode).toBe(result.exitCode);
    return result;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Replaces what differs from run to run: times of the clock, measured times, and how many had joined by then. */
function normalize(text: string): string {
  return text
    .replace(/\b\d+:\d\d\b/g, "M:SS")
    .replace(/was [\d.]+ (ms|s), past/g, "was N, past")
    .replace(/with \d+ clients/g, "with N clients");
}

const SEARCH = ["breaking-point", "--step", "20", "--every", "1s", "--heartbeat", "500ms", "--max-clients", "500"];

// One after the other: commands that run at the same time take the time from each other that a verdict needs.
describe.runIf(problem === null)("the verdict about a server in Python", () => {
  // The command itself looks at the server before the run: that is the first client.
  it.each(["linear", "stepped", "bisect"])("that ends when client 101 joins, in a %s ramp", async (ramp) => {
    const { verdict, exitCode } = await judge("dies_at_client", ["--client", "102"], [...SEARCH, "--ramp", ramp]);
    expect(verdict.text).toBe("100 clients were held; then the server went away.");
    expect(verdict.evidence.map(normalize)).toEqual(["The server ended at M:SS."]);
    expect(exitCode).toBe(0);
  });

  it("that ends while bots join, started by the command itself", async () => {
    const reserved = await OriginalServer.start();
    const { port } = reserved;
    await reserved[Symbol.asyncDispose]();
    const spawn = BrokenServer.commandOf("dies_at_client", ["--client", "8", "--port", `${port}`]);
    const quoted = spawn.map((word) => `"${word}"`).join(" ");
    const { verdict, exitCode } = await run(["stress", "--bots", "20", "--spawn", quoted, "--port", `${port}`]);
    expect(normalize(verdict.text)).toBe("The server ended at M:SS (exit code 1).");
    expect(exitCode).toBe(95);
  });

  it("that freezes", async () => {
    const { verdict, exitCode, durationMs } = await judge(
      "freezes",
      ["--after", "3"],
      ["stress", "--bots", "10", "--duration", "10m"],
    );
    expect(normalize(verdict.text)).toBe("The server fell silent: nothing came after M:SS.");
    expect(exitCode).toBe(95);
    expect(durationMs).toBeLessThan(300_000);
  });

  it("that is late from the start", async () => {
    const { verdict, exitCode } = await judge("late", ["--delay", "1.5"], SEARCH);
    expect(normalize(verdict.text)).toBe(
      "Nothing was ever held within the bounds: with N clients the 99th percentile of the handshakes was N, past 1 s.",
    );
    expect(verdict.clients).toBe(0);
    expect(exitCode).toBe(96);
  });

  it("that doubles messages", async () => {
    const load = ["bench", "--workload", "dm", "--users", "10", "--rate", "50", "--duration", "3s", "--warm-up", "0s"];
    const { verdict, exitCode, accounts } = await judge("doubles", ["--one-in", "10"], load);
    const { expected = 0, duplicated = 0 } = accounts.direct ?? {};
    expect(duplicated).toBe(Math.floor(expected / 10));
    expect(verdict.text).toBe(`${duplicated} messages or answers arrived twice; ${expected} were expected.`);
    expect(exitCode).toBe(98);
  });

  it("that is mute after the first three", async () => {
    const { verdict, exitCode } = await judge("mute", ["--after", "3"], ["stress", "--bots", "20", "--duration", "3s"]);
    expect(verdict.text).toBe(
      "18 of 20 clients did not join: the server accepted their connections and did not answer.",
    );
    expect(exitCode).toBe(96);
  });
});
