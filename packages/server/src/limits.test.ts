import { expect, it } from "vitest";
import { LIMITS, type LimitName, resolveLimits } from "./limits.ts";
import { OPEN_FILE_RESERVE, readOpenFileLimit } from "./open-files.ts";

const NAMES = Object.keys(LIMITS) as LimitName[];

it("has the defaults of the contract and the documentation", () => {
  expect({ ...resolveLimits({}), maxConnections: "the machine's" }).toEqual({
    maxMessageBytes: 65_536,
    maxHandshakeBytes: 1_024,
    handshakeTimeoutMs: 10_000,
    incompleteMessageTimeoutMs: 30_000,
    maxOutboxBytes: 1_048_576,
    outboxStallTimeoutMs: 10_000,
    maxAllOutboxBytes: 536_870_912,
    maxAllIncompleteBytes: 268_435_456,
    maxConnections: "the machine's",
    maxConnectionsPerAddress: 0,
    maxNamelessPerAddress: 512,
    messagesPerSecond: 1_000,
    messageBurst: 2_000,
    bytesPerSecond: 2_097_152,
    byteBurst: 4_194_304,
    shoutsPerSecond: 20,
    shoutBurst: 100,
    shoutBytesPerSecond: 65_536,
    shoutByteBurst: 262_144,
    shoutDeliveriesPerSecond: 100_000,
    endpointTimeoutMs: 30_000,
  });
});

it("allows as many connections as the limit of open files, less the reserve", () => {
  const openFiles = readOpenFileLimit();
  expect(OPEN_FILE_RESERVE).toBe(128);
  if (openFiles !== null) expect(LIMITS.maxConnections.default).toBe(openFiles - 128);
});

it.each(NAMES)("takes %s from its min to its max, and names both when it is past them", (name) => {
  const { unit, min, max } = LIMITS[name];
  expect(resolveLimits({ [name]: min })[name]).toBe(min);
  expect(resolveLimits({ [name]: max })[name]).toBe(max);
  for (const value of [min - 1, min + 0.5, max + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => resolveLimits({ [name]: value })).toThrow(
      new RangeError(`${name} is ${value}: it has to be a whole number of ${unit} from ${min} to ${max}.`),
    );
  }
});

it.each(NAMES)("has a default for %s in its range", (name) => {
  const { default: value, min, max } = LIMITS[name];
  expect(value).toBeGreaterThanOrEqual(min);
  expect(value).toBeLessThanOrEqual(max);
});

it("takes an undefined value as not given", () => {
  expect(resolveLimits({ maxMessageBytes: undefined }).maxMessageBytes).toBe(65_536);
});
