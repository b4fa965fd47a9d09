// The names of users, and the first bytes of a connection, which hold one. A server without tables of Unicode takes Latin-1 alone.

const SPACE = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, "gu");
const BLANK = new RegExp(`^${SPACE}`, "u");
const CHARACTERS = /^[ \p{L}\p{M}\p{Nd}\p{P}\p{S}]*$/u;
const FORBIDDEN = /[{},"ªºß\u00ad]|[^\0-\u00ff]/u;
const RESERVED = ["server", "guest", "everyone"];
const MAX_HANDSHAKE_BYTES = 1_024;
const [LINE_FEED, OPEN] = Buffer.from("\n{");

export function trim(name) {
  return name.replace(AROUND, "");
}

/** Two names with the same result are the same name [C-44]. */
export function fold(name) {
  return trim(name).replace(/[A-ZÀ-ÖØ-Þ]/g, (capital) => String.fromCharCode(capital.charCodeAt(0) + 32));
}

/** Returns the reason why a trimmed name is refused, or null [C-40] to [C-43], [C-45]. */
export function findNameProblem(name) {
  if (name === "") return "Your name is empty. Send a name and a newline.";
  if ([...name].length > 32 || Buffer.byteLength(name) > 64) return "A name has at most 32 characters and 64 bytes.";
  if (/^[/@]/.test(name)) return 'A name does not start with "/" or "@".';
  if (name !== trim(name) || name.includes("  ")) return "A name has single spaces only, and none around it.";
  if (!CHARACTERS.test(name) || FORBIDDEN.test(name))
    return "A name has letters, digits, signs and spaces, but no comma, no braces and no double quotes.";
  if (RESERVED.includes(fold(name))) return "This name is reserved. Try another name.";
  return null;
}

/**
 * Reads the first bytes of a connection; `isOver` after the quiet time or the end of the input [C-30] to [C-32]. Returns null
 * while they decide nothing. Without name and problem, the name is that of the first message, at the offset.
 */
export function readHandshake(data, isOver) {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(data, { stream: true });
  const markBytes = text.startsWith("\ufeff") ? 3 : 0;
  const behindMark = text.slice(markBytes === 0 ? 0 : 1);
  const [blank] = BLANK.exec(behindMark);
  const blankBytes = markBytes + Buffer.byteLength(blank);
  const isBlank = blank === behindMark;
  const end = data.findIndex((byte) => byte === LINE_FEED || byte === OPEN);
  const nameEnd = end < 0 ? data.length : end;
  if (blankBytes > MAX_HANDSHAKE_BYTES || (nameEnd > MAX_HANDSHAKE_BYTES && !isBlank))
    return { problem: `The name has more than ${MAX_HANDSHAKE_BYTES} bytes. Send a name and a newline.` };
  if (behindMark[blank.length] === "{") return { offset: blankBytes };
  if (!isOver && (end < 0 || isBlank)) return null;
  const byNewline = data[nameEnd] === LINE_FEED;
  try {
    const name = trim(
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data.subarray(markBytes, nameEnd)),
    );
    return { name, byNewline, offset: byNewline ? nameEnd + 1 : nameEnd };
  } catch {
    return { problem: "The name is not UTF-8. Encode it as UTF-8." };
  }
}
