import { expect, it } from "vitest";
import type { NamedCheck } from "./check.ts";
import { runChecks } from "./run-checks.ts";

it("plays nothing behind the stage of an outcome that ends the run, but what that stage needs", async () => {
  const played: string[] = [];
  const check = (name: string, stage: NamedCheck<never>["stage"], needs: readonly string[] = []) => ({
    ...{ name, title: name, rules: [], stage, needs },
    run: async () => void played.push(name),
  });
  const checks = [check("late", "survives"), check("first", "joins", ["needed"]), check("needed", "speaks")];
  const outcomes = await runChecks([...checks, check("also-first", "joins")], {
    open: () => ({ wires: [], [Symbol.asyncDispose]: async () => undefined }),
    concurrency: 1,
    timeLimitMs: 60_000,
    endsRun: (outcome) => outcome.check.name === "first",
  });
  expect(played.toSorted()).toEqual(["also-first", "first", "needed"]);
  expect(outcomes.map((outcome) => outcome.check.name).toSorted()).toEqual(played.toSorted());
});

it("limits the time of a check, and lets one at a time use the names of the contract", async () => {
  const check = { title: "it", rules: [], stage: "joins", usesContractNames: true } as const;
  const endless = { ...check, name: "endless", run: () => new Promise<never>(() => undefined) };
  let opened = 0;
  const patient = { ...check, name: "patient", run: async () => void expect(opened).toBe(1) };
  const open = () => {
    opened += 1;
    const close = async () => {
      opened -= 1;
    };
    return { wires: [], [Symbol.asyncDispose]: close };
  };
  const outcomes = await runChecks([endless, patient], { open, concurrency: 2, timeLimitMs: 100 });
  expect(outcomes.map(({ kind }) => kind)).toEqual(["not judged", "passed"]);
});
