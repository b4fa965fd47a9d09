import assert from "node:assert/strict";
import { test } from "node:test";
import { root } from "./run.mjs";
import { complaintsAbout, findShells } from "./shells.mjs";

test("no program of this repository is started through a shell", async () => {
  assert.deepEqual(await findShells(root), []);
});

for (const text of [
  "spawn(command, args, { shell: true });",
  "spawn(command, args, { shell: isWindows });",
  'import { exec } from "node:child_process";',
  'import {\n  execSync,\n  spawn,\n} from "child_process";',
  'import * as processes from "node:child_process";',
  'import childProcess from "child_process";',
  "const file = new URL('x', import.meta.url).pathname;",
]) {
  test(`complains about ${text.replaceAll("\n", " ")}`, () => {
    assert.equal(complaintsAbout("x.ts", text).length, 1);
  });
}

for (const text of [
  'import { execFile, execFileSync, spawn } from "node:child_process";',
  'import type { ChildProcess } from "node:child_process";',
  'import { type ChildProcess, fork } from "node:child_process";',
  "const match = pattern.exec(text);",
  "// Words are split as by a shell: no shell runs.",
]) {
  test(`allows ${text}`, () => {
    assert.deepEqual(complaintsAbout("x.ts", text), []);
  });
}
