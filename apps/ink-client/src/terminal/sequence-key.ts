import type { EscapeSequence } from "./escape-sequence.ts";
import { decodeUtf8 } from "./utf8-character.ts";

// The names of keys: `C-a`, `M-b`, `S-Tab`, `C-M-Left`, `PgUp`. Letters are named in lower case. What most terminals can't
// tell apart has one name: C-i is `Tab`, C-m is `Enter`, C-[ is `Esc`, C-h is `Backspace`; but a line feed is `C-j`.

type KeyNames = Readonly<Record<string, string | undefined>>;

/** Keys by the final character of their sequence. */
const KEYS_BY_FINAL: KeyNames = {
  ...{ A: "Up", B: "Down", C: "Right", D: "Left", F: "End", H: "Home" },
  ...{ P: "F1", Q: "F2", R: "F3", S: "F4" },
};

/** Arrows of rxvt: with Shift behind CSI, with Ctrl behind SS3. */
const RXVT_ARROWS: KeyNames = { a: "Up", b: "Down", c: "Right", d: "Left" };

/** Keys by the number in their sequence. */
const KEYS_BY_NUMBER: KeyNames = {
  ...{ 1: "Home", 2: "Insert", 3: "Delete", 4: "End", 5: "PgUp", 6: "PgDn", 7: "Home", 8: "End" },
  ...Object.fromEntries(
    [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((number, index) => [number, `F${index + 1}`]),
  ),
};

/** Keys by their code in the protocol of kitty: those of the keypad have codes of their own. */
const KEYS_BY_CODE: KeyNames = {
  ...{ 9: "Tab", 13: "Enter", 27: "Esc", 127: "Backspace", 57414: "Enter" },
  ...{ 57417: "Left", 57418: "Right", 57419: "Up", 57420: "Down", 57421: "PgUp", 57422: "PgDn" },
  ...{ 57423: "Home", 57424: "End", 57425: "Insert", 57426: "Delete" },
};

/** The codes that kitty gives to keys without a character. */
const isPrivateCode = (code: number) => code >= 57_344 && code <= 63_743;

/** The letters that make the control characters of other keys. */
const KEYS_OF_CONTROLS: KeyNames = { i: "Tab", m: "Enter", "[": "Esc", h: "Backspace" };

interface Modifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

const NONE: Modifiers = { ctrl: false, alt: false, shift: false };

/** Names the key of a sequence; `null` when it is no key, or one without a name. No sequence types text. */
export function nameSequenceKey(sequence: EscapeSequence, hasAlt: boolean): string | null {
  const key = readSequence(sequence);
  return key && withModifiers(key.name, { ...key.modifiers, alt: key.modifiers.alt || hasAlt });
}

interface Key {
  readonly name: string;
  readonly modifiers: Modifiers;
}

function readSequence(sequence: EscapeSequence): Key | null {
  if (sequence.kind === "csi") return readCsi(sequence.parameters, sequence.final);
  if (sequence.kind === "ss3") return readSs3(sequence.parameters, sequence.final);
  return sequence.kind === "alt" ? readAlt(sequence.character) : null;
}

function readCsi(parameters: string, final: string): Key | null {
  // The function keys of the Linux console.
  if (parameters === "[") return final >= "A" && final <= "E" ? plain(`F${final.charCodeAt(0) - 0x40}`) : null;
  if (!/^[\d;:]*$/.test(parameters)) return null;
  const fields = parameters.split(";");
  if (final === "u") return readCode(fields[0] ?? "", fields[1]);
  if (final === "~" && fields[0] === "27" && fields.length === 3) return readCode(fields[2] ?? "", fields[1]);
  const modifiers = readModifiers(fields[1], true);
  if (!modifiers) return null;
  if (final === "Z") return { name: "Tab", modifiers: { ...modifiers, shift: true } };
  const arrow = parameters === "" && RXVT_ARROWS[final];
  if (arrow) return { name: arrow, modifiers: { ...NONE, shift: true } };
  const name = "~^$@".includes(final) ? KEYS_BY_NUMBER[Number(fields[0])] : readFinal(final, fields[0]);
  if (name === undefined) return null;
  const ctrl = modifiers.ctrl || final === "^" || final === "@";
  const shift = modifiers.shift || final === "$" || final === "@";
  return { name, modifiers: { ...modifiers, ctrl, shift } };
}

/** Before a final character stands nothing or 1: with other numbers it is a report, such as the position of the cursor. */
function readFinal(final: string, number = ""): string | undefined {
  return number === "" || number === "1" ? KEYS_BY_FINAL[final] : undefined;
}

function readSs3(parameters: string, final: string): Key | null {
  const arrow = parameters === "" && RXVT_ARROWS[final];
  if (arrow) return { name: arrow, modifiers: { ...NONE, ctrl: true } };
  const name = KEYS_BY_FINAL[final];
  const modifiers = readModifiers(parameters.split(";").at(-1), true);
  return name !== undefined && modifiers ? { name, modifiers } : null;
}

/** Reads the code of a key, as kitty and xterm send it: `code:shifted:base`. */
function readCode(codes: string, modifierField: string | undefined): Key | null {
  const modifiers = readModifiers(modifierField, false);
  if (!modifiers) return null;
  const [code = 0, shifted = 0, base = 0] = codes.split(":").map(Number);
  const name = KEYS_BY_CODE[code];
  if (name !== undefined) return { name, modifiers };
  if (code < 0x20 || isPrivateCode(code) || code > 0x10_ffff || (code >= 0xd8_00 && code <= 0xdf_ff)) return null;
  if (!modifiers.ctrl && !modifiers.alt) return null;
  // A shortcut is the same key in every layout, and Shift is in the character.
  const meant = base > 0 && code > 0x7f ? base : modifiers.shift && shifted > 0 ? shifted : code;
  const character = String.fromCodePoint(meant).toLowerCase();
  const control = modifiers.ctrl && KEYS_OF_CONTROLS[character];
  if (control) return { name: control, modifiers: { ...NONE, alt: modifiers.alt } };
  return { name: character === " " ? "Space" : character, modifiers: { ...modifiers, shift: false } };
}

/**
 * Reads `modifiers:event`; `null` for the release of a key.
 *
 * @param hasMeta true where the bit 8 is xterm's Meta, which is Alt. Elsewhere it is kitty's Super, which is not ours
 */
function readModifiers(field: string | undefined, hasMeta: boolean): Modifiers | null {
  const [value = "", event] = (field ?? "").split(":");
  if (event === "3") return null;
  const bits = Math.max(0, (Number(value) || 1) - 1);
  const isForeign = (bits & (hasMeta ? 0 : 8)) !== 0 || (bits & 16) !== 0;
  if (isForeign) return null;
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0 || (hasMeta && (bits & 8) !== 0), ctrl: (bits & 4) !== 0 };
}

