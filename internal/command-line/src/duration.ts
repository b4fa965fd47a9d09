const UNITS = [
  { unit: "d", ms: 86_400_000, from: 2 },
  { unit: "h", ms: 3_600_000, from: 1 },
  { unit: "min", ms: 60_000, from: 1 },
] as const;

/** Writes a time in milliseconds in its largest unit, rounded down: `12 s`, `4 min`, `47 h`, `2 d`. */
export function writeDuration(durationMs: number): string {
  const { unit, ms } = UNITS.find(({ ms, from }) => durationMs >= from * ms) ?? { unit: "s", ms: 1_000 };
  return `${Math.floor(durationMs / ms)} ${unit}`;
}
