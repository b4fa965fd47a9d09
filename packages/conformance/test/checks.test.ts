import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readRules } from "../src/contract/contract-rules.ts";
import { findChecks } from "../src/find-modules.ts";
import { UNCOVERED } from "../src/verdict/uncovered.ts";

const source = join(import.meta.dirname, "../src");
const MAX_CHECK_LINES = 80;

it("has a check, or a reason why there is none, for each rule that binds servers", async () => {
  const judged = new Set((await findChecks("server")).flatMap(({ rules }) => rules));
  const bound = readRules().filter(({ marks }) => marks.server !== undefined);
  expect(bound.length).toBeGreaterThan(50);
  const forgotten = bound.filter(({ number }) => !judged.has(number) && !UNCOVERED.server[number]);
  expect(forgotten.map(({ number }) => number)).toEqual([]);
});

it.each(["server", "client"])("has no check of a %s with more than 80 lines", (role) => {
  const folder = join(source, role, "checks");
  const long = readdirSync(folder).filter(
    (file) => readFileSync(join(folder, file), "utf8").split("\n").length > MAX_CHECK_LINES + 1,
  );
  expect(long).toEqual([]);
});

it.each(["server", "client"] as const)("knows every check that a check of a %s needs", async (role) => {
  const checks = await findChecks(role);
  const names = checks.map(({ name }) => name);
  expect(checks.flatMap(({ needs = [] }) => needs).filter((need) => !names.includes(need))).toEqual([]);
});
