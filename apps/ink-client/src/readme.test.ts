import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { chatCommand } from "./chat-command.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("has every option in the README's table", () => {
  const rows = chatCommand.options.map(({ flag, placeholder, default: preset, summary }) => {
    return `| \`${`${flag} ${placeholder}`.trim()}\` | ${preset} | ${summary} |`;
  });
  expect(readme.split("\n").filter((line) => line.startsWith("| `--"))).toEqual(rows);
});
