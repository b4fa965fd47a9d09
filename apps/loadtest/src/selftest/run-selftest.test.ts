import { expect, it } from "vitest";
import { compareCount, compareTime } from "./finding.ts";
import { writeFindings } from "./run-selftest.ts";

it("writes what was built in beside what was found", () => {
  const lines = writeFindings([
    {
      name: "drops 1 %",
      findings: [compareCount("messages", 5_000, 5_000), compareCount("lost", 50, 49)],
      isRetried: false,
    },
    { name: "adds 20 ms", findings: [compareTime("p99", 20, 60, 59)], isRetried: true },
  ]);
  expect(lines).toEqual([
    "built in                           by the stub                      by the tester  tolerance",
    "drops 1 %                messages  5,000                            5,000          exact      ✓",
    "                         lost      50                               49             exact      ✗",
    "adds 20 ms, 2nd attempt  p99       20.0 ms (busy machine: 60.0 ms)  59.0 ms        ±3.0 ms    ≈",
    "",
    "≈ The tester was saturated here, not wrong: a busy machine added to these times, or left it no time to judge.",
    "The tester is wrong: 1 of 3 findings are not what was built in.",
  ]);
});

it("says when all of it was right", () => {
  const findings = [compareCount("lost", 50, 50)];
  expect(writeFindings([{ name: "drops 1 %", findings, isRetried: false }]).at(-1)).toBe(
    "The tester found what was built in: 1 of 1.",
  );
});
