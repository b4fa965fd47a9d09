/** Users, as far as their names are known. */
export interface People {
  readonly names: readonly string[];
  /** The number of all, named or not. */
  readonly count: number;
}

export const NOBODY: People = { names: [], count: 0 };

/** Those who came and those who went between two lists of the people online. */
export interface PresenceChange {
  readonly came: People;
  readonly gone: People;
}
