import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const runnersUrl = new URL("../contract/runners/", import.meta.url);

const isComplete = process.env.CHAT_REQUIRE_TOOLCHAINS === "1";

/** The most lines of a file: what is longer is no small implementation. */
const MAX_LINES = 150;

/** Runs every vector without cutting the long ones: the reader there takes byte after byte, however they come. */
const LONG_ONES_WHOLE = `
import sys, run_vectors as runner
ways = runner.ways_to_cut
runner.ways_to_cut = lambda data: ways(data) if len(data) < 10_000 else [[data]]
sys.exit(runner.main())`;

// Where no toolchain may be missing, it is run as it is published.
const pythonArgs = isComplete ? ["run_vectors.py"] : ["-c", LONG_ONES_WHOLE];

const RUNNERS = [
  { language: "python", probe: ["python3", "--version"], run: ["python3", "-B", ...pythonArgs] },
  { language: "go", probe: ["go", "version"], run: ["go", "run", "."] },
] as const;

for (const { language, probe, run } of RUNNERS) {
  const folder = new URL(`${language}/`, runnersUrl);
  const isInstalled = spawnSync(probe[0], [probe[1]]).error === undefined;
  const canRun = isInstalled || isComplete;
  if (!canRun) console.warn(`The vectors are not run in ${language}: ${probe[0]} is not installed.`);

  describe(`the runner in ${language}`, () => {
    it.skipIf(!canRun)("passes every vector that it checks", () => {
      if (!isInstalled) throw new Error(`The vectors are to be run in ${language}, and ${probe[0]} is not installed.`);
      const [program, ...args] = run;
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: fileURLToPath(folder), encoding: "utf8" });
      const counts = [...stdout.matchAll(/^\w+: (\d+) of (\d+) passed/gm)];
      expect(counts.filter(([, passed, all]) => passed !== all || Number(all) === 0)).toEqual([]);
      expect(counts.length, stderr).toBeGreaterThanOrEqual(5);
      expect([status, stderr]).toEqual([0, ""]);
    });

    it("is short enough to be read at once", () => {
      for (const name of readdirSync(folder)) {
        const lines = readFileSync(new URL(name, folder), "utf8").split("\n").length;
        expect(lines, name).toBeLessThan(MAX_LINES);
      }
    });
  });
}
