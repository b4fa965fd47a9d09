import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileRun, passedStressRun } from "../../test/support/sample-results.ts";
import { readResult } from "./read-result.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chat-result-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function writeTestFile(text: string): Promise<string> {
  const path = join(folder, "run.json");
  await writeFile(path, text);
  return path;
}

it.each([passedStressRun, hostileRun])("gives what a run wrote (%o)", async (create) => {
  await expect(readResult(await writeTestFile(JSON.stringify(create())))).resolves.toEqual(create());
});

it.each([
  ["", "NO_JSON", /run\.json is no JSON: it is empty\. Give the file that a run wrote with --json FILE/],
  ['{"version": 1, "comm', "NO_JSON", /run\.json is no JSON: .+let the run end/],
  ["{}", "NO_RESULT", /run\.json is no result of chat-load: at version: .+; and \d+ problems more\. Give/],
  ["[1]", "NO_RESULT", /run\.json is no result of chat-load: at the top: /],
  [
    '{"version": 2}',
    "OTHER_VERSION",
    /run\.json is a result of version 2, this chat-load reads version 1: read it with/,
  ],
])("explains that %j is no result", async (text, code, message) => {
  const path = await writeTestFile(text);
  await expect(readResult(path)).rejects.toMatchObject({
    name: "ResultFileError",
    code,
    path,
    message: expect.stringMatching(message),
  });
});

it("names the path of what is wrong", async () => {
  const run = passedStressRun();
  const samples = run.samples.with(3, { ...(run.samples[3] as (typeof run.samples)[0]), clients: -1 });
  const path = await writeTestFile(JSON.stringify({ ...run, samples, more: 1 }));
  await expect(readResult(path)).rejects.toThrow(/at samples\[3\]\.clients: .+at the top: .*"more"/);
});

it("explains that a file is not there, or is a folder", async () => {
  await expect(readResult(join(folder, "none.json"))).rejects.toThrow(
    /none\.json does not exist: give the file that a run wrote with --json FILE\.$/,
  );
  await expect(readResult(folder)).rejects.toThrow(/ is a folder: give a file in it\.$/);
});

it("reads the report that is committed, which found what the server's limit is", async () => {
  const path = fileURLToPath(new URL("../../../../docs/reports/breaking-point.json", import.meta.url));
  const { verdict } = await readResult(path);
  expect(verdict).toMatchObject({ kind: "limit-found", limit: "connect-refused" });
  expect(verdict.clients).toBeGreaterThanOrEqual(15_000);
});
