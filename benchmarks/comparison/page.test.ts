import { expect, it } from "vitest";
import type { Comparison } from "./comparison.ts";
import { updatePage } from "./page.ts";

const comparison: Comparison = {
  date: "2026-01-02",
  machine: "an abacus",
  rounds: 3,
  versions: { "chat-server": "1.0.0", ngircd: "26.1" },
  metrics: { "chat-server": { dm1: [12.34, 12.5, 20] }, ngircd: { dm1: [10, 10, 10] } },
  generators: {},
  waitingTimeShare: 0.012,
};

const page = "# Performance\n\n<!-- Written by `pnpm bench:peers`, from here -->\nold\n<!-- to here -->\n\nThe rest.\n";

it("replaces the metrics of an earlier run, and nothing around them", () => {
  const updated = updatePage(page, comparison);
  expect(updated).toMatch(/^# Performance\n\n<!-- Written/);
  expect(updated).toMatch(/<!-- to here -->\n\nThe rest\.\n$/);
  expect(updated).not.toContain("old");
  expect(updatePage(updated, comparison)).toBe(updated);
});

it("tells the median, the spread, and where others are better", () => {
  const updated = updatePage(page, comparison);
  expect(updated).toContain("| chat-server | 12.5 (12.3–20.0) | – |");
  expect(updated).toContain("- Direct message, 1 in flight: ngircd (1.25×)");
});

it("warns when other programs had the machine", () => {
  expect(updatePage(page, comparison)).not.toContain("The machine was busy");
  expect(updatePage(page, { ...comparison, waitingTimeShare: 0.2 })).toContain("**The machine was busy");
});

it("refuses a page that has no place for the metrics", () => {
  expect(() => updatePage("# Performance", comparison)).toThrow(/no place for the metrics/);
});
