import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("answers from a custom asynchronous endpoint, in the order of the questions", async () => {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@chat/source", main], {
    timeout: 30_000,
  });
  expect(stdout.trimEnd().split("\n")).toEqual([
    expect.stringMatching(/^SERVER: "Welcome Ada!/),
    'SERVER: "Fingerprint: 4a85c4638d33d80e"',
    'SERVER: "You are the only active user!"',
    expect.stringContaining("/standard, /list, /time, /help, /shout, /fingerprint"),
  ]);
});
