import { expect, it } from "vitest";
import { readSignal, type WaitOptions } from "./wait-options.ts";

it("returns the signal, if there is one", () => {
  const controller = new AbortController();
  const { signal } = controller;
  for (const options of [controller, { signal }]) expect(readSignal(options)).toBe(signal);
  for (const options of [undefined, {}, { signal: undefined }]) expect(readSignal(options)).toBeUndefined();
});

it.each<[options: unknown, error: Error]>([
  [{ signl: 1 }, new TypeError('Unknown option "signl": did you mean "signal"?')],
  [{ signal: 5 }, new RangeError("signal has to be an AbortSignal, not 5.")],
  [{ signal: null }, new RangeError("signal has to be an AbortSignal, not null.")],
  [null, new TypeError("The options have to be an object, not null.")],
])("refuses %o", (options, error) => {
  expect(() => readSignal(options as WaitOptions)).toThrow(error);
});
