const startUs = Number(process.hrtime.bigint() / 1_000n);
const startMs = performance.now();

/** Microseconds of the machine's monotonic clock, which is the same in every thread and process. */
export function nowUs(): number {
  return startUs + Math.round((performance.now() - startMs) * 1_000);
}
