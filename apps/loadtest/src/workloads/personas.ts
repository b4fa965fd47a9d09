import type { DurationRange } from "../units/duration.ts";

/** Things that a bot writes, with the probability of each; these add up to 1. */
export interface PersonaWrites {
  readonly time: number;
  readonly list: number;
  readonly direct: number;
  readonly shout: number;
  readonly nobody: number;
}

export interface Persona {
  readonly name: string;
  /** Part of the bots that behave so, from 0 to 1. */
  readonly ofBots: number;
  readonly paceMs: DurationRange;
  readonly writes: PersonaWrites;
  /** False for a bot that a good server cuts off: its missing messages are exempt. */
  readonly reads: boolean;
}

export interface PersonaSettings {
  /** Part of a bot's messages that goes to everyone, from 0 to 1. */
  readonly shouts: number;
  /** Time between two messages of a bot, in milliseconds. */
  readonly pace: DurationRange;
  /** Part of the bots that read nothing, from 0 to 1. */
  readonly slowReaders: number;
}

/** Creates the personas of a run: a message that is no shout is each of the other four with the same probability. */
export function createPersonas({ shouts, pace, slowReaders }: PersonaSettings): Persona[] {
  const other = (1 - shouts) / 4;
  const writes = { time: other, list: other, direct: other, shout: shouts, nobody: other };
  const personas: Persona[] = [
    { name: "chatter", ofBots: 1 - slowReaders, paceMs: pace, writes, reads: true },
    { name: "slow reader", ofBots: slowReaders, paceMs: pace, writes, reads: false },
  ];
  return personas.filter(({ ofBots }) => ofBots > 0);
}

/** Finds a bot's persona by its number, so that the parts are exact whatever worker it belongs to. */
export function choosePersona(personas: readonly Persona[], index: number, bots: number): Persona {
  let bound = 0;
  for (const persona of personas) {
    bound += persona.ofBots * bots;
    if (index < Math.round(bound)) return persona;
  }
  const last = personas.at(-1);
  if (!last) throw new Error("There is no persona.");
  return last;
}

/** Chooses one of the things to write by a number drawn from 0 to 1. */
export function chooseWrite(writes: PersonaWrites, draw: number): keyof PersonaWrites {
  let bound = 0;
  for (const kind of ["time", "list", "direct", "shout"] as const) {
    bound += writes[kind];
    if (draw < bound) return kind;
  }
  return "nobody";
}
