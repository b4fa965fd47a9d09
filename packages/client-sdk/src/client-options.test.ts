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
  { liveness: { askAfterMs: -5 } },
])("refuses an amount that is none: %o", (options) => {
  const [name] = Object.keys(options.reconnect ?? options.liveness ?? options);
  expect(() => resolveOptions({ name: "Ada", ...options })).toThrow(RangeError);
  expect(() => resolveOptions({ name: "Ada", ...options })).toThrow(name);
});

it.each([
  [{ prot: 5 }, 'Unknown option "prot": did you mean "port"?'],
  [{ reconect: false }, 'Unknown option "reconect": did you mean "reconnect"?'],
  [{ reconnect: { baseDelay: 5 } }, 'Unknown option "reconnect.baseDelay": did you mean "reconnect.baseDelayMs"?'],
  [{ liveness: { askAfter: 5 } }, 'Unknown option "liveness.askAfter": did you mean "liveness.askAfterMs"?'],
  [{ servers: [{ hots: "a" }] }, 'Unknown option "servers[0].hots": did you mean "servers[0].host"?'],
  [{ servers: ["a"] }, 'The options of servers[0] have to be an object, not "a".'],
  [
    { servers: [{ port: 1 }], host: "a" },
    "The options host and port name one server, and servers several: give only one of both.",
  ],
])("refuses an option that does not exist: %j", (options, message) => {
  expect(() => resolveOptions({ name: "Ada", ...options } as JoinOptions)).toThrow(new TypeError(message));
});

it.each([
  [{ name: 42 }, "name has to be a string, not 42."],
  [{ port: "65432" }, 'port has to be a whole number from 1 to 65535, not "65432".'],
  [{ host: null }, "host has to be a string, not null."],
  [{ reconnect: true }, "reconnect has to be false or an object, not true."],
  [{ whileAway: "drop" }, 'whileAway has to be "keep" or "reject", not "drop".'],
  [{ liveness: true }, "liveness has to be false or an object, not true."],
  [{ servers: [] }, "servers has to be an array of at least one server, such as [{ host, port }], not an array."],
  [{ servers: [{ port: 0 }] }, "servers[0].port has to be a whole number from 1 to 65535, not 0."],
  [{ waitForFirstConnect: 1 }, "waitForFirstConnect has to be true or false, not 1."],
  [{ transport: "ws" }, 'transport has to be a function, not "ws".'],
])("refuses a value that is not allowed: %j", (options, message) => {
  expect(() => resolveOptions({ name: "Ada", ...options } as unknown as JoinOptions)).toThrow(new RangeError(message));
});

it("waits for as long as a timer can where it should wait for ever", () => {
  const { requestTimeoutMs } = resolveOptions({ name: "Ada", requestTimeoutMs: Number.POSITIVE_INFINITY });
  expect(requestTimeoutMs).toBe(2_147_483_647);
});

it("makes whole milliseconds of a part of one", () => {
  expect(resolveOptions({ name: "Ada", connectTimeoutMs: 0.5 }).connectTimeoutMs).toBe(1);
});
