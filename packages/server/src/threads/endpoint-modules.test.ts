import { afterEach, expect, it, vi } from "vitest";
import { loadEndpoints } from "./endpoint-modules.ts";

afterEach(() => void vi.useRealTimers());

it("gives up on a module that never finishes loading, and names it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const module = "data:text/javascript,await new Promise(() => undefined)";
  const reason = `${module} can't be loaded: Error: nothing has come of it in 30 s`;
  const loaded = expect(loadEndpoints([module])).rejects.toThrow(reason);
  vi.advanceTimersByTime(30_000);
  await loaded;
});

it.each([
  ["5", "has no endpoints: it has to export an array"],
  ["[null]", "can't be used: TypeError: endpoints[0] has to be an object"],
  ["[{ name: '/x', summary: '', handel() {} }]", 'can\'t be used: TypeError: Endpoint /x has no "handle"'],
  ["[{ name: '/x', summary: 5, handle() {} }]", 'can\'t be used: TypeError: Endpoint /x has no "summary"'],
])("says what is wrong with which endpoint, and names the module: %s", async (endpoints, reason) => {
  const module = `data:text/javascript,export const endpoints = ${endpoints}`;
  const loaded = loadEndpoints([module]);
  await expect(loaded).rejects.toThrow(reason);
  await expect(loaded).rejects.toThrow(module);
});
