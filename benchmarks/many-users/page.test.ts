import { expect, it } from "vitest";
import { writePage } from "./page.ts";
import { PERFECT_RUN } from "./perfect-run.ts";

it("tells what was measured, on what, and how to repeat it", () => {
  const page = writePage(PERFECT_RUN);
  expect(page).toMatch(/^# 10 users on 2 nodes\n\nMeasured on 2026-01-02, in 5 s, on an abacus\./);
  expect(page).toContain("`ulimit -n 20000 && pnpm bench many-users --users 10`");
  expect(page).toContain("- ✓ all of 10 users join (10)\n");
  expect(page).toContain("| u3 on node 2 | 9 | 1.0 | 2.0 | 30.3 | 4.0 |");
});

it("adds up what the processes of one kind use", () => {
  const page = writePage(PERFECT_RUN);
  expect(page).toContain("| node-2 | 1.5 |\n| **all nodes** | 3.0 |");
  expect(page).toContain("| **all nodes** | 100 | 120 | 140 |");
});

it("shows what is off, and what the nodes warned of", () => {
  const page = writePage({
    ...PERFECT_RUN,
    time: { ...PERFECT_RUN.time, answered: 9 },
    logged: [{ text: "warn: cut-off", count: 2 }],
  });
  expect(page).toContain("- ✗ each of 10 users is told the time (9)\n");
  expect(page).toContain("The nodes warned:\n\n- 2 × warn: cut-off\n");
});
