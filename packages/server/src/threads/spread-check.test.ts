import { expect, it } from "vitest";
import { canSpread } from "./spread-check.ts";

if (process.platform === "linux")
  it.each(["127.0.0.1", "0.0.0.0", undefined])("finds that this system spreads connections to %s", async (host) => {
    expect(await canSpread(host)).toBe(true);
  });

it("leaves it to the server to say that an address is not of this machine", async () => {
  // An address for documentation: no machine has it.
  expect(await canSpread("203.0.113.1")).toBe(process.platform === "linux");
});
