/** Keys that have a name of their own, with what a terminal sends for them and what tmux calls them. */
const NAMED_KEYS = {
  enter: ["\r", "Enter"],
  tab: ["\t", "Tab"],
  "shift+tab": ["\u001b[Z", "BTab"],
  escape: ["\u001b", "Escape"],
  space: [" ", "Space"],
  backspace: ["\u007f", "BSpace"],
  delete: ["\u001b[3~", "DC"],
  insert: ["\u001b[2~", "IC"],
  up: ["\u001b[A", "Up"],
  down: ["\u001b[B", "Down"],
  right: ["\u001b[C", "Right"],
  left: ["\u001b[D", "Left"],
  "ctrl+right": ["\u001b[1;5C", "C-Right"],
  "ctrl+left": ["\u001b[1;5D", "C-Left"],
  home: ["\u001b[H", "Home"],
  end: ["\u001b[F", "End"],
  "page up": ["\u001b[5~", "PPage"],
  "page down": ["\u001b[6~", "NPage"],
  f1: ["\u001bOP", "F1"],
  f2: ["\u001bOQ", "F2"],
  f3: ["\u001bOR", "F3"],
  f4: ["\u001bOS", "F4"],
  f5: ["\u001b[15~", "F5"],
  f6: ["\u001b[17~", "F6"],
  f7: ["\u001b[18~", "F7"],
  f8: ["\u001b[19~", "F8"],
  f9: ["\u001b[20~", "F9"],
  f10: ["\u001b[21~", "F10"],
  f11: ["\u001b[23~", "F11"],
  f12: ["\u001b[24~", "F12"],
} as const satisfies Record<string, readonly [sequence: string, tmuxName: string]>;

type NamedKey = keyof typeof NAMED_KEYS;

/** A key as a test presses it: `"enter"`, `"ctrl+a"`, `"alt+b"`, `"alt+backspace"`. */
export type KeyName = NamedKey | `ctrl+${string}` | `alt+${string}`;

/** Returns what a terminal sends to its program for a key. */
export function keySequence(key: KeyName): string {
  if (isNamed(key)) return NAMED_KEYS[key][0];
  const [modifier, rest] = splitModifier(key);
  if (modifier === "alt") return `\u001b${isNamed(rest) ? NAMED_KEYS[rest][0] : oneCharacter(rest)}`;
  // Control takes the upper bits off: C-a is 1, C-_ is 31.
  return String.fromCharCode(oneCharacter(rest).toUpperCase().charCodeAt(0) & 0x1f);
}

/** Returns tmux's name for a key. */
export function tmuxKeyName(key: KeyName): string {
  if (isNamed(key)) return NAMED_KEYS[key][1];
  const [modifier, rest] = splitModifier(key);
  const base = isNamed(rest) ? NAMED_KEYS[rest][1] : oneCharacter(rest);
  return `${modifier === "alt" ? "M" : "C"}-${base}`;
}

function isNamed(key: string): key is NamedKey {
  return Object.hasOwn(NAMED_KEYS, key);
}

function splitModifier(key: string): ["ctrl" | "alt", string] {
  const [, modifier, rest = ""] = /^(ctrl|alt)\+(.+)$/su.exec(key) ?? [];
  if (modifier !== "ctrl" && modifier !== "alt") throw new TypeError(`There is no key called ${key}.`);
  return [modifier, rest];
}

function oneCharacter(text: string): string {
  if (Array.from(text).length !== 1) throw new TypeError(`There is no key called ${text}.`);
  return text;
}
