import { expect, it } from "vitest";
import { readOptions } from "./options.ts";

it("reads what is said, and has a short run in store when nothing is", () => {
  expect(readOptions([])).toEqual({
    rounds: 6,
    only: null,
    seed: "1",
    parallel: 2,
    report: null,
    minClaims: 500,
    isCheck: false,
  });
  expect(readOptions(["--rounds", "200", "--only", "17", "--report", "here", "--check"])).toMatchObject({
    rounds: 200,
    only: 17,
    report: "here",
    isCheck: true,
  });
});

it("says what is wrong", () => {
  expect(readOptions(["--rounds", "0"])).toBe('--rounds "0": it has to be a whole number from 1 on.');
  expect(readOptions(["--parallel", "many"])).toContain('--parallel "many"');
  expect(readOptions(["--round", "5"])).toContain("--round");
});
