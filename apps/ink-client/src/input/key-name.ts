/** A key press as `emitKeypressEvents` of `node:readline` reports it. */
export interface Keypress {
  readonly sequence: string;
  readonly name?: string | undefined;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

const ESCAPE = "\x1b";
const CONTROL = /\p{Cc}/u;

/** Our names for the names of readline. A key that is missing here types text, or is no key. */
const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ["up", "Up"],
  ["down", "Down"],
  ["left", "Left"],
  ["right", "Right"],
  ["home", "Home"],
  ["end", "End"],
  ["pageup", "PgUp"],
  ["pagedown", "PgDn"],
  ["insert", "Insert"],
  ["delete", "Delete"],
  ["backspace", "Backspace"],
  ["tab", "Tab"],
  ["return", "Enter"],
  ["escape", "Esc"],
  ...Array.from({ length: 12 }, (_, index): [string, string] => [`f${index + 1}`, `F${index + 1}`]),
]);

/**
 * Names a key in readline's notation: `C-a`, `M-b`, `S-Tab`, `C-M-Left`, `PgUp`; `null` for plain text and for what is no
 * key. Letters are named in lower case. What terminals can't tell apart has one name: C-i is `Tab`, C-m is `Enter`,
 * C-[ is `Esc` and C-h is `Backspace`; but the line feed is `C-j`, as Enter sends a carriage return.
 */
export function keyName(key: Keypress): string | null {
  const known = KEY_NAMES.get(key.name ?? "");
  if (known === "Esc") return known;
  // Some terminals put an ESC before the key's own for Alt; readline takes it for two keys.
  const meta = key.meta || key.sequence.startsWith(ESCAPE + ESCAPE);
  if (known !== undefined) return `${key.ctrl ? "C-" : ""}${meta ? "M-" : ""}${key.shift ? "S-" : ""}${known}`;
  return characterKeyName(meta ? key.sequence.replaceAll(ESCAPE, "") : key.sequence, meta);
}

/** Returns the text that a key press types, or `null` when it types none. */
export function typedText({ sequence, ctrl, meta }: Keypress): string | null {
  return ctrl || meta || sequence === "" || CONTROL.test(sequence) ? null : sequence;
}

function characterKeyName(character: string, meta: boolean): string | null {
  const modifier = meta ? "M-" : "";
  if (character === " ") return meta ? "M-Space" : null;
  if (character === "\0") return `C-${modifier}Space`;
  if (character.length === 1 && character < " ") return `C-${modifier}${controlledCharacter(character)}`;
  if (!meta || !/^\P{Cc}$/u.test(character)) return null;
  const lower = character.toLowerCase();
  // Of one letter Unicode makes two.
  return `M-${/^.$/u.test(lower) ? lower : character}`;
}

/** Returns the key that makes a control character together with Ctrl. */
function controlledCharacter(control: string): string {
  return String.fromCharCode(control.charCodeAt(0) + 0x40).toLowerCase();
}
