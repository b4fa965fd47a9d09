/** How often the two clocks are compared at most, and how far apart two looks may be, in milliseconds, to be taken for one. */
const MAX_COMPARISONS = 50;
const CLOSE_ENOUGH_MS = 0.005;

/** What has to be added to `performance.now()`, which is cheap, to have the machine's monotonic clock; in milliseconds. */
const offsetMs = compareClocks();

/** Microseconds of the machine's monotonic clock, which is the same in every thread and process. */
export function nowUs(): number {
  return Math.round((performance.now() + offsetMs) * 1_000);
}

/** A thread may lose its processor between two looks: the comparison with the least time in between counts. */
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
