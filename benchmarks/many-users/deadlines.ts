/** Time limit of each phase, in milliseconds: many times what it takes, so that only a hang reaches it. */
export const DEADLINES = {
  startMs: 15_000,
  joinMs: 600_000,
  shoutMs: 60_000,
  timeMs: 120_000,
  directMs: 60_000,
  listMs: 30_000,
  /** Until no node lists anybody who has left. */
  emptyMs: 60_000,
  /** Beyond its own deadline, a generator has this long to say what it found. */
  answerMs: 20_000,
} as const;
