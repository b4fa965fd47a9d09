import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findAttacks } from "./find-attacks.ts";
import { weaknesses } from "./weaknesses.ts";

const SERVER = new URL("../../packages/server/src", import.meta.url);
const attacks = await findAttacks();

it("has the kinds of attack that are known, each in one sentence, with its aim", () => {
  expect(attacks.length).toBeGreaterThanOrEqual(40);
  for (const { name, summary, aim } of attacks) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(summary).toMatch(/^[A-Z0-9].*\.$/);
    expect(aim).not.toBe("");
  }
});

it.each(weaknesses)("can plant $name into the server as it is now, and names rows that there are", (weakness) => {
  const source = readFileSync(`${SERVER.pathname}${weakness.file}`, "utf8");
  expect(source.split(weakness.from)).toHaveLength(2);
  expect(attacks.map(({ name }) => name)).toEqual(expect.arrayContaining([...weakness.rows]));
});
