import { afterEach, expect, it, vi } from "vitest";
import { loadModules } from "./load-modules.ts";

afterEach(() => void vi.useRealTimers());

it("gives up on a module that never finishes loading, and names it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const module = "data:text/javascript,await new Promise(() => undefined)";
  const reason = `${module} can't be loaded: Error: nothing has come of it in 30 s`;
  const loaded = expect(loadModules([module])).rejects.toThrow(reason);
  vi.advanceTimersByTime(30_000);
  await loaded;
});

it.each([
  ["5", 'can\'t be used: TypeError: "endpoints" has to be an array, not 5'],
  ["[null]", "can't be used: TypeError: endpoints[0] has to be an object"],
  ["[{ name: '/x', summary: '', handel() {} }]", 'can\'t be used: TypeError: Endpoint /x has no "handle"'],
  ["[{ name: '/x', summary: 5, handle() {} }]", 'can\'t be used: TypeError: Endpoint /x has no "summary"'],
])("says what is wrong with which endpoint, and names the module: %s", async (endpoints, reason) => {
  const module = `data:text/javascript,export const endpoints = ${endpoints}`;
  const loaded = loadModules([module]);
  await expect(loaded).rejects.toThrow(reason);
  await expect(loaded).rejects.toThrow(module);
});

it.each([
  [
    "const rooms = 1",
    'it has to export "endpoints", an array, or a hook: admit, filter, joined, left, started, stopped.',
  ],
  ["const endpoints = [], filtr = () => 'no'", 'Unknown export "filtr": did you mean "filter"?'],
  ["const left = () => 1, Admit = () => 'no'", 'Unknown export "Admit": did you mean "admit"?'],
  ["const admit = 'Bob'", '"admit" has to be a function, not "Bob"'],
  ["const joined = () => 1, scope = 'everywhere'", '"scope" has to be "thread" or "server", not "everywhere"'],
  [
    "const filter = () => undefined, scope = 'server'",
    'can\'t export "filter" with the scope "server": every message would',
  ],
])("says what is wrong with a hook or the scope: %s", async (text, reason) => {
  await expect(loadModules([`data:text/javascript,export ${text}`])).rejects.toThrow(reason);
});

it("takes a module with one hook and nothing else", async () => {
  const [loaded] = await loadModules(["data:text/javascript,export const left = () => undefined, rooms = [], a = 1"]);
  expect(loaded?.module).toMatchObject({ left: expect.any(Function) });
});
