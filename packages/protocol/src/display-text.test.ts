import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DisplayTextOptions, displayText } from "./display-text.ts";

interface DisplayVector {
  readonly id: string;
  readonly input: DisplayTextOptions & ({ readonly text: string } | { readonly "utf16le-base64": string });
  readonly expected: { readonly text: string };
  readonly hint: string;
}

interface HarmlessVector {
  readonly id: string;
  readonly input: { readonly text: string };
  readonly expected: { readonly without: string; readonly keeps: readonly string[] };
  readonly hint: string;
}

const harmlessVectors: readonly HarmlessVector[] = JSON.parse(
  readFileSync(new URL("../contract/vectors/harmless.json", import.meta.url), "utf8"),
).vectors;

const vectors: readonly DisplayVector[] = JSON.parse(
  readFileSync(new URL("../contract/vectors/display.json", import.meta.url), "utf8"),
).vectors;

const textOf = (input: DisplayVector["input"]) =>
  "text" in input ? input.text : Buffer.from(input["utf16le-base64"], "base64").toString("utf16le");

const options = fc.constantFrom<DisplayTextOptions>({}, { newlines: "mark" }, { newlines: "keep" });

/** Texts made of what does harm: controls, invisible characters, marks, and letters and emoji for them to act on. */
const hostileText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...[
        "\x1b",
        "\x1b[",
        "\x1b]",
        "\x9b",
        "\x07",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\x85",
        "\u2028",
        "\u2029",
        "m",
        ";",
        "\\",
      ],
      ...["\u200b", "\u200c", "\u200d", "\u202e", "\u2066", "\ufeff", "\u{e0001}", "\u3164", "\u034f", "\u00ad"],
      ...["\ufe0e", "\ufe0f", "\ufe00", "\u{e0100}", "\u180b", "\ud800", "\udc00", "\ue000", "\uffff", "\u0600"],
      ...["\u0301", "\u0301".repeat(8), "\u094d", "\u064e", "\u0fb5", "\u20e3", "\u0e48"],
      ...["a", "1", "\u0915", "\u0645", "\u1820", "\u845b", "\u{1f468}", "\u{1f3fd}", "\u2764", "\u{1f1ee}"],
      "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ),
    fc.nat(0x10_ffff).map((codePoint) => String.fromCodePoint(codePoint)),
  ),
  maxLength: 60,
});

function assertAlways(check: (shown: string, text: string, options: DisplayTextOptions) => void): void {
  fc.assert(
    fc.property(hostileText, options, (text, chosen) => {
      check(displayText(text, chosen), text, chosen);
    }),
    { numRuns: 500 },
  );
}

