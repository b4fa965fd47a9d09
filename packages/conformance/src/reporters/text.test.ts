import { expect, it } from "vitest";
import { Failure, type FailureDetails } from "../checks/failure.ts";
import type { Outcome } from "../checks/run-checks.ts";
import type { RuleNumber } from "../contract/contract-rules.ts";
import { readRules } from "../contract/contract-rules.ts";
import type { RecordedWire } from "../recorded-wire.ts";
import { judge } from "../verdict/judge.ts";
import { NOT_ASKED_FOR } from "./reporter.ts";
import { reporter } from "./text.ts";

const FAULT = { expected: { words: "this" }, came: { words: "that" }, mend: "Do it." };
const TEXT = '{"from":{"name":"a","ip":""},"to":"b","msg":"é"}';

it("shows bytes that came one by one as one line, with their number", () => {
  const events = [...Buffer.from("Ada\n")].map((byte, offset) => {
    return { t: offset, event: "bytes", from: "client", offset, bytes: Buffer.of(byte) } as const;
  });
  expect(write([outcome("sends", ["C-30"], {}, [{ label: "Ada", events }])])).toContain('4 bytes in 4 writes: "Ada␤"');
});

it("shows the last connections alone, and says how many more there were", () => {
  const wires = Array.from({ length: 300 }, (_, number) => ({ label: `user${number}`, events: [] }));
  const text = write([outcome("many", ["C-33"], {}, wires)]);
  expect(text).toContain("296 connections more");
  expect(text).toContain("connection of user299");
  expect(text).not.toContain("connection of user295\n");
});

it("shows the bytes around a difference that nobody can see", () => {
  const text = write([outcome("texts", ["C-33"], { expected: `${TEXT}\uffff`, came: `${TEXT}\ufffd` })]);
  expect(text).toMatch(/expected {2}… .* ef bf bf\n.*came {6}… .* ef bf bd\n/);
});

it("puts what the level does not demand behind the others, and says so", () => {
  const text = write([outcome("returns", ["C-90"], {}), outcome("shows", ["C-80"], {})]);
  expect(text.indexOf("✗ C-80 (shows)\n")).toBeLessThan(
    text.indexOf("✗ C-90 (returns), which gold demands and bronze"),
  );
});

it("says why nothing could be judged, with --stage too", () => {
  const skipped = {
    ...outcome("joins", ["C-33"], {}),
    kind: "not judged",
    reason: "the program is not there",
  } as const;
  const reason = "not judged: the program is not there: C-33";
  expect(write([skipped], true)).toContain(reason);
  // A failure that the level does not demand leaves it open all the same.
  expect(write([skipped, outcome("returns", ["C-90"], {})], true)).toContain(reason);
  expect(write([skipped, outcome("sends", ["C-30"], {})], true)).not.toContain(reason);
});

it("says of chosen checks alone what became of them", () => {
  const left = { ...outcome("others", ["C-80"], {}), kind: "not judged", reason: NOT_ASKED_FOR } as const;
  const late = { ...outcome("late", ["C-92"], {}), kind: "not judged", reason: "the machine is too busy" } as const;
  const text = write([
    { ...outcome("joins", ["C-33"], {}), kind: "passed" },
    left,
    late,
    outcome("shows", ["C-3"], {}),
  ]);
  expect(text).toMatch(/\n\n✓ passed: joins\n\? not judged: late \(the machine is too busy\)\n✗ failed: shows\n+$/);
});

function outcome(
  name: string,
  rules: readonly RuleNumber[],
  details: Partial<FailureDetails>,
  wires: readonly RecordedWire[] = [],
) {
  const failure = Object.assign(new Failure({ ...FAULT, ...details }), { wires });
  const check = { name, title: name, rules, stage: "joins", run: async () => undefined } as const;
  return { kind: "failed", failures: [failure], isComplete: false, check, milliseconds: 0 } as const satisfies Outcome;
}

function write(outcomes: readonly Outcome[], isStaged = false): string {
  const verdict = judge({ role: "client", rules: readRules(), outcomes, lastLevel: "gold", uncovered: {} });
  const run = { subject: "a client", level: "bronze", contractHash: "", seed: "1", seconds: 0 } as const;
  return reporter.write({ ...run, outcomes, verdict, language: null, isStaged, failedStage: null });
}
