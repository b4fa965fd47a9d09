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

/** Writes a time in milliseconds in all its units: `12 s`, `1 h 30 min`. Rounds up, to minutes from the first one on. */
export function writeWholeDuration(durationMs: number): string {
  const seconds = Math.ceil(durationMs / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  const parts = { d: Math.floor(minutes / 1_440), h: Math.floor(minutes / 60) % 24, min: minutes % 60 };
  const written = Object.entries(parts).map(([unit, number]) => (number === 0 ? [] : `${number} ${unit}`));
  return written.flat().join(" ");
}
