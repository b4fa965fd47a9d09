/** Options of {@link displayText}. */
export interface DisplayTextOptions {
  /**
   * Treatment of a line break of any kind (LF, CR, CR LF, VT, FF, U+0085, U+2028, U+2029): `"mark"` shows it as `␤`,
   * so that the text stays one line; `"keep"` makes it `\n`.
   *
   * @default "mark"
   */
  readonly newlines?: "mark" | "keep";
}

/**
 * Makes text from others safe for a terminal or a log line: it can't move the cursor, start an escape sequence, begin
 * a line of its own, turn the reading direction or hide anything. What people write stays as it is: every script,
 * joined emoji, the joiners of Persian and of Indian scripts.
 *
 * - Controls are shown as symbols (`␛[31m`), C1 controls as the escapes they stand for; a tab becomes a space.
 * - What has no shape of its own (bidi controls, zero width, tags, fillers, variation selectors and joiners where
 *   nothing joins) is removed: what is left is what one sees.
 * - What has no meaning that we know of (lone surrogates, noncharacters, private use, unassigned code points) becomes U+FFFD,
 *   as a font may draw anything there. So do the few format characters that are visible.
 * - Of the marks on one character the first 8 stay; one without a character gets the dotted circle `◌`.
 *
 * Applied twice it returns the same as applied once. Takes linear time.
 */
export function displayText(text: string, { newlines = "mark" }: DisplayTextOptions = {}): string {
  if (!NEEDS_CARE.test(text)) return text;
  const writer = new DisplayWriter();
  for (const [unit] of text.matchAll(UNIT)) {
    if (!LINE_BREAK.test(unit)) writer.write(unit);
    else if (newlines === "mark") writer.writeBase("␤");
    else writer.breakLine();
  }
  return writer.text;
}

/** Most marks on one character. Real text needs up to 5 (Hebrew with points and accents); the tallest Tibetan stack has 8. */
const MAX_STACKED_MARKS = 8;

const REPLACEMENT = "\ufffd";
const DOTTED_CIRCLE = "\u25cc";
const ZERO_WIDTH_JOINER = "\u200d";

/** All but letters, numbers, punctuation, symbols and spaces that can be seen. */
const NEEDS_CARE = /[\p{C}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

// A black flag with the tags for England, Scotland or Wales: the only tags with a meaning that anybody draws.
const FLAG_WITH_TAGS =
  /\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}/u;
/** Matches one unit of text: nearly always a code point. */
const UNIT = new RegExp(`${FLAG_WITH_TAGS.source}|\\r\\n|.`, "gsu");

const LINE_BREAK = /^(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])$/;
const CONTROL = /^\p{Cc}$/u;
const JOINER = /^\p{Join_Control}$/u;
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
const MARK = /^\p{M}$/u;
// Unicode has set code points aside for the emoji of years to come: these have a meaning before we know it.
const MEANINGLESS = /^(?!\p{Extended_Pictographic})\p{C}$/u;

/** A variation selector behind a character whose look it may choose. The Mongolian ones are of that script themselves. */
const VARIATION =
  /^(?:\p{Emoji}[\ufe0e\ufe0f]|\p{Unified_Ideograph}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|(?!\p{Variation_Selector})\p{Script=Mongolian}[\u180b-\u180d\u180f])$/u;
const EMOJI = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;
const JOINING_SCRIPTS = (
  "Adlam Arabic Bengali Devanagari Gujarati Gurmukhi Kannada Khmer Malayalam Mongolian Myanmar Nko Oriya Sinhala " +
  "Syriac Tamil Telugu"
).split(" ");
/** A letter or mark that takes another form, or keeps its own, by a joiner beside it. */
const JOINING = new RegExp(
  `^(?=[\\p{L}\\p{M}])[${JOINING_SCRIPTS.map((script) => `\\p{Script_Extensions=${script}}`).join("")}]$`,
  "u",
);

/**
 * Decides on each unit by what it has written so far, never by what was read: what was left out has no effect, so
 * displaying a displayed text again changes nothing.
 */
class DisplayWriter {
  text = "";
  /** The character that marks would go on, or `""` at the start of a line. */
  #base = "";
  #last = "";
  #marks = 0;
  /** A joiner that is written once something follows that it joins. */
  #joiner = "";

  write(unit: string): void {
    if (!NEEDS_CARE.test(unit) || FLAG_WITH_TAGS.test(unit)) this.writeBase(unit);
    else if (CONTROL.test(unit)) this.writeBase(showControl(unit.charCodeAt(0)));
    else if (JOINER.test(unit)) this.#joiner = unit;
    else if (INVISIBLE.test(unit)) this.#writeVariation(unit);
    else if (MARK.test(unit)) this.#writeMark(unit);
    else this.writeBase(MEANINGLESS.test(unit) ? REPLACEMENT : unit);
  }

  writeBase(unit: string): void {
    this.#append(unit);
    this.#base = unit;
    this.#marks = 0;
  }

  breakLine(): void {
    this.writeBase("\n");
    this.#base = "";
  }

  #writeVariation(selector: string): void {
    if (VARIATION.test(this.#last + selector)) this.#append(selector);
  }

  #writeMark(mark: string): void {
    // It would go on what stands before the text, which is not the text's own.
    if (this.#base === "") this.writeBase(DOTTED_CIRCLE);
    if (this.#marks === MAX_STACKED_MARKS) return;
    this.#append(mark);
    this.#marks++;
  }

  #append(unit: string): void {
    if (this.#joiner !== "" && isJoined(this.#base, this.#joiner, unit)) this.text += this.#joiner;
    this.#joiner = "";
    this.text += unit;
    this.#last = unit;
  }
}

function isJoined(before: string, joiner: string, after: string): boolean {
  if (JOINING.test(before) && JOINING.test(after)) return true;
  return joiner === ZERO_WIDTH_JOINER && EMOJI.test(before) && EMOJI.test(after);
}

/** Returns the picture of a control character: `␛` for ESC, `␛[` for U+009B. */
function showControl(code: number): string {
  if (code === 0x09) return " ";
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `\u241b${String.fromCharCode(code - 0x40)}`;
}
