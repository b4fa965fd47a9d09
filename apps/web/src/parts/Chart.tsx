import { type ReactNode, useEffect, useRef, useState } from "react";
import UPlot from "uplot";
import "uplot/dist/uPlot.min.css";

/** One line of a chart. */
interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** The properties of a chart over time. */
export interface ChartProps {
  readonly title: string;
  /** Seconds of each value, from now: −600 to 0. */
  readonly seconds: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number) => string;
  /** Height of the drawing in pixels. */
  readonly height?: number;
}

/** Shortest and longest time that a chart shows, in seconds: it grows with what is known. */
const MIN_WINDOW_S = 120;
const WINDOW_S = 600;

/** Charts that show the values of the same time under the pointer. */
const SYNC_KEY = "time";

/** A chart of the last ten minutes, with the latest values, or those under the pointer, beside its title. */
export function Chart({ title, seconds, lines, format, height = 96 }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const scheme = useScheme();
  const labels = lines.map(({ label }) => label).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chart is made anew for other lines or colours alone
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new UPlot(makeOptions(element, lines, format, height, setPointed), [[]], element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [labels, scheme, height]);
  useEffect(() => {
    chart.current?.setData([[...seconds], ...lines.map(({ values }) => [...values])]);
  });
  const index = pointed !== null && pointed < seconds.length ? pointed : seconds.length - 1;
  const values = lines.map(({ label, values }) => ({ label, value: values[index] ?? 0 }));
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const spoken = values.map(({ label, value }) => `${label} ${format(value)}`).join(", ");
  return (
    <section className="panel chart">
      <div>
        <h2>
          {title}
          {pointed !== null && <span> {formatSeconds(seconds[index] ?? 0)}</span>}
        </h2>
        <dl>
          {values.map(({ label, value }, line) => (
            <div key={label} className={`line-${line}`}>
              <dt>{label}</dt>
              <dd>{format(value)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div
        ref={place}
        className="plot"
        style={{ height }}
        role="img"
        aria-label={`${title} in the last ten minutes: ${spoken}; at most ${format(highest)}`}
      />
    </section>
  );
}

function makeOptions(
  element: HTMLElement,
  lines: readonly Line[],
  format: (value: number) => string,
  height: number,
  onPoint: (index: number | null) => void,
): UPlot.Options {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const axis = { stroke: color("--faint"), font: "11px system-ui", ticks: { show: false } };
  const grid = { stroke: color("--line"), width: 1 };
  return {
    width: Math.max(1, element.clientWidth),
    height,
    legend: { show: false },
    padding: [8, 6, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, sync: { key: SYNC_KEY } },
    scales: {
      x: { time: false, range: (_chart, first) => [-Math.min(WINDOW_S, Math.max(MIN_WINDOW_S, -(first ?? 0))), 0] },
      y: { range: (_chart, _low, high) => [0, high > 0 ? high * 1.1 : 1] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 20, incrs: [30, 60, 120], space: 60, values: formatTicks },
      { ...axis, grid, size: 54, space: 26, values: (_chart, ticks) => ticks.map((tick) => format(tick)) },
    ],
    series: [
      {},
      ...lines.map(({ label }, index) => ({
        label,
        stroke: color(`--line-${index}`),
        width: 1.5,
        points: { show: false },
        ...(lines.length === 1 ? { fill: color("--fill") } : {}),
      })),
    ],
    hooks: {
      setCursor: [({ cursor }) => onPoint(cursor.left !== undefined && cursor.left >= 0 ? (cursor.idx ?? null) : null)],
    },
  };
}

/** The two ends have no room for a text. */
function formatTicks({ scales }: UPlot, ticks: readonly number[]): string[] {
  const first = scales.x?.min ?? 0;
  return ticks.map((tick) =>
    tick === 0 || tick < first * 0.97 ? "" : tick % 60 === 0 ? `−${-tick / 60} min` : `−${-tick} s`,
  );
}

function formatSeconds(seconds: number): string {
  const ago = Math.round(-seconds);
  if (ago < 2) return "now";
  return ago < 60 ? `${ago} s ago` : `${Math.floor(ago / 60)} min ${ago % 60} s ago`;
}

/** Returns the colour scheme: what is drawn on a canvas does not change by itself. */
function useScheme(): string {
  const query = matchMedia("(prefers-color-scheme: dark)");
  const [isDark, setDark] = useState(query.matches);
  useEffect(() => {
    const onChange = () => setDark(query.matches);
    query.addEventListener("change", onChange);
    return () => query.removeEventListener("change", onChange);
  });
  return isDark ? "dark" : "light";
}
