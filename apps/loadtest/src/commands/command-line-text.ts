/** What no shell takes for anything but itself. */
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/** Writes words as one line that a shell would read the same. */
export function writeCommandLine(words: readonly string[]): string {
  return words.map((word) => (PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)).join(" ");
}
