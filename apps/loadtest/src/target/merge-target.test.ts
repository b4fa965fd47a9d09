import { expect, it } from "vitest";
import { mergeTarget } from "./merge-target.ts";

const SCENARIOS = { host: "10.0.0.1", port: 5_000, spawn: "node server.js", spawnLog: "server.log" };

it("lets what was given win, key by key", () => {
  expect(mergeTarget(SCENARIOS, { port: 6_000, host: undefined })).toEqual({ ...SCENARIOS, port: 6_000 });
  expect(mergeTarget(undefined, { port: 6_000 })).toEqual({ port: 6_000 });
  expect(mergeTarget(SCENARIOS)).toEqual(SCENARIOS);
});

it("spawns nothing for a process that runs already", () => {
  expect(mergeTarget(SCENARIOS, { pid: 7 })).toEqual({ host: "10.0.0.1", port: 5_000, pid: 7 });
});
