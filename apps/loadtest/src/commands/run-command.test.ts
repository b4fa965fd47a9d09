import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAccount, createResult, createSample } from "../../test/support/create-result.ts";
import { type LocalServer, startLocalServer } from "../../test/support/local-server.ts";
import { type RunResult, RunResultSchema } from "../result/run-result.ts";
import { readThreshold } from "../verdict/threshold.ts";
import type { CommonOptions } from "./common-options.ts";
import { runCommand } from "./run-command.ts";

// The runs are made up: what the command says of them does not depend on how busy this machine is.
const PASSED: Partial<RunResult> = { accounts: { direct: createAccount() }, errors: {}, samples: [createSample()] };

let server: LocalServer;
let folder: string;
beforeAll(async () => {
  server = await startLocalServer();
  folder = await mkdtemp(join(tmpdir(), "chat-load-"));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function createOutput() {
  const texts: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      texts.push(text);
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => texts.join("") };
}

/** Runs the command as if its load had come to this result. */
async function run(
  parts: Partial<RunResult>,
  options: Partial<CommonOptions> = {},
  environment: NodeJS.ProcessEnv = {},
) {
  const [output, errors] = [createOutput(), createOutput()];
  const common = {
    port: server.port,
    iOwnThisServer: false,
    workers: 1,
    threads: 1,
    size: 128,
    timeout: 5_000,
    seed: 1,
    failIf: [],
    quiet: false,
  };
  const context = {
    commandLine: "chat-load stress",
    stdout: output.stream,
    stderr: errors.stream,
    signal: new AbortController().signal,
    environment,
    operandGroups: [],
  };
  const exitCode = await runCommand({ ...common, ...options }, async () => createResult(parts), context);
  return { exitCode, output: output.text(), errors: errors.text() };
}

function failIf(condition: string) {
  const reading = readThreshold(condition);
  if (reading.kind === "wrong") throw new Error(reading.problem);
  return { failIf: [reading.threshold] };
}

it("prints the table of a run that passed", async () => {
  const { exitCode, output, errors } = await run(PASSED);
  expect(exitCode).toBe(0);
  expect(output).toContain("PASSED");
  expect(errors).toContain("answers, and refuses a name in use.");
});

it("crosses a threshold", async () => {
  const { exitCode, output } = await run(PASSED, failIf("p99<1h"));
  expect(exitCode).toBe(99);
  expect(output).toContain("THRESHOLD CROSSED");
});

it("tells that messages were lost, by its exit code", async () => {
  const { exitCode, output } = await run({ ...PASSED, accounts: { direct: createAccount({ lost: 1 }) } });
  expect(exitCode).toBe(98);
  expect(output).toContain("MESSAGES LOST");
});

it("tells that the tester was saturated, by its exit code", async () => {
  const samples = Array.from({ length: 6 }, () => createSample({ testerCpuShare: 1 }));
  const { exitCode, output } = await run({ ...PASSED, samples }, failIf("p99<1h"));
  expect(exitCode).toBe(97);
  expect(output).toContain("TESTER SATURATED");
});

it("says nothing when it is to be quiet, but for what went wrong", async () => {
  expect(await run(PASSED, { quiet: true })).toEqual({ exitCode: 0, output: "", errors: "" });
  expect(await run(PASSED, { quiet: true, ...failIf("p99<1h") })).toEqual({
    exitCode: 99,
    output: "",
    errors: expect.stringMatching(/^chat-load: A condition came true: p99<1h\. .*\n$/),
  });
});

it("carries JSON alone on standard output when that is what it is for", async () => {
  const { exitCode, output, errors } = await run(PASSED, { json: "-" });
  expect(exitCode).toBe(0);
  expect(RunResultSchema.parse(JSON.parse(output)).verdict.kind).toBe("passed");
  expect(errors).toContain("PASSED");
  expect(await run(PASSED, { json: "-", quiet: true })).toEqual({ exitCode: 0, output, errors: "" });
});

it.each(["html", "junit", "csv"] as const)("has no other form on standard output (%s)", async (format) => {
  expect(await run(PASSED, { [format]: "-" })).toMatchObject({
    exitCode: 2,
    output: "",
    errors: `chat-load: --${format} needs a file: standard output is for --json alone.\n`,
  });
});

it("writes every file that was asked for", async () => {
  const [junit, csv] = [join(folder, "run.xml"), join(folder, "run.csv")];
  expect((await run(PASSED, { junit, csv })).exitCode).toBe(0);
  expect(await readFile(junit, "utf8")).toContain('<testsuite name="chat-load stress"');
  expect(await readFile(csv, "utf8")).toMatch(/^at_s,clients,/);
});

it("appends a summary to the page of a job of GitHub Actions", async () => {
  const summary = join(folder, "summary.md");
  await writeFile(summary, "before\n\n");
  await run(PASSED, {}, { GITHUB_STEP_SUMMARY: summary });
  expect(await readFile(summary, "utf8")).toMatch(/^before\n\n### ✅ Passed: chat-load stress\n/);
  const unwritable = await run(PASSED, {}, { GITHUB_STEP_SUMMARY: folder });
  expect(unwritable).toMatchObject({ exitCode: 0, errors: expect.stringContaining("can't be written: EISDIR.") });
});

// Of Linux: a file that can be opened, and never written.
it.runIf(process.platform === "linux")("keeps what it can when a file can't be written in the end", async () => {
  const html = join(folder, "run.html");
  const { exitCode, output, errors } = await run(PASSED, { json: "/dev/full", html });
  expect(exitCode).toBe(1);
  expect(errors).toContain("chat-load: /dev/full can't be written: ENOSPC.\n");
  expect(output).toContain("PASSED");
  expect(await readFile(html, "utf8")).toContain("<html");
});

it("says before it starts that its result could not be written", async () => {
  const unwritable = await run(PASSED, { json: join(folder, "none", "run.json") });
  expect(unwritable).toMatchObject({ exitCode: 2, output: "" });
  expect(unwritable.errors).toContain("can't be written: ENOENT.");
  expect((await run(PASSED, { html: folder })).errors).toContain("is a folder");
});
