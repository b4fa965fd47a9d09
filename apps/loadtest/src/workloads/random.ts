/** Numbers from 0 to 1 that are the same for the same seed: a run can be repeated. */
export type Random = () => number;

/** Creates a client's own numbers: they depend neither on when others draw, nor on the worker it belongs to. */
export function seedClientRandom(seed: number, client: number): Random {
  return seedRandom(seed ^ Math.imul(client + 1, 0x9e3779b1));
}

/** Creates numbers by Mulberry32, which is small, fast, and good enough to choose by. */
export function seedRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
