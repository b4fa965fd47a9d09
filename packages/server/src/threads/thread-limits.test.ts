import { expect, it } from "vitest";
import { LIMITS, resolveLimits } from "../limits.ts";
import { divideLimits } from "./thread-limits.ts";

it("divides memory, shouts and connections without a name, and leaves the other limits whole", () => {
  const limits = resolveLimits({ maxConnections: 1_000, maxNamelessPerAddress: 9 });
  const divided = divideLimits(limits, 4);
  expect(divided.maxAllOutboxBytes).toBe(limits.maxAllOutboxBytes / 4);
  expect(divided.shoutBytesPerSecond).toBe(Math.floor(limits.shoutBytesPerSecond / 4));
  expect(divided.maxNamelessPerAddress).toBe(3);
  expect(divided.maxConnections).toBe(1_000);
});

it("keeps a limit that is off, and goes below no minimum", () => {
  const { min } = LIMITS.maxAllIncompleteBytes;
  const limits = resolveLimits({ shoutBytesPerSecond: 0, maxAllIncompleteBytes: min });
  expect(divideLimits(limits, 64).shoutBytesPerSecond).toBe(0);
  expect(divideLimits(limits, 64).maxAllIncompleteBytes).toBe(min);
});
