import type { Persona } from "../generator/load-plan.ts";
import type { DurationRange } from "../units/duration.ts";

export interface PersonaChoice {
  /** Share of what a bot writes that goes to everyone. */
  readonly shouts: number;
  /** Time between two messages of a bot, in milliseconds. */
  readonly pace: DurationRange;
  /** Share of the bots that read nothing. */
  readonly slowReaders: number;
}

/** Gives the bots of a run their ways: what is no shout is as likely each of the other four. */
export function createPersonas({ shouts, pace, slowReaders }: PersonaChoice): Persona[] {
  const other = (1 - shouts) / 4;
  const writes = { time: other, list: other, direct: other, shout: shouts, nobody: other };
  const personas: Persona[] = [
    { name: "chatter", share: 1 - slowReaders, paceMs: pace, writes, reads: true },
    { name: "slow reader", share: slowReaders, paceMs: pace, writes, reads: false },
  ];
  return personas.filter(({ share }) => share > 0);
}
