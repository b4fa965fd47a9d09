/** A weakness that is planted into the server's source, to see whether the board finds it. */
export interface Weakness {
  readonly name: string;
  readonly summary: string;
  /** The end of the path of the file that is changed. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** The rows that it must fail. Every other one must pass. */
  readonly rows: readonly string[];
}

export const weaknesses: readonly Weakness[] = [];

/** @throws {Error} when there is no weakness of that name */
export function findWeakness(name: string): Weakness {
  const weakness = weaknesses.find((each) => each.name === name);
  if (!weakness)
    throw new Error(`There is no weakness "${name}": there are ${weaknesses.map((each) => each.name).join(", ")}.`);
  return weakness;
}
