import { readFileSync } from "node:fs";
import { it } from "vitest";
import { Program } from "../src/program.ts";
import { ADDRESS, judgeClient, programPath, python } from "./support/judge-client.ts";

it.concurrent("judges what the wire shows when there is no recipe", async ({ expect }) => {
  const command = [...python(programPath("takes-at-name.py")), ...ADDRESS];
  const { kinds, verdict } = await judgeClient(null, command, ["goes-on", "shows-odd-json"]);
  expect(kinds).toMatchObject({ "goes-on": "passed", "shows-odd-json": "not judged" });
  const json = verdict.rules.find(({ rule }) => rule.number === "C-3");
  expect(json).toMatchObject({ state: "not judged" });
  expect(json?.reasons).toContain("a recipe has to say where the program shows messages");
});

it.concurrent("does not judge a program that is not there", async ({ expect }) => {
  const { levels, kinds } = await judgeClient(null, ["no-such-program-here"], ["sends-name"]);
  expect(kinds["sends-name"]).toBe("not judged");
  expect(levels).toEqual({ bronze: [], silver: [], gold: [] });
});

it.concurrent("says how a program ended that never connects, and ends one that floods its output", async ({
  expect,
}) => {
  const crash = await judgeClient(null, ["node", "-e", "throw new Error('my mistake')"], ["sends-name"]);
  expect(JSON.stringify(crash.verdict.failures[0]?.failure.details.came)).toMatch(/code 1.*my mistake/);
  const loop = "for (;;) require('node:fs').writeSync(1, 'x'.repeat(1000));";
  const flood = await judgeClient(null, ["node", "-e", loop], ["sends-name"]);
  expect(JSON.stringify(flood.verdict.failures[0]?.failure.details.came)).toMatch(/more than \d+ bytes to stdout/);
});

it.concurrent("gives a program four variables, and a home that is gone afterwards", async ({ expect }) => {
  const print = "console.log(JSON.stringify(process.env)); process.stdin.resume();";
  const program = await Program.start([process.execPath, "-e", print]);
  await new Promise<void>((resolve) => {
    program.onChange = () => program.output.stdout.endsWith("\n") && resolve();
  });
  const env = JSON.parse(program.output.stdout);
  expect(Object.keys(env).toSorted()).toEqual(["HOME", "LANG", "PATH", "TERM"]);
  expect(env.HOME).not.toBe(process.env.HOME);
  await program[Symbol.asyncDispose]();
  expect(() => readFileSync(env.HOME)).toThrow(/ENOENT/);
});

it.runIf(process.platform === "linux").concurrent(
  "ends what a program has started outside of its group",
  async ({ expect }) => {
    const start = "import os, sys, time; os.fork() or (os.setsid(), print(os.getpid(), flush=True)); time.sleep(1_000)";
    const program = await Program.start(["python3", "-c", start]);
    await new Promise<void>((resolve) => {
      program.onChange = () => program.output.stdout.endsWith("\n") && resolve();
    });
    const daemon = Number(program.output.stdout);
    process.kill(daemon, 0);
    await program[Symbol.asyncDispose]();
    // The system may need a moment to take it away.
    await expect.poll(() => isThere(daemon), { timeout: 60_000 }).toBe(false);
  },
);

function isThere(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
