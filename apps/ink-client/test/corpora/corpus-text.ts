/** One text of a corpus, and what it is an example of. */
export interface CorpusText {
  readonly family: string;
  readonly text: string;
}

/** Puts texts into a corpus, family by family. */
export function toCorpus(families: Readonly<Record<string, readonly string[]>>): CorpusText[] {
  return Object.entries(families).flatMap(([family, texts]) => texts.map((text) => ({ family, text })));
}
