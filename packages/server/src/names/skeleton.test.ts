import { foldName } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { CONFUSABLES_VERSION } from "./confusables.ts";
import { skeletonOf, skeletonsOf } from "./skeleton.ts";

describe("a skeleton", () => {
  // From confusables.txt, by hand.
  it.each([
    ["plain", "plain"],
    ["Im 10%|`", "lrn lOo/Ol'"],
    ["сосо", "coco"],
    ["СОСО", "COCO"],
    ["ϲοϲο", "coco"],
    ["νικο", "viĸo"],
    ["É", "E\u0301"],
    ["a\u0327", "a\u0326"],
    ["ş", "s\u0326"],
    ["ł", "l\u0338"],
    ["ſ", "f"],
    ["∥", "ll"],
    ["エ", "工"],
    ["𝒄𝓸𝔠𝕠", "coco"],
    ["①", "l"],
  ])("of %s is %s", (name, skeleton) => {
    expect(skeletonOf(name)).toBe(skeleton.normalize("NFD"));
  });

  it("is its own skeleton", () => {
    for (const name of ["Im 10%", "сосо", "Ελένη", "ŞŁſ", "戶カ工", "№ ™ ℠", "هوی", "ക്ഷ"]) {
      expect(skeletonOf(skeletonOf(name))).toBe(skeletonOf(name));
    }
  });

  it("is the same for all canonically equivalent spellings", () => {
    for (const name of ["Ạ̈", "ế", "각", "ǭ"])
      expect(skeletonOf(name.normalize("NFD"))).toBe(skeletonOf(name.normalize("NFC")));
  });

  it("tells the ten digits of a script apart, so that numbered names never look alike", () => {
    const scripts = [
      0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xf20, 0x17e0,
    ];
    for (const zero of scripts) {
      const digits = Array.from({ length: 10 }, (_, value) => String.fromCodePoint(zero + value));
      expect(new Set(digits.map(skeletonOf)).size).toBe(10);
    }
  });
});

describe("the skeletons of a name", () => {
  const of = (name: string) => new Set(skeletonsOf({ name, key: foldName(name) }));

  it("are those of the name as it is written, in lower and in upper case", () => {
    expect(of("Im")).toEqual(new Set(["lrn", "irn", "lM"]));
    expect(of("Νικο")).toEqual(new Set(["Niĸo", "viĸo", "NlKO"]));
  });

  it("are one where there are no cases", () => {
    expect(of("名字")).toEqual(new Set(["名字"]));
  });
});

it("says from which Unicode version the data are", () => {
  expect(CONFUSABLES_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
});
