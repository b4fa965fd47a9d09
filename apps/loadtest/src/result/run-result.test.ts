import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { writeResultSchema } from "./run-result.ts";

it("is published as it is committed; `pnpm --dir apps/loadtest run generate` writes it anew", () => {
  expect(readFileSync(new URL("../../result.schema.json", import.meta.url), "utf8")).toBe(writeResultSchema());
});
