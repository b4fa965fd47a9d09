import { writeClock, writeCount, writeNumber } from "../../result/format.ts";

/** A chart as the report describes it to the browser, and writes it as a table: panels below one another with one x axis. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** Explanation: what it shows, and how to read it. */
  readonly caption: string;
  readonly axis: Axis;
  readonly range: readonly [from: number, to: number];
  readonly panels: readonly PanelSpec[];
}

/** `time` in seconds since the run began; `rarity` as {@link toRarity} returns it. */
export type Axis = "time" | "rarity";

export interface PanelSpec {
  readonly title: string;
  readonly unit: Unit;
  readonly scale: "linear" | "log";
  readonly lines: readonly LineSpec[];
  readonly marks: readonly MarkSpec[];
}

/** Unit behind a number; `""` for a number of things. */
export type Unit = "" | "/s" | "ms" | "MiB" | "KiB" | "%";

export interface LineSpec {
  readonly label: string;
  readonly color: number;
  readonly stroke: "solid" | "dashed" | "dotted";
  readonly shape: "line" | "area" | "steps";
  /** Later lines that are drawn over this one: it is drawn wider for each, so that it shows on both sides of them. */
  readonly coveredBy: number;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
}

/** A moment to point at. */
export interface MarkSpec {
  readonly x: number;
  /** `""` for a line without words. */
  readonly text: string;
  /** Goes on behind the text where there is room. */
  readonly detail: string;
}

/**
 * Places a percentile on an axis that has room for the rare ones: 0 at 0 %, 1 at 90 %, 2 at 99 %, 3 at 99.9 %.
 * Nothing is at 100 %: the largest of `count` values is one of `count`.
 */
export function toRarity(percentile: number, count: number): number {
  return -Math.log10(Math.max(1 - percentile / 100, 1 / Math.max(1, count)));
}

/** Writes the percentile at a position on that axis. */
export function writePercentile(rarity: number): string {
  const rest = 100 / 10 ** rarity;
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(rest)));
  return `${Number((100 - rest).toFixed(Math.min(decimals, 6)))} %`;
}

export function writeX(axis: Axis, x: number): string {
  return axis === "time" ? writeClock(x) : writePercentile(x);
}

export function writeY(unit: Unit, value: number): string {
  if (unit === "") return writeCount(value);
  return unit === "/s" ? `${writeNumber(value)}/s` : `${writeNumber(value)} ${unit}`;
}
