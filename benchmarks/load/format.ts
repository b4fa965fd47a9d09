/** A table: its head, and its rows. */
export type Table = readonly (readonly (string | number)[])[];

/** Writes a table in Markdown: the first column to the left, the others to the right. */
export function writeMarkdownTable([head = [], ...rows]: Table): string {
  const ruler = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, ruler, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

/** The number of bytes in a MiB. */
export const MIB = 1_024 ** 2;

export function toMs(milliseconds: number): string {
  return `${milliseconds.toFixed(1)} ms`;
}

export function toMiB(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}

/** Writes a number without digits behind its point; what was not measured, such as a reply that never came, as a dash. */
export function toWhole(value: number | null): string {
  return value !== null && Number.isFinite(value) ? value.toFixed(0) : "–";
}

/** Writes a number, below ten with one digit behind its point; what was not measured as a dash. */
export function toShort(value: number | null): string {
  return value !== null && value < 10 ? value.toFixed(1) : toWhole(value);
}

export function roundToTenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