describe("displayText", () => {
  it.each(vectors)("shows $id as the contract does: $hint", ({ input, expected }) => {
    expect(displayText(textOf(input), input)).toBe(expected.text);
  });

  it.each(harmlessVectors)("makes $id harmless: $hint", ({ input, expected }) => {
    const shown = displayText(input.text);
    expect([...expected.without].filter((character) => shown.includes(character))).toEqual([]);
    for (const kept of expected.keeps) expect(shown).toContain(kept);
  });

  it("shows every control character as what can be seen", () => {
    for (let code = 0; code < 0xa0; code++) {
      if (code >= 0x20 && code < 0x7f) continue;
      expect(displayText(`a${String.fromCharCode(code)}b`)).toMatch(/^a(?: |[\u2400-\u2424]|\u241b[@-_])b$/);
    }
  });

  it("removes every code point that Unicode calls ignorable or a bidi control", () => {
    const left: string[] = [];
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
      const character = String.fromCodePoint(codePoint);
      if (!/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u.test(character)) continue;
      if (displayText(`a${character}b`) !== "ab") left.push(codePoint.toString(16));
    }
    expect(left).toEqual([]);
  });

  it.each([
    ["English", "It's 5 o'clock \u2013 \u201ctea?\u201d"],
    ["German", "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich"],
    ["Vietnamese", "Tiếng Việt có dấu"],
    ["Vietnamese, decomposed", "Tiếng Việt có dấu".normalize("NFD")],
    ["Greek", "Ξεσκεπάζω τὴν ψυχοφθόρα βδελυγμία"],
    ["Greek, decomposed", "τὴν ᾧ ἄλφα".normalize("NFD")],
    ["Russian", "Съешь же ещё этих мягких французских булок"],
    ["Hebrew with points and accents", "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים"],
    ["Arabic with vowels", "بِسْمِ اللَّهِ الرَّحْمَٰنِ"],
    ["Persian with non-joiners", "نمی\u200cخواهم کتاب\u200cها را"],
    ["Hindi", "हिन्दी में क्षत्रिय, श्रीमान्"],
    ["Hindi with joiners", "क्\u200dष र्\u200cय"],
    ["Bengali with a joiner", "র\u200d্যাব"],
    ["Sinhala with joiners", "ශ්\u200dරී ලංකාව"],
    ["Tamil", "தமிழ் மொழி"],
    ["Malayalam", "മലയാളം അക്ഷരങ്ങൾ"],
    ["Thai", "เป็นมนุษย์สุดประเสริฐ ที่นี่"],
    ["Lao", "ພາສາລາວ ນໍ້າ"],
    ["Khmer", "ភាសាខ្មែរ ស្ត្រី"],
    ["Burmese", "မြန်မာဘာသာ ကျွန်ုပ်တို့"],
    ["Tibetan", "བོད་སྐད་ རྒྱུད ཧཱུྃ"],
    ["Tibetan, its tallest stack", "\u0f67\u0f90\u0fb5\u0fa8\u0fb3\u0fba\u0fbc\u0fbb\u0f82"],
    ["Amharic", "አማርኛ"],
    ["Georgian", "ქართული ენა"],
    ["Armenian", "Հայերեն լեզու"],
    ["Japanese", "日本語のテキスト、カタカナー"],
    ["Japanese, decomposed", "ガギグゲゴ".normalize("NFD")],
    ["Japanese with an ideographic variant", "葛\u{e0100}城市"],
    ["Korean", "한국어 텍스트"],
    ["Korean, decomposed", "한국어".normalize("NFD")],
    ["Chinese", "简体与繁體中文"],
    ["Mongolian with a variant", "\u1820\u180b\u182d"],
    ["emoji", "😀 👍🏽 🇮🇹 1️⃣ ❤️ ☎︎ 👩‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 🏴‍☠️ ❤️‍🔥 👨🏻‍❤️‍💋‍👨🏿 🏴󠁧󠁢󠁳󠁣󠁴󠁿"],
    ["box drawing and braille", "┌─┐│⠓⠊⠀⠮│└─┘"],
  ])("leaves %s as it is", (_language, text) => {
    expect(displayText(text)).toBe(text);
  });

  it.each([
    ["Mongolian", "\u1820\u180b\u180c\u180f", "\u1820\u180b"],
    ["ideographic", "\u845b\u{e0100}\u{e0101}", "\u845b\u{e0100}"],
    ["emoji", "\u2764\ufe0f\ufe0e", "\u2764\ufe0f"],
  ])("leaves the first of several %s variation selectors", (_what, text, shown) => {
    expect(displayText(text)).toBe(shown);
  });

  it("changes nothing when applied again", () => {
    assertAlways((shown, _text, chosen) => expect(displayText(shown, chosen)).toBe(shown));
  });

  it("leaves no control but the line feeds that were asked for, and no separator", () => {
    assertAlways((shown, _text, { newlines }) => {
      expect(newlines === "keep" ? shown.replaceAll("\n", "") : shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    });
  });

  it("leaves nothing that turns the direction, and nothing without a meaning", () => {
    assertAlways((shown) => {
      expect(shown).not.toMatch(/[\p{Bidi_Control}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]/u);
    });
  });

  it("leaves what can't be seen only where it shapes its neighbours, one at a time", () => {
    assertAlways((shown) => {
      const withoutFlags = shown.replaceAll(/\u{1f3f4}[\u{e0061}-\u{e007a}]{5}\u{e007f}/gu, "");
      expect(withoutFlags).not.toMatch(/(?![\p{Join_Control}\p{Variation_Selector}])\p{Default_Ignorable_Code_Point}/u);
      expect(withoutFlags).not.toMatch(/\p{Variation_Selector}{2}|\p{Join_Control}{2}/u);
      expect(withoutFlags).not.toMatch(
        /(?:^|[\p{ASCII}--\d])[\p{Join_Control}\p{Variation_Selector}]|\p{Join_Control}$/mv,
      );
    });
  });

  it("stacks at most eight marks, and none on what stands before the text", () => {
    assertAlways((shown) => {
      const visible = shown.replaceAll(/[\p{Join_Control}\p{Variation_Selector}]/gu, "");
      expect(visible).not.toMatch(/\p{M}{9}/u);
      expect(visible).not.toMatch(/^\p{M}/mu);
    });
  });

  it("takes only text away that can't be seen, besides what it replaces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const plain = text.replaceAll(/[^\p{L}\p{Nd}\p{P}\p{Sm}\p{Sc}\p{Zs}]|\p{Default_Ignorable_Code_Point}/gu, "");
        expect(displayText(plain)).toBe(plain);
      }),
    );
  });

  it.each([
    ["escape sequences", "\x1b[31m"],
    ["marks", "\u0301"],
    ["joiners", "\u200d"],
    ["emoji without an end", "\u{1f468}\u200d"],
    ["flags without an end", "\u{1f3f4}\u{e0067}\u{e0062}"],
    ["carriage returns", "\r"],
  ])("looks at each character of many %s a bounded number of times", (_what, unit) => {
    const text = unit.repeat(2 ** 16 / unit.length);
    const { test } = RegExp.prototype;
    let charactersLookedAt = 0;
    RegExp.prototype.test = function (tested) {
      charactersLookedAt += tested.length;
      return test.call(this, tested);
    };
    try {
      displayText(text);
    } finally {
      RegExp.prototype.test = test;
    }
    expect(charactersLookedAt).toBeGreaterThan(text.length);
    expect(charactersLookedAt).toBeLessThan(20 * text.length);
  });

  it("works off a megabyte", () => {
    expect(displayText("\u0301".repeat(2 ** 20))).toBe(`\u25cc${"\u0301".repeat(8)}`);
  });
});
