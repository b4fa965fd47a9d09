import { expect, it } from "vitest";
import { type JoinOptions, resolveOptions } from "./client-options.ts";

it("takes the default for an option that is undefined, as a program's own options may be", () => {
  const given: JoinOptions = {
    name: "Ada",
    host: undefined,
    port: undefined,
    connectTimeoutMs: undefined,
    maxQueuedBytes: undefined,
    reconnect: { baseDelayMs: undefined, maxDelayMs: 10 },
    whileAway: undefined,
  };
  expect(resolveOptions(given)).toEqual({
    ...resolveOptions({ name: "Ada" }),
    reconnect: { baseDelayMs: 500, maxDelayMs: 10, nameHeldMs: 60_000 },
  });
});

it("never comes back when told so", () => {
  expect(resolveOptions({ name: "Ada", reconnect: false }).reconnect).toBeNull();
});

it.each([
  { requestTimeoutMs: Number.NaN },
  { handshakeTimeoutMs: -1 },
  { maxOfflineMessages: "10" as unknown as number },
  { reconnect: { baseDelayMs: Number.NaN } },
])("refuses an amount that is none: %o", (options) => {
  const [name] = Object.keys(options.reconnect ?? options);
  expect(() => resolveOptions({ name: "Ada", ...options })).toThrow(RangeError);
  expect(() => resolveOptions({ name: "Ada", ...options })).toThrow(name);
});

it("waits for as long as a timer can where it should wait for ever", () => {
  const { requestTimeoutMs } = resolveOptions({ name: "Ada", requestTimeoutMs: Number.POSITIVE_INFINITY });
  expect(requestTimeoutMs).toBe(2_147_483_647);
});

it("makes whole milliseconds of a part of one", () => {
  expect(resolveOptions({ name: "Ada", connectTimeoutMs: 0.5 }).connectTimeoutMs).toBe(1);
});
