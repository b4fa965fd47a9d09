import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readScenario } from "../scenario/read-scenario.ts";
import type { ScenarioFile } from "../scenario/scenario.ts";
import { subcommands } from "./subcommands.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-load-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a command with `--print-scenario`; nothing is started. */
async function print(word: string, ...args: string[]) {
  const texts: string[] = [];
  const stream = { write: (text: string) => texts.push(text) > 0 } as unknown as NodeJS.WriteStream;
  const context = { commandLine: "", stdout: stream, stderr: stream, signal: new AbortController().signal };
  const exitCode = await subcommands[word]?.execute([...args, "--print-scenario"], {}, context);
  return { exitCode, text: texts.join("") };
}

async function writeFileOf(file: unknown): Promise<string> {
  const path = join(folder, "scenario.json");
  await writeFile(path, JSON.stringify(file));
  return path;
}

it.each([
  ["stress"],
  ["stress", "--bots", "7", "--churn", "3/s", "--slow-readers", "10%", "--pace", "20ms-50ms", "--seed", "9"],
  ["bench"],
  ["bench", "--workload", "shout", "--rate", "300/min", "--size", "1KiB", "--timeout", "2s", "--fail-if", "p99>1s"],
  ["bench", "--workload", "connect", "--in-flight", "4", "--port", "5000"],
])("prints the scenario of %s %s …, and run reads the same of it", async (word, ...args) => {
  const printed = await print(word, ...args);
  expect(printed.exitCode).toBe(0);
  const file = JSON.parse(printed.text);
  const again = await print("run", await writeFileOf(file));
  expect(JSON.parse(again.text)).toEqual(file);
  expect(readScenario(JSON.parse(again.text))).toEqual(readScenario(file));
});

const FILE: ScenarioFile = {
  target: { host: "10.0.0.1", spawn: "node server.js", spawnLog: "server.log" },
  stages: [{ kind: "hold", clients: 10, duration: "1m" }],
  personas: [{ name: "talker", sends: { direct: 1 }, thinkTime: { kind: "constant", value: "1s" } }],
  messageBytes: 300,
  seed: 4,
  failIf: ["lost>0"],
};

it("lets flags win over the file, and leaves the rest of it as it is", async () => {
  const path = await writeFileOf(FILE);
  const { text } = await print("run", path, "--host", "127.0.0.1", "--seed", "5", "--fail-if", "p99>1s");
  expect(JSON.parse(text)).toEqual({
    ...FILE,
    target: { ...FILE.target, host: "127.0.0.1" },
    seed: 5,
    failIf: ["lost>0", "p99>1s"],
  });
});

it("starts no server for a process that runs already", async () => {
  const { text } = await print("run", await writeFileOf(FILE), "--pid", `${process.pid}`);
  expect(JSON.parse(text).target).toEqual({ host: "10.0.0.1" });
});

it("names what is wrong in a file, by its keys", async () => {
  const path = await writeFileOf({ ...FILE, stages: [{ kind: "hold", client: 10, duration: "1m" }], seed: -1 });
  expect(await print("run", path)).toEqual({
    exitCode: 2,
    text: [
      `chat-load run: ${path} is no scenario:`,
      "  stages[0].client: there is no such key; did you mean clients?",
      "  seed: expected a whole number from 0 to 4294967295, not -1",
      "",
    ].join("\n"),
  });
});
