import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createResult } from "./support/create-result.ts";
import { expectPublished, publishedSchema } from "./support/published-schema.ts";
import { benchRuns, breakingPointRun, hostileRun, joinRun, passedStressRun } from "./support/sample-results.ts";

const committed = JSON.parse(
  readFileSync(new URL("../../../docs/reports/breaking-point.json", import.meta.url), "utf8"),
);

describe("the published schema", () => {
  it.each([
    ["a passed run", passedStressRun()],
    ["a breaking point", breakingPointRun()],
    ["a bench", benchRuns()[0]],
    ["a bench that lost messages", benchRuns()[1]],
    ["a bench of joins", joinRun()],
    ["hostile texts", hostileRun()],
    ["percentiles that were not measured", createResult()],
    [
      "a condition that was not measured",
      createResult({ thresholds: [{ condition: "p99>1s", outcome: "not-measured", actual: null, unit: "ms" }] }),
    ],
    ["the report in docs", committed],
  ])("describes %s", (_name, result) => expectPublished(result));

  it("allows no key that it does not name", () => {
    const open = findOpenObjects(publishedSchema);
    expect(open).toEqual([]);
    expect(() => expectPublished({ ...createResult(), more: 1 })).toThrow();
    const { server } = createResult();
    expect(() => expectPublished({ ...createResult(), server: { ...server, more: 1 } })).toThrow();
  });
});

/** Lists the paths of the objects with named keys that may have others as well. */
function findOpenObjects(schema: unknown, path = "#"): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const isOpen =
    "properties" in schema && (!("additionalProperties" in schema) || schema.additionalProperties !== false);
  const inside = Object.entries(schema).flatMap(([key, value]) => findOpenObjects(value, `${path}/${key}`));
  return isOpen && path.split("/").at(-1) !== "properties" ? [path, ...inside] : inside;
}
