import type { ArrowRow, Diagram, DiagramRow, NoteRow } from "./diagram.ts";
import { FAINT, paint, RED } from "./paint.ts";
import { shortenParts } from "./shorten-parts.ts";
import { cutToWidth, textWidth, wrapToWidth } from "./text-width.ts";

/** The terminal for which a diagram is drawn. */
export interface TextOptions {
  /** Columns of the terminal; fewer than 40 are taken for 40. */
  readonly columns: number;
  /** Draws in colours: problems are red. Without, they have a `✗`. */
  readonly hasColors: boolean;
}

const MIN_COLUMNS = 40;
/** Columns of the time, with the blank behind it. */
const TIME_COLUMNS = 11;

/** Draws a diagram as lines of text: the client's side is left, the server's right. */
export function* drawText({ title, rows, problems }: Diagram, options: TextOptions): Generator<string> {
  const canvas = new Canvas(options);
  yield* wrapToWidth(title, canvas.columns);
  yield "";
  yield canvas.heading();
  for (const row of rows) yield* row.kind === "arrow" ? drawArrow(row, canvas) : drawNote(row, canvas);
  for (const problem of problems) yield canvas.paint(problem, RED);
}

function* drawArrow(row: ArrowRow, canvas: Canvas): Generator<string> {
  const isProblem = row.problem !== null;
  const color = isProblem ? RED : "";
  // The ends of the arrow, and a dash before, between and behind the two texts with their blanks.
  const room = canvas.inner - "─ label ─ detail ─▶".length + "labeldetail".length;
  const detail = cutToWidth(row.detail, Math.floor(room / 2));
  const mark = isProblem ? "✗ " : "";
  const label = cutToWidth(mark + row.label, room - textWidth(detail));
  const dashes = "─".repeat(room - textWidth(label) - textWidth(detail) + 1);
  const isToServer = row.from === "client";
  const line = isToServer ? `─ ${label} ${dashes} ${detail} ─▶` : `◀─ ${label} ${dashes} ${detail} ─`;
  yield canvas.line(row, canvas.paint(line, color), isToServer ? "├" : "│", isToServer ? "│" : "┤");
  if (row.parts.length > 0) yield canvas.box(shortenParts(row.parts, canvas.inner - 4), color || FAINT);
  if (row.problem !== null) for (const text of wrapToWidth(row.problem, canvas.inner - 4)) yield canvas.box(text, RED);
}

function* drawNote(row: NoteRow, canvas: Canvas): Generator<string> {
  const mark = row.isProblem ? "✗" : "●";
  const who = row.side === null ? "" : `${row.side} `;
  const [first = "", ...others] = wrapToWidth(`${mark} ${who}${row.text}`, canvas.inner - 2);
  const color = row.isProblem ? RED : FAINT;
  const isRight = row.side === "server" && others.length === 0;
  const place = (text: string) => (isRight ? canvas.right(text) : canvas.left(text));
  yield canvas.line(row, canvas.paint(place(first), color), "│", "│");
  for (const text of others) yield canvas.line(null, canvas.paint(place(text), color), "│", "│");
}

/** The columns of a diagram: the time, and what is between the lines of the two sides. */
class Canvas {
  readonly columns: number;
  /** Columns between the lines of the two sides. */
  readonly inner: number;
  readonly #hasColors: boolean;

  constructor({ columns, hasColors }: TextOptions) {
    this.columns = Math.max(MIN_COLUMNS, columns);
    this.inner = this.columns - TIME_COLUMNS - 2;
    this.#hasColors = hasColors;
  }

  paint(text: string, color: string): string {
    return paint(text, color, this.#hasColors);
  }

  heading(): string {
    const time = "seconds".padStart(TIME_COLUMNS - 1);
    return this.paint(`${time} client${" ".repeat(this.inner + 2 - "clientserver".length)}server`, FAINT);
  }

  /** Returns a line with what is between the two sides, which has to be as wide as that is. */
  line(row: DiagramRow | null, between: string, left: string, right: string): string {
    const time = row ? formatSeconds(row.t) : "";
    return `${this.paint(time.padStart(TIME_COLUMNS - 1), FAINT)} ${left}${between}${right}`;
  }

  /** Returns a line with a text that belongs to the row above it. */
  box(text: string, color: string): string {
    return this.line(null, `   ${this.paint(text, color)}${this.#blanks(text, 3)}`, "│", "│");
  }

  left(text: string): string {
    return ` ${text}${this.#blanks(text, 1)}`;
  }

  right(text: string): string {
    return `${this.#blanks(text, 1)}${text} `;
  }

  #blanks(text: string, taken: number): string {
    return " ".repeat(Math.max(0, this.inner - taken - textWidth(text)));
  }
}

/** Writes milliseconds as seconds. */
export function formatSeconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
