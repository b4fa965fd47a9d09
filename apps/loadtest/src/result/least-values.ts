/** Clients from which on the server's memory is divided by them: below, the growth is mostly what its heap does by itself. */
export const LEAST_CLIENTS_FOR_MEMORY = 1_000;

/**
 * Returns true when enough values were measured for a percentile: one of them at least lies beyond it. The 99th needs 100
 * values, the 99.9th 1,000.
 */
export function isMeasured(percentile: number, count: number): boolean {
  // Of 1,000 values 0.1 % is one, whatever the binary fraction says.
  return count * (100 - percentile) >= 100 - 1e-6;
}
