/** Most comparisons of the two clocks, and the longest time between two readings that count as one, in milliseconds. */
const MAX_COMPARISONS = 50;
const CLOSE_ENOUGH_MS = 0.005;

/** Difference of the machine's monotonic clock to `performance.now()`, which is cheap; in milliseconds. */
const offsetMs = compareClocks();

/** Returns the microseconds of the machine's monotonic clock, which is the same in every thread and process. */
export function nowUs(): number {
  return Math.round((performance.now() + offsetMs) * 1_000);
}

/** Compares the clocks. A thread may lose its processor between two readings: those with the least time in between count. */
function compareClocks(): number {
  let best = { apartMs: Number.POSITIVE_INFINITY, offsetMs: 0 };
  for (let comparison = 0; comparison < MAX_COMPARISONS && best.apartMs > CLOSE_ENOUGH_MS; comparison++) {
    const before = performance.now();
    const machineMs = Number(process.hrtime.bigint()) / 1e6;
    const apartMs = performance.now() - before;
    if (apartMs < best.apartMs) best = { apartMs, offsetMs: machineMs - before - apartMs / 2 };
  }
  return best.offsetMs;
}
