import { CONFUSABLES } from "./confusables.ts";

/** The two forms of a name. */
export interface Named {
  readonly name: string;
  /** The folded name: equal for two spellings of the same name [C-44]. */
  readonly key: string;
}

/** ASCII characters that are not their own prototypes. `"` is one more, and no name has it. */
const IMITATING_ASCII = /[%01I`m|]/;

const ASCII = /^\p{ASCII}*$/u;

/** Returns whether a text is plain ASCII. */
export function isAscii(text: string): boolean {
  return ASCII.test(text);
}

/** Read when the first name needs it: a server whose names are all plain ASCII never reads it. */
let prototypes: ReadonlyMap<string, string> | null = null;

/**
 * Returns the skeleton of a name: two names with the same skeleton can be taken for one another (UTS #39, section 4). Each
 * character is replaced by its prototype, after canonical decomposition. The order of right-to-left text does not matter here:
 * all letters of a name are of one script, so it has one direction. No name has the code points that the standard removes
 * (default-ignorable ones).
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

/** Replaces characters by their prototypes. The table leaves out those that look like their compatibility decomposition. */
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
