import { describe, expect, it } from "vitest";
import { clientFragment, readRoute } from "./route.ts";
import { visibleWindow } from "./row-window.ts";
import { formatAge, formatBytes, formatCount, refusedWords } from "./words.ts";

describe("words", () => {
  it.each([
    [0, "0"],
    [0.42, "0.4"],
    [9.97, "10"],
    [1_234, "1,234"],
    [9_999.6, "10.0k"],
    [999_949, "999.9k"],
    [999_951, "1.0M"],
  ])("writes the number %d as %s", (count, text) => expect(formatCount(count)).toBe(text));

  it.each([
    [0, "0 B"],
    [999.4, "999 B"],
    [999.6, "1.0 KB"],
    [91_000_000, "91 MB"],
    [5e15, "5000000 GB"],
  ])("writes %d bytes as %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [-5, "0 s"],
    [119_999, "119 s"],
    [120_000, "2 min"],
    [7_200_000, "2 h"],
    [9e8, "10 d"],
  ])("writes %d ms as %s", (ms, text) => expect(formatAge(ms)).toBe(text));

  it("names kinds by their number, and those of later versions as they are", () => {
    expect(refusedWords({ muted: 1, "not-a-message": 12, "new\x1bkind": 3, incomplete: 0 })).toBe(
      "12 not valid as a message, 3 new␛kind, 1 while mute",
    );
  });
});

describe("readRoute", () => {
  it.each(["loop.1", "loop/1.#2", "%", "a b"])("finds the client %j again", (id) => {
    expect(readRoute(clientFragment(id))).toEqual({ view: "client", id });
  });

  it.each(["", "#", "#constructor", "#client", "#client/", "#token"])("takes %j for the first view", (fragment) => {
    expect(readRoute(fragment)).toEqual({ view: "now" });
  });

  it("takes a broken escape as it is", () => {
    expect(readRoute("#client/%E0%A4%A")).toEqual({ view: "client", id: "%E0%A4%A" });
  });
});

describe("visibleWindow", () => {
  it.each([
    [0, 0, 44],
    [32_000, 988, 44],
    [639_360, 19_956, 44],
    [9_999_999, 19_956, 44],
    [-50, 0, 44],
  ])("at %d pixels begins with row %d", (scrollTop, offset, limit) => {
    expect(visibleWindow(scrollTop, 640, 32, 20_000)).toEqual({ offset, limit });
  });

  it("asks for no more rows than the server gives, and for some when there are few", () => {
    expect(visibleWindow(0, 100_000, 32, 20_000)).toEqual({ offset: 0, limit: 100 });
    expect(visibleWindow(0, 640, 32, 3)).toEqual({ offset: 0, limit: 44 });
  });
});
