/** The colours of a page or a chart, as `#rrggbb`. */
export interface Palette {
  readonly page: string;
  readonly card: string;
  readonly line: string;
  readonly grid: string;
  readonly text: string;
  readonly quiet: string;
  readonly good: string;
  readonly bad: string;
  readonly notice: string;
  /**
   * Of lines in charts. Neighbours differ in lightness or in blue against yellow, so that they are told apart with any
   * kind of colour vision; each has a contrast of 3 to 1 or more against a card.
   */
  readonly series: readonly string[];
}

export const LIGHT: Palette = {
  page: "#f4f5f7",
  card: "#ffffff",
  line: "#d9dde3",
  grid: "#e8ebef",
  text: "#1b2230",
  quiet: "#566072",
  good: "#0b6e4f",
  bad: "#b3261e",
  notice: "#8a5300",
  series: ["#1f63d6", "#d1550a", "#0a7f7a", "#8a3fb8", "#a87600", "#c2266b", "#55627a"],
};

export const DARK: Palette = {
  page: "#0f1218",
  card: "#181d26",
  line: "#323a49",
  grid: "#272e3a",
  text: "#e8ecf3",
  quiet: "#a3aec0",
  good: "#5fd3a5",
  bad: "#ff8a80",
  notice: "#f2b95a",
  series: ["#6aa8ff", "#ff9a52", "#46cfc2", "#cf9bff", "#e6c34a", "#ff86b6", "#a8b5ca"],
};

export function seriesColor({ series }: Palette, index: number): string {
  return series[index % series.length] ?? "#000000";
}
