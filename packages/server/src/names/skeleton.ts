import { CONFUSABLES } from "./confusables.ts";

/** Somebody who has a name, or wants one. */
export interface Named {
  readonly name: string;
  /** What two names share when they are the same name [C-44]. */
  readonly key: string;
}

/** Characters of ASCII that are not their own prototypes. `"` is one more, and no name has it. */
const IMITATING_ASCII = /[%01I`m|]/;

/** Returns whether a text is plain ASCII. */
export function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/** Filled when the first name asks for it: a server whose users all write plain ASCII never needs most of it. */
let prototypes: ReadonlyMap<string, string> | null = null;

/**
 * Returns the look of a name as a text: two names with the same skeleton can be taken for one another (UTS #39, section 4). Each
 * character is replaced by its prototype, after canonical decomposition. The order of right-to-left text is not looked at: all
 * letters of a name are of one script, so it has one direction. What the standard removes (default-ignorable code
 * points) no name can have.
 */
export function skeletonOf(name: string): string {
  if (isAscii(name)) return IMITATING_ASCII.test(name) ? toPrototypes(name) : name;
  const decomposed = name.normalize("NFD");
  const compatible = name.normalize("NFKD");
  return (decomposed === compatible ? toPrototypes(decomposed) : toCompatiblePrototypes(decomposed)).normalize("NFD");
}

/**
 * Returns the skeletons of a name as it is written, in lower and in upper case: in this chat these are the same name, and
 * the same name looks like another one in all spellings or in none.
 */
export function skeletonsOf({ name, key }: Named): readonly string[] {
  const upper = key.toUpperCase();
  const skeletons = [skeletonOf(key)];
  if (upper !== key) addNew(skeletons, skeletonOf(upper));
  if (name !== key && name !== upper) addNew(skeletons, skeletonOf(name));
  return skeletons;
}

function addNew(skeletons: string[], skeleton: string): void {
  if (!skeletons.includes(skeleton)) skeletons.push(skeleton);
}

function toPrototypes(decomposed: string): string {
  prototypes ??= readPrototypes();
  let skeleton = "";
  for (const character of decomposed) skeleton += prototypes.get(character) ?? character;
  return skeleton;
}

/** The table leaves out what looks like its compatibility decomposition. */
function toCompatiblePrototypes(decomposed: string): string {
  prototypes ??= readPrototypes();
  let skeleton = "";
  for (const character of decomposed) {
    skeleton += prototypes.get(character) ?? toPrototypes(character.normalize("NFKD"));
  }
  return skeleton;
}

function readPrototypes(): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const record of CONFUSABLES.replaceAll("\n", "").split(";")) {
    const [target = "", sources = ""] = record.split("=");
    const prototype = String.fromCodePoint(...target.split(".").map(readNumber));
    let codePoint = 0;
    for (const difference of sources.split(",")) {
      codePoint += readNumber(difference);
      entries.set(String.fromCodePoint(codePoint), prototype);
    }
  }
  return entries;
}

function readNumber(digits: string): number {
  return Number.parseInt(digits, 36);
}
