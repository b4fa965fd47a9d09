import { LIMITS, type LimitName, type ServerLimits } from "../limits.ts";

/** Limits divided evenly among threads: the memory of the process, and the bytes of all shouts to one receiver. */
const DIVIDED_LIMITS = [
  "maxAllOutboxBytes",
  "maxAllIncompleteBytes",
  "shoutBytesPerSecond",
  "shoutByteBurst",
] as const satisfies LimitName[];

/**
 * Returns the limits of one thread: an even part of some. Connections without a name are divided as the system spreads
 * them. All other limits stay: all threads count together.
 */
export function divideLimits(limits: ServerLimits, threads: number): ServerLimits {
  const divided = DIVIDED_LIMITS.map((name) => {
    const least = limits[name] === 0 ? 0 : Math.max(1, LIMITS[name].min);
    return [name, Math.max(least, Math.floor(limits[name] / threads))];
  });
  const maxNamelessPerAddress = Math.ceil(limits.maxNamelessPerAddress / threads);
  return { ...limits, ...Object.fromEntries(divided), maxNamelessPerAddress };
}
