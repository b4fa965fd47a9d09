import { expect, it } from "vitest";
import { findLargestAddress } from "./admission.ts";

const of = (ip: string, isNameless: boolean) => ({ ip, isNameless });

it("finds the address with most connections, and how many of them have told no name", () => {
  const connections = [
    of("10.0.0.1", true),
    of("2001:db8::1", true),
    of("2001:db8::2", false),
    of("2001:db8::3", true),
    of("10.0.0.1", true),
  ];
  expect(findLargestAddress(connections)).toEqual({ network: "2001:db8:0:0::/64", connections: 3, nameless: 2 });
});

it("finds none where nobody is", () => {
  expect(findLargestAddress([])).toEqual({ network: "no address", connections: 0, nameless: 0 });
});
