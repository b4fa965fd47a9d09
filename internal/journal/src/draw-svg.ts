import type { ArrowRow, Diagram, NoteRow } from "./diagram.ts";
import { formatSeconds } from "./draw-text.ts";
import { CUT_MARK, shortenParts } from "./shorten-parts.ts";
import { cutToWidth, textWidth, wrapToWidth } from "./text-width.ts";

// All lengths are in pixels.
const WIDTH = 1_000;
const CLIENT_X = 96;
const SERVER_X = WIDTH - 24;
const LINE_HEIGHT = 18;
const ROW_GAP = 10;
const TOP = 84;
/** Width of a character of the fonts below, which all have the same. */
const CHARACTER = 7.3;
const COLUMNS = Math.floor((SERVER_X - CLIENT_X - 40) / CHARACTER);
const TITLE_COLUMNS = Math.floor((WIDTH - 48) / CHARACTER);

const STYLE = `
text { font: 12px "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328; white-space: pre }
.title { font-weight: bold }
.faint { fill: #656d76 }
.problem { fill: #c0181f }
.cut { fill: #0550ae; font-weight: bold }
line { stroke: #8c959f }
line.arrow { stroke: #0550ae; stroke-width: 1.5; marker-end: url(#head) }
line.problem { stroke: #c0181f; stroke-width: 1.5; marker-end: url(#problem-head) }
`;

/** Draws a diagram as an SVG image of a fixed width. */
export function drawSvg({ title, rows, problems }: Diagram): string {
  const canvas = new SvgCanvas();
  for (const row of rows) {
    if (row.kind === "arrow") drawArrow(row, canvas);
    else drawNote(row, canvas);
  }
  for (const problem of problems) for (const line of wrapToWidth(problem, COLUMNS)) canvas.text(line, "problem");
  return canvas.finish(title);
}

function drawArrow(row: ArrowRow, canvas: SvgCanvas): void {
  const isProblem = row.problem !== null;
  const detail = cutToWidth(row.detail, Math.floor(COLUMNS / 2));
  const label = cutToWidth((isProblem ? "✗ " : "") + row.label, COLUMNS - textWidth(detail) - 2);
  canvas.time(row.t);
  canvas.labels(label, detail, isProblem ? "problem" : "");
  canvas.arrow(row.from === "client", isProblem);
  if (row.parts.length > 0) canvas.parts(shortenParts(row.parts, COLUMNS), isProblem ? "problem" : "faint");
  if (row.problem !== null) for (const line of wrapToWidth(row.problem, COLUMNS)) canvas.text(line, "problem");
  canvas.skip();
}

function drawNote(row: NoteRow, canvas: SvgCanvas): void {
  const who = row.side === null ? "" : `${row.side} `;
  canvas.time(row.t);
  const lines = wrapToWidth(`${row.isProblem ? "✗" : "●"} ${who}${row.text}`, COLUMNS);
  const isRight = row.side === "server" && lines.length === 1;
  for (const line of lines) canvas.text(line, row.isProblem ? "problem" : "faint", isRight);
  canvas.skip();
}

/** Collects the elements of an image, from top to bottom. */
class SvgCanvas {
  readonly #elements: string[] = [];
  #y = TOP;

  time(t: number): void {
    this.#add(formatSeconds(t), CLIENT_X - 12, "faint", "end");
  }

  /** Adds the two texts above an arrow. */
  labels(label: string, detail: string, kind: string): void {
    this.#add(label, CLIENT_X + 20, kind);
    this.#add(detail, SERVER_X - 20, kind || "faint", "end");
    this.#y += 7;
  }

  arrow(isToServer: boolean, isProblem: boolean): void {
    const [from, to] = isToServer ? [CLIENT_X, SERVER_X - 2] : [SERVER_X, CLIENT_X + 2];
    const kind = isProblem ? "problem" : "arrow";
    this.#elements.push(`<line class="${kind}" x1="${from}" y1="${this.#y}" x2="${to}" y2="${this.#y}"/>`);
    this.#y += LINE_HEIGHT;
  }

  text(text: string, kind: string, isAtServer = false): void {
    this.#add(text, isAtServer ? SERVER_X - 20 : CLIENT_X + 20, kind, isAtServer ? "end" : "start");
    this.#y += LINE_HEIGHT;
  }

  /** Adds bytes, with the marks between their parts in the colour of marks. */
  parts(text: string, kind: string): void {
    const marked = text.split(CUT_MARK).map(escapeXml).join(`<tspan class="cut">${CUT_MARK}</tspan>`);
    this.#elements.push(`<text class="${kind}" x="${CLIENT_X + 20}" y="${this.#y}">${marked}</text>`);
    this.#y += LINE_HEIGHT;
  }

  skip(): void {
    this.#y += ROW_GAP;
  }

  finish(title: string): string {
    const height = this.#y + LINE_HEIGHT;
    const titles = wrapToWidth(title, TITLE_COLUMNS).map(
      (line, index) => `<text class="title" x="24" y="${26 + index * LINE_HEIGHT}">${escapeXml(line)}</text>`,
    );
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}">
<style>${STYLE}</style>
<defs>${head("head", "#0550ae")}${head("problem-head", "#c0181f")}</defs>
<rect width="100%" height="100%" fill="#fff"/>
${titles.join("\n")}
<text class="faint" x="${CLIENT_X - 12}" y="${TOP - 20}" text-anchor="end">seconds</text>
<text x="${CLIENT_X}" y="${TOP - 20}">client</text>
<text x="${SERVER_X}" y="${TOP - 20}" text-anchor="end">server</text>
${lifeline(CLIENT_X, height)}
${lifeline(SERVER_X, height)}
${this.#elements.join("\n")}
</svg>
`;
  }

  #add(text: string, x: number, kind: string, anchor = "start"): void {
    const attributes = `${kind === "" ? "" : ` class="${kind}"`} x="${x}" y="${this.#y}"`;
    const end = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
    this.#elements.push(`<text${attributes}${end}>${escapeXml(text)}</text>`);
  }
}

function lifeline(x: number, height: number): string {
  return `<line x1="${x}" y1="${TOP - 12}" x2="${x}" y2="${height - 8}"/>`;
}

function head(id: string, color: string): string {
  return `<marker id="${id}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="${color}"/></marker>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
