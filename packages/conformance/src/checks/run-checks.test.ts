import { setTimeout as pause } from "node:timers/promises";
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

it("limits the time of a check, but for what it has waited for others", async () => {
  const check = { name: "it", title: "it", rules: [], stage: "joins" } as const;
  const play = async (heldMs: number, run: () => Promise<void>) => {
    const open = () => ({ wires: [], heldMs, [Symbol.asyncDispose]: async () => undefined });
    const [outcome] = await runChecks([{ ...check, run }], { open, concurrency: 1, timeLimitMs: 1 });
    return outcome?.kind;
  };
  expect(await play(0, () => new Promise(() => undefined))).toBe("not judged");
  expect(await play(60_000, () => pause(5))).toBe("passed");
});
