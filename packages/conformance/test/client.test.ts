import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ClientScene } from "../src/client/client-scene.ts";
import { Program } from "../src/client/program.ts";
import { RecipeSchema } from "../src/client/recipe.ts";
import { CLIENT_CONCURRENCY } from "../src/commands/client-command.ts";
import { makeReport } from "../src/commands/judging.ts";

const CHAT = ["node", "--conditions=@chat/source", pathOf("../../../apps/ink-client/src/cli.ts")];

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

async function judgeClient(recipeName: string | null, command: readonly string[], check?: readonly string[]) {
  const file = recipeName && readFileSync(pathOf(`../recipes/${recipeName}.json`), "utf8");
  const launch = { command, recipe: RecipeSchema.parse(JSON.parse(file ?? "{}")), port: 0, onWaiting: () => undefined };
  const report = await makeReport({
    role: "client",
    subject: "a client",
    level: "gold",
    options: { stage: false, seed: "1", check },
    concurrency: CLIENT_CONCURRENCY,
    open: (named) => new ClientScene(launch, named, "1"),
  });
  const levels = Object.fromEntries(report.verdict.levels.map(({ level, failed }) => [level, failed.toSorted()]));
  const kinds = Object.fromEntries(report.outcomes.map((outcome) => [outcome.check.name, outcome.kind]));
  return { ...report, levels, kinds };
}

const ADDRESS = ["{host}", "{port}", "{name}"];

describe.concurrent("clients in the style of the first ones", () => {
  it("judges one that takes @name text: what it prints can harm a terminal, and it stays away after a loss", async () => {
    const { levels, kinds } = await judgeClient("takes-at-name", [
      "python3",
      pathOf("programs/takes-at-name.py"),
      ...ADDRESS,
    ]);
    expect(levels).toMatchObject({ bronze: ["C-80"], silver: ["C-80"] });
    expect(kinds).toMatchObject({
      "comes-back": "failed",
      "ends-messages": "failed",
      "does-not-send-twice": "passed",
      "shows-large-message": "passed",
      "shows-odd-json": "passed",
    });
  });

  it("judges one that asks for receiver and text, in a terminal: a large message ends its thread as well", async () => {
    const { levels, kinds } = await judgeClient("asks-to-and-msg", [
      "python3",
      pathOf("programs/asks-to-and-msg.py"),
      ...ADDRESS,
    ]);
    expect(levels).toMatchObject({ bronze: ["C-13", "C-80"], silver: ["C-13", "C-80"] });
    expect(kinds).toMatchObject({
      "sends-any-text": "passed",
      "shows-odd-json": "passed",
      "vectors-display": "not judged",
    });
  });
});

it("finds nothing wrong with the terminal client in lines", async () => {
  const address = ["--plain", "--host", "{host}", "--port", "{port}", "--name", "{name}"];
  const { verdict } = await judgeClient("chat-plain", [...CHAT, ...address]);
  expect(verdict.failures.map(({ outcome, failure }) => [outcome.check.name, failure.details])).toEqual([]);
});

it("judges what the wire shows when there is no recipe", async () => {
  const command = ["python3", pathOf("programs/takes-at-name.py"), ...ADDRESS];
  const { kinds, verdict } = await judgeClient(null, command, ["goes-on", "shows-odd-json"]);
  expect(kinds).toMatchObject({ "goes-on": "passed", "shows-odd-json": "not judged" });
  const json = verdict.rules.find(({ rule }) => rule.number === "C-3");
  expect(json).toMatchObject({ state: "not judged" });
  expect(json?.reasons).toContain("a recipe has to say where the program shows messages");
});

it("does not judge a program that is not there", async () => {
  const { levels, kinds } = await judgeClient(null, ["no-such-program-here"], ["sends-name"]);
  expect(kinds["sends-name"]).toBe("not judged");
  expect(levels).toEqual({ bronze: [], silver: [], gold: [] });
});

it("says how a program ended that never connects, and ends one that floods its output", async () => {
  const crash = await judgeClient(null, ["node", "-e", "throw new Error('my mistake')"], ["sends-name"]);
  expect(JSON.stringify(crash.verdict.failures[0]?.failure.details.came)).toMatch(/code 1.*my mistake/);
  const loop = "for (;;) require('node:fs').writeSync(1, 'x'.repeat(1000));";
  const flood = await judgeClient(null, ["node", "-e", loop], ["sends-name"]);
  expect(JSON.stringify(flood.verdict.failures[0]?.failure.details.came)).toMatch(/more than \d+ bytes to stdout/);
});

it("gives a program four variables, and a home that is gone afterwards", async () => {
  const print = "console.log(JSON.stringify(process.env)); process.stdin.resume();";
  const program = await Program.start([process.execPath, "-e", print], false);
  await new Promise<void>((resolve) => {
    program.onChange = () => program.output.stdout.endsWith("\n") && resolve();
  });
  const env = JSON.parse(program.output.stdout);
  expect(Object.keys(env).toSorted()).toEqual(["HOME", "LANG", "PATH", "TERM"]);
  expect(env.HOME).not.toBe(process.env.HOME);
  await program[Symbol.asyncDispose]();
  expect(() => readFileSync(env.HOME)).toThrow(/ENOENT/);
});
