import fc from "fast-check";

/** Texts for tests of editors: characters that join with their neighbours, and white space. */
export const trickyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ...["a", "B", "1", "_", " ", "  ", "\t", "\n", "\r", "\r\n", "/", "@", '"', ":", ",", "|", "\x1b[31m", "\0"],
      ...["é", "e\u0301", "\u0301", "\u200d", "\u200c", "\ufe0f", "\u20e3", "\u3000", "\u2028", "\x85", "\ufeff"],
      ...["👋", "🏽", "👨", "👩\u200d👧", "🇮", "🇮🇹", "क", "\u094d", "ष", "한", "\u1112", "\u1161", "日", "\u0600"],
      ...["\ud83d", "\udc4b", "ß", "ﬁ", "İ", "/query ", "/save ", "@Bob", "Bob B", "Zoë"],
    ),
    fc.nat(0x10_ffff).map((codePoint) => String.fromCodePoint(codePoint)),
  ),
  maxLength: 24,
});
