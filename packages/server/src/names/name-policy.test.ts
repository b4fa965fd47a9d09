import { findUsernameProblem } from "@chat/protocol";
import { describe, expect, it } from "vitest";
import { findDisguise, LOOKS_LIKE_ANOTHER } from "./name-policy.ts";

const COMMAS = [..."，、،؍٫՝߸፣᠂᠈‚¸︐﹐﹑､⸲⸴⹁⹂⹉⹌❟❠꘍꛵ˏ͵⋯‥︙˛؛⁏⸝⸵"];

const DOTTED = ["ni̇ko", "j̇an", "nį̇ko", "nị̇ko", "ni\u0307\u0323ko", "nɨ̇ko", "nı̇ko", "ȷ̇an", "νι̇κο", "ﬁ̇n", "𝑖̇"];

const RESERVED = [
  ...["SERVER.", ".SERVER", "S E R V E R", "S-E-R-V-E-R", "[SERVER]", "_SERVER_", "SERVER™", "|SERVER|", "★ Server ★"],
  ...["Guest!", "#guest", "G.u.e.s.t.", "❛Guest❜", "Everyone...", "~Everyone~", "SERVÉR", "Gűest", "EVERYO\u0338NE"],
  ...[
    "5ERVER",
    "$ERVER",
    "S3RV3R",
    "S€RV€R",
    "SER√ER",
    "SER\\/ER",
    "ser٧er",
    "GUE5T",
    "6uest",
    "9uest",
    "Gues7",
    "Gue$t",
  ],
  ...["3veryone", "EVERY0NE", "EVERY()NE", "EVERY○NE", "EVERYO|\\|E", "EVERY٥NE", "[5-3-r-v-3-r]", "¡6 u 3 5 7!"],
  ...["ѕегѵег", "ꜱᴇʀᴠᴇʀ", "🆂🅴🆁🆅🅴🆁", "🅖🅤🅔🅢🅣", "🇸🇪🇷🇻🇪🇷", "Ｓ.ERVER"],
];

const OTHERS = [
  ...[
    "server1",
    "1server",
    "SERVER5",
    "5 SERVER",
    "Guests",
    "Guest 2",
    "Everyone2",
    "Everyone else",
    "Observer",
    "Serve",
  ],
  ...["Sever", "Seerver", "not SERVER", "guest house", "Eve", "Egst", "Sərvər", "5", "$", "..."],
  ...["İbrahim", "I\u0307brahim", "Ėglė", "ėdis", "ni\u0301\u0307ko", "Ḣ", "l\u0307", "हिंदी", "Ivo", "Jana"],
  ...["O'Brien", "A. B.", "Anna „Ann“ Meier", "צה״ל", "ʻOkina", "a; b", "カ゛", "Mr. 5", "Bot 1", "Kunde №1"],
];

describe("findDisguise", () => {
  it.each(COMMAS)("refuses a character that looks like a comma or an ellipsis: %s", (comma) => {
    expect(findDisguise(`Bob${comma} Meg`)).toMatch(/looks like a comma/);
  });

  it.each(["Bob„ Meg", "Bob„", "Bob \u0326 Meg", "\u0326Bob", "Bob \u0301Meg"])(
    "refuses it in its place: %s",
    (name) => {
      expect(findDisguise(name)).toMatch(/looks like a comma/);
    },
  );

  it.each(["coco\uFFFC", "co\u{1D159}co"])("refuses a character that nobody sees: %j", (name) => {
    expect(findDisguise(name)).toMatch(/which nobody can see/);
  });

  it.each(DOTTED)("refuses a dot that nobody sees: %s", (name) => {
    expect(findDisguise(name)).toMatch(/dot above/);
  });

  it.each(RESERVED)("refuses a name that reads as a reserved one: %s", (name) => {
    expect(findDisguise(name)).toMatch(/can be read as (SERVER|Guest|Everyone), which is reserved/);
  });

  it.each(OTHERS)("allows %s", (name) => {
    expect(findDisguise(name)).toBeNull();
  });

  it("allows every letter of every allowed script, alone", () => {
    // Han and Hangul are many, and of one kind each.
    for (let codePoint = 0; codePoint < 0x3400; codePoint++) {
      const letter = String.fromCodePoint(codePoint);
      if (!/[\p{L}\p{Nd}]/u.test(letter) || /\p{Lm}/u.test(letter) || findUsernameProblem(letter)) continue;
      expect(findDisguise(letter)).toBeNull();
    }
  });

  it("answers at once whatever the name is made of", () => {
    // What can be read in several ways, or in none, is read once: nothing here is tried in all combinations.
    expect(findDisguise("$€®√€®$€®√€®$€®√€®$€®")).toMatch(/SERVER/);
    expect(findDisguise("$$$$$$$$$$$$€€€€€€€€x")).toBeNull();
  });

  it("says so in plain ASCII, and briefly", () => {
    const texts = [...DOTTED, ...RESERVED, "Bob， Meg", "Bob\u{1144d} Meg"].map((name) => findDisguise(name) ?? "");
    for (const text of [...texts, LOOKS_LIKE_ANOTHER]) expect(text).toMatch(/^[ -~]{20,200}$/);
  });
});
