import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OPTIONS } from "./options.ts";

it("has every option in the README's table", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  const rows = OPTIONS.map(({ flag, placeholder, default: preset, summary }) => {
    return `| \`${`${flag} ${placeholder}`.trim()}\` | ${preset} | ${summary} |`;
  });
  expect(readme.split("\n").filter((line) => line.startsWith("| `--"))).toEqual(rows);
});
