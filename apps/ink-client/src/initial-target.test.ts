import { expect, it } from "vitest";
import { findInitialTarget } from "./initial-target.ts";

const remembered = { host: "school.example", port: 5000, name: "Ada" };

it.each([
  ["the defaults for nothing", {}, {}, { host: "127.0.0.1", port: 65432, name: null }],
  ["what is remembered", {}, remembered, remembered],
  ["a name of today on the server of last time", { name: "Bob" }, remembered, { ...remembered, name: "Bob" }],
  [
    "the usual port of another host",
    { host: "b.example" },
    remembered,
    { host: "b.example", port: 65432, name: "Ada" },
  ],
  ["this machine for another port", { port: 7 }, remembered, { host: "127.0.0.1", port: 7, name: "Ada" }],
])("gives %s", (_what, options, settings, target) => {
  expect(findInitialTarget(options, settings)).toEqual(target);
});

it("takes an IPv6 address in brackets", () => {
  const options = { host: "[::1]", port: undefined, name: undefined };
  expect(findInitialTarget(options, {}).host).toBe("::1");
});
