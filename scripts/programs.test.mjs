import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { findNpmScript, resolveProgram } from "./programs.mjs";
import { runCaptured } from "./run.mjs";
import { withTemporaryDirectory } from "./temporary-directory.mjs";

test("finds the script of npm in a folder with a blank", async () => {
  await withTemporaryDirectory(async (directory) => {
    const installed = join(directory, "Program Files", "nodejs");
    const folder = join(installed, "node_modules", "npm", "bin");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "npx-cli.js"), "");
    const path = [join(directory, "other"), installed].join(delimiter);
    assert.equal(findNpmScript("npx", path), join(folder, "npx-cli.js"));
    assert.throws(() => findNpmScript("npm", path), /There is no npm on the PATH/);
  });
});

test("passes arguments on as they are, blanks and quotes included", async () => {
  const args = ["Ada Lovelace", '"quoted"', "$HOME %PATH% & more"];
  const program = "console.log(JSON.stringify(process.argv.slice(1)))";
  const { stdout } = await runCaptured(process.execPath, ["--eval", program, "--", ...args]);
  assert.deepEqual(JSON.parse(stdout), args);
});

test("starts the repository's pnpm by Node.js", () => {
  const [file, script] = resolveProgram("pnpm");
  assert.equal(file, process.execPath);
  assert.match(script, /pnpm\.mjs$/);
});
