import { expect, it } from "vitest";
import { mentions } from "./mention.ts";

it.each(["Ada", "hello Ada!", "@ada: look", "ADA, ada", "(Ada)", "adam and Ada", "Ada's"])(
  "sees the name in %j",
  (text) => {
    expect(mentions(text, ["Ada"])).toBe(true);
  },
);

it.each(["", "adam", "Granada", "Ada2", "2Ada", "a d a", "Adä", "𝒜Ada", "Ada𝒜"])("sees no name in %j", (text) => {
  expect(mentions(text, ["Ada"])).toBe(false);
});

it("sees names with spaces and of other scripts", () => {
  expect(mentions("ask bob b about it", ["Bob B"])).toBe(true);
  expect(mentions("привет, АННА!", ["Анна"])).toBe(true);
  expect(mentions("straße", ["STRASSE"])).toBe(true);
});

it("sees a name in a long text", () => {
  expect(mentions(`${"wörd ".repeat(1_000)}ada`, ["Ada"])).toBe(true);
});

it("sees any of several words, and never an empty one", () => {
  expect(mentions("the deploy is over", ["Ada", "Deploy"])).toBe(true);
  expect(mentions("hello there", ["Ada", "", " "])).toBe(false);
});
