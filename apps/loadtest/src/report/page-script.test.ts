import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { buildPageScript } from "../../scripts/build-page-script.ts";

it("is made from the sources as they are; `pnpm --dir apps/loadtest run generate` writes it anew", async () => {
  expect(readFileSync(new URL("page-script.ts", import.meta.url), "utf8")).toBe(await buildPageScript());
}, 30_000);
