import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConnectionRecorder } from "@chat/journal";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journal } from "./journal-command.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-command-"));
  file = join(folder, "connection-1.ndjson");
  let lines = "";
  const recorder = new ConnectionRecorder();
  recorder.begin({ connection: 1, name: "Ada", address: "127.0.0.1" }, (line) => {
    lines += line;
  });
  recorder.bytes("client", Buffer.from("Ada\n"));
  recorder.named("Ada");
  recorder.bytes("client", Buffer.from("{'from': 1}\u001b[2J\n"));
  recorder.closed("client", "left");
  writeFileSync(file, lines);
});

afterEach(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], { isTTY = false, env = {} as NodeJS.ProcessEnv } = {}) {
  const output: string[] = [];
  const errors: string[] = [];
  const stdout = { isTTY, columns: 70, write: (text: string) => output.push(text) > 0 };
  const stderr = { write: (text: string) => errors.push(text) > 0 };
  const exitCode = await journal(args, { env, stdout, stderr });
  return { exitCode, output: output.join(""), errors: errors.join("") };
}

describe("chat-server journal", () => {
  it("draws a journal in the width of the terminal, without colours for a pipe", async () => {
    const { exitCode, output } = await run([file]);
    expect(exitCode).toBe(0);
    expect(output).toContain("✗ no message: not-a-message");
    expect(output).not.toContain("\u001b");
    const widths = output.split("\n").map((line) => line.length);
    expect(Math.max(...widths)).toBe(70);
  });

  it("is red in a terminal, unless NO_COLOR is set", async () => {
    expect((await run([file], { isTTY: true })).output).toContain("\u001b[31m");
    expect((await run([file], { isTTY: true, env: { NO_COLOR: "1" } })).output).not.toContain("\u001b");
  });

  it("writes an image", async () => {
    const svg = join(folder, "ada.svg");
    expect(await run([file, "--svg", svg])).toEqual({ exitCode: 0, output: "", errors: "" });
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg [\s\S]*not-a-message[\s\S]*<\/svg>\n$/);
  });

  it("draws a journal whose last line is cut, and says so", async () => {
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -10));
    const { exitCode, output } = await run([file]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/Line \d+ was left out: It is cut, or is no JSON object\.\n$/);
  });

  it.each([
    [["--columns=9", "x"], 2, '--columns is "9": it has to be a whole number from 40 to 1000.'],
    [[], 2, "It needs one file, a journal."],
    [["a", "b"], 2, "It needs one file, a journal."],
    [["/nowhere/x.ndjson"], 1, "ENOENT: no such file or directory"],
  ])("explains what is wrong with %j", async (args, exitCode, text) => {
    const result = await run(args);
    expect(result.exitCode).toBe(exitCode);
    expect(result.errors).toContain(`chat-server journal: ${text}`);
  });

  it("explains that a file is no journal", async () => {
    writeFileSync(file, "hello\n");
    expect(await run([file])).toMatchObject({
      exitCode: 1,
      errors: "chat-server journal: The first line is not that of a journal.\n",
    });
  });

  it("prints its options", async () => {
    expect((await run(["--help"])).output).toContain("--svg <file>");
  });
});
