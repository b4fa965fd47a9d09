import { assertThat } from "../../checks/failure.ts";
import { showCodePoint } from "../../show-difference.ts";
import type { ClientCheck } from "../client-check.ts";

/** Ranges: the first and the last character of each row. A line feed may stay where text may take several lines. */
const HARMFUL = "\0\t\v\x1f\x7f\x9f\u061c\u061c\u200e\u200f\u2028\u202e\u2066\u2069";
/** Characters in one text: a terminal does not have to break it into two rows. */
const CHUNK = 16;

export const check: ClientCheck = {
  title: "makes text of others harmless before it is shown",
  rules: ["C-80"],
  stage: "survives",
  mend: {
    any: "Before you print a text or a name of others, replace controls (U+0000 to U+001F, U+007F to U+009F), line separators (U+2028, U+2029) and bidi controls (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).",
    python: "re.sub('[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]', '?', text)",
  },
  needs: ["shows-message"],
  async run(scene) {
    const user = await scene.join();
    const rows = HARMFUL.match(/../gsu) ?? [];
    const all = rows.flatMap(([first = "", last = ""]) => {
      const [from, to] = [first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0];
      return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index));
    });
    for (let at = 0; at < all.length; at += CHUNK) {
      const text = all
        .slice(at, at + CHUNK)
        .map((character) => `q${character}q`)
        .join("");
      const places = [
        ["msg", user.write("Bob", `${text} msg-${at}.`), "C-3"],
        ["srv", user.write("SERVER", `${text} srv-${at}.`), "C-74"],
        ["who", user.write(`Eve${text}`, `who-${at}.`), "C-3"],
      ] as const;
      // A server writes DEL as the byte that it is [C-25].
      for (const [place, line, rule] of places)
        await scene.deliver(user, line.replaceAll("\\u007f", "\x7f"), `${place}-${at}.`, [rule]);
    }
    for (const character of all) {
      const isHarmless = !scene.shown.includes(`q${character}q`);
      assertThat(isHarmless, "the character in a harmless form", { words: showCodePoint(character) });
    }
  },
};
