import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { EndpointName, serverTexts } from "../src/index.ts";
import * as limits from "../src/limits.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

it("shows a program that prints what it says", () => {
  const { stdout, stderr } = spawnSync(process.execPath, ["--conditions=@chat/source", "--input-type=module"], {
    cwd: new URL("..", import.meta.url),
    input: readBlock("js"),
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(stdout).toBe(readBlock("text"));
});

it("lists every limit with its value", () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| ([\d,]+) \|/gm)];
  const listed = rows.map(([, name, value]) => [name, Number(value?.replaceAll(",", ""))]);
  const numbers = Object.entries(limits).filter(([, value]) => typeof value === "number");
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(numbers));
});

it("names every endpoint and every text of the server", () => {
  const names = [...Object.values(EndpointName), ...Object.keys(serverTexts)];
  expect(names.filter((name) => !new RegExp(`\`(?:serverTexts\\.)?${name}\``).test(readme))).toEqual([]);
});

function readBlock(language: string): string {
  return new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(readme)?.[1] ?? "";
}
