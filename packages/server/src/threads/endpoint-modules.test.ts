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
