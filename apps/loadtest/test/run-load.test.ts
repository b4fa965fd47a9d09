import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { type RunPhase, type ScenarioFile, TargetError } from "../src/index.ts";
import { runLoad } from "./support/checked-runs.ts";
import { startLocalServer } from "./support/local-server.ts";

const SCENARIO: ScenarioFile = {
  stages: [{ kind: "hold", clients: 5, duration: "10m" }],
  personas: [{ name: "talker", sends: { direct: 1 }, thinkTime: { kind: "constant", value: "10ms" } }],
};

/** Counts the listeners that a program notices: signals, errors and the exit. */
function countListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

it("returns the result, calls back, and leaves the process alone", async () => {
  await using server = await startLocalServer();
  const before = countListeners();
  const exitCode = process.exitCode;
  const phases: RunPhase[] = [];
  let mostListeners = 0;
  const result = await runLoad({
    scenario: { ...SCENARIO, messagesPerClient: 5, failIf: ["received<1000000"] },
    target: { host: server.host, port: server.port },
    threads: 1,
    onPhase(phase) {
      phases.push(phase);
      mostListeners = Math.max(mostListeners, countListeners());
    },
  });
  expect(phases).toEqual(["checking", "joining", "running", "settling", "done"]);
  expect(result.accounts.direct).toMatchObject({ expected: 25, received: 25, lost: 0 });
  expect(result.thresholds).toMatchObject([{ condition: "received<1000000", outcome: "crossed" }]);
  // A busy machine may be the limit.
  expect(result.exitCode).toBeOneOf([97, 99]);
  expect({ mostListeners, now: countListeners(), exitCode: process.exitCode }).toEqual({
    mostListeners: before,
    now: before,
    exitCode,
  });
});

it("ends with a result when its signal aborts", async () => {
  await using server = await startLocalServer();
  const stopped = new AbortController();
  const result = await runLoad({
    scenario: SCENARIO,
    target: { port: server.port },
    threads: 1,
    signal: stopped.signal,
    onSample: ({ sample }) => sample.receivedPerSecond > 0 && stopped.abort(),
  });
  expect(result.accounts.direct).toMatchObject({ lost: 0 });
  expect(result.durationMs).toBeLessThan(600_000);
});

it("throws the reason of a signal that is aborted before there is anything to report", async () => {
  const reason = new Error("changed my mind");
  await expect(runLoad({ scenario: SCENARIO, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

it("throws for a scenario that is wrong, and for a target that may not be tested", async () => {
  const wrong = { ...SCENARIO, stage: [] } as unknown as ScenarioFile;
  await expect(runLoad({ scenario: wrong })).rejects.toMatchObject({
    code: "SCENARIO",
    problems: ["stage: there is no such key; did you mean stages?"],
  });
  await expect(runLoad({ scenario: SCENARIO, treads: 2 } as never)).rejects.toThrow('did you mean "threads"?');
  await expect(runLoad({ scenario: SCENARIO, target: { port: 0 } })).rejects.toThrow(/^target\.port has to be/);
  await expect(runLoad({ scenario: SCENARIO, target: { host: "192.0.2.1" } })).rejects.toThrow(TargetError);
});

it("runs the program of the README, which prints what it says", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const block = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(readme)?.[1] ?? "";
  const folder = await mkdtemp(join(tmpdir(), "chat-load-"));
  try {
    await mkdir(join(folder, "node_modules", "@chat"), { recursive: true });
    await symlink(fileURLToPath(new URL("..", import.meta.url)), join(folder, "node_modules", "@chat", "loadtest"));
    await writeFile(join(folder, "program.mjs"), block("js"));
    const args = ["--conditions=@chat/source", join(folder, "program.mjs")];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
    expect({ stdout, stderr }).toEqual({ stdout: block("text"), stderr: "" });
  } finally {
    await rm(folder, { recursive: true });
  }
});

it("asks for no number of clients where they join and leave all the time", async () => {
  await using server = await startLocalServer();
  const stopped = new AbortController();
  const asked = new Set<number | null>();
  await runLoad({
    scenario: {
      stages: [{ kind: "hold", duration: "10m" }],
      personas: [{ name: "visitor", visits: true, inFlight: 2 }],
    },
    target: { port: server.port },
    threads: 1,
    signal: stopped.signal,
    onSample(sample) {
      asked.add(sample.asked);
      stopped.abort();
    },
  });
  expect([...asked]).toEqual([null]);
});
