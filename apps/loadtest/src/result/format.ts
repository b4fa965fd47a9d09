/** Writes a number as people read it: `1,234,567`, `12.3`, `0.042`; three digits that count below a thousand. */
export function writeNumber(value: number): string {
  if (value === 0) return "0";
  if (Math.abs(value) >= 999.5) return Math.round(value).toLocaleString("en-US");
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 3));
}

/** Writes a whole number, however small. */
export function writeCount(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}

/** Writes a value that may not have been measured; a dash stands for one that was not. */
export function writeIfMeasured(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined ? "–" : write(value);
}

/** Writes a time in milliseconds as people say it: `0.42 ms`, `12.3 s`, `2 min 5 s`. */
export function writeMs(ms: number): string {
  if (ms < 1_000) return `${writeNumber(ms)} ms`;
  if (ms < 99_950) return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1).replace(/\.?0+$/, "")} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** Writes a size: `512 B`, `12.3 KiB`. */
export function writeBytes(bytes: number): string {
  const magnitude = Math.floor(Math.log2(Math.max(1, Math.abs(bytes))) / 10);
  const power = Math.min(BYTE_UNITS.length - 1, magnitude);
  return `${writeNumber(bytes / 1_024 ** power)} ${BYTE_UNITS[power]}`;
}

/** Writes a part of one as percent; one of a processor's cores is 100 %. */
export function writePercent(ratio: number): string {
  return `${writeCount(ratio * 100)} %`;
}

/** Writes a metric with the unit that the verdict's rules count it in. */
export function writeWithUnit(value: number, unit: string): string {
  if (unit === "ms") return writeMs(value);
  if (unit === "bytes") return writeBytes(value);
  if (unit === "") return writeCount(value);
  if (unit === "/s") return `${writeNumber(value)}/s`;
  return `${writeNumber(value)} ${unit}`;
}

/** Writes the change from one value to another: `+12.3 %`; `new` when there was nothing before. */
export function writeChange(from: number, to: number): string {
  if (from === to) return "same";
  if (from === 0) return "new";
  const percent = ((to - from) / Math.abs(from)) * 100;
  const digits = Math.abs(percent) < 99.95 ? percent.toFixed(1) : writeCount(percent);
  // What is rounded to nothing is no difference that anybody should look at.
  if (Number.parseFloat(digits) === 0) return "same";
  return `${percent > 0 ? "+" : ""}${digits} %`.replace("-", "−");
}

/** Writes a moment of a run, in seconds since it began: `0:05`, `1:02:03`; with tenths where they tell moments apart. */
export function writeClock(seconds: number): string {
  const whole = Math.floor(seconds);
  const tenth = Math.floor((seconds - whole) * 10);
  const parts = [Math.floor(whole / 60) % 60, whole % 60].map((part) => `${part}`.padStart(2, "0"));
  const text = whole >= 3_600 ? `${Math.floor(whole / 3_600)}:${parts.join(":")}` : parts.join(":").replace(/^0/, "");
  return tenth === 0 ? text : `${text}.${tenth}`;
}
