import { expect, it } from "vitest";
import { findWatchedWords } from "./watched-words.ts";

it.each([
  ["You are an idiot!", ["idiot"]],
  ["IDIOT, Blödmann", ["idiot", "blödmann"]],
  ["ｉｄｉｏｔ", ["idiot"]],
  ["Blo\u0308dmann", ["blödmann"]],
  ["the idiotic class", []],
  ["", []],
])("finds whole words, whatever their case, width and composition: %j", (text, found) => {
  expect(findWatchedWords(text, "idiot, blödmann")).toEqual(found);
});

it("finds nothing when no words are watched", () => {
  expect(findWatchedWords("anything, at all", "")).toEqual([]);
  expect(findWatchedWords("... !", " , ")).toEqual([]);
});