function readAlt(character: string): Key | null {
  if (character === "\x1b") return plain("Esc");
  if (character < " " || character === "\x7f")
    return { name: nameControlKey(character, { ...NONE, alt: true }), modifiers: NONE };
  const text = decodeUtf8(character);
  if (!/^\P{Cc}$/u.test(text)) return null;
  const lower = text.toLowerCase();
  // Of one letter Unicode makes two.
  const name = /^.$/u.test(lower) ? lower : text;
  return { name: name === " " ? "Space" : name, modifiers: { ...NONE, alt: true } };
}

/** Names the key that sends a control character. */
export function nameControlKey(control: string, modifiers: Modifiers = NONE): string {
  const known = CONTROL_KEYS[control];
  if (known !== undefined) return withModifiers(known, modifiers);
  const letter = control === "\0" ? "Space" : String.fromCharCode(control.charCodeAt(0) + 0x40).toLowerCase();
  return withModifiers(letter, { ...modifiers, ctrl: true });
}

const CONTROL_KEYS: KeyNames = {
  ...{ "\r": "Enter", "\t": "Tab", "\b": "Backspace", "\x7f": "Backspace", "\x1b": "Esc" },
};

function withModifiers(name: string, { ctrl, alt, shift }: Modifiers): string {
  return `${ctrl ? "C-" : ""}${alt ? "M-" : ""}${shift ? "S-" : ""}${name}`;
}

function plain(name: string): Key {
  return { name, modifiers: NONE };
}
