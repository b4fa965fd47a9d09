import { CONTINUES } from "../view/drawn-cluster.ts";
import { type MeasuredCluster, measureCluster } from "../view/measured-cluster.ts";

const ESC = String.raw`\u001b`;

/** The tokens of a write. A letter of ASCII before other characters may be the base of their first marks. */
const TOKEN = new RegExp(
  [
    String.raw`(?<csi>${ESC}\[(?<parameters>[0-?]*)[ -/]*(?<final>[@-~]))`,
    String.raw`(?<string>${ESC}[\]PX^_][^\u0007\u009c${ESC}]*(?:[\u0007\u009c]|${ESC}\\))`,
    `(?<escape>${ESC}[ -/]*[0-~])`,
    String.raw`(?<control>\p{Cc})`,
    String.raw`(?<ascii>[ -~]+(?![^ -~\p{Cc}]))`,
    String.raw`(?<other>[ -~]?[^ -~\p{Cc}]+)`,
  ].join("|"),
  "gu",
);

const NOT_ASCII = /[^\0-\u007f]/;
const ERASE_TO_THE_END = "\u001b[K";

/** Characters that terminals may join to the one in the cell before: marks, and Korean letters that follow others. */
const MAY_JOIN = /^[\p{Mn}\p{Me}\u06de\u1160-\u11ff\ud7b0-\ud7fb]/u;

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Writes the column of the next cell behind whatever terminals may measure differently, so that all that follows is
 * where Ink believes it to be.
 *
 * It relies on what Ink does: a write holds whole escape sequences; a row is written from left to right to its end, on
 * cells that were erased before; and every row ends in the terminal's own colours.
 */
export class ColumnAnchors {
  /** The column of the next character, counted from 0. */
  #column = 0;
  /** True when a glyph on this row may have spilled to the right. */
  #mayHaveSpilled = false;

  /**
   * Returns the text with the anchors that it needs.
   *
   * @param columns - of the terminal
   */
  apply(text: string, columns: number): string {
    if (!NOT_ASCII.test(text)) {
      this.#follow(text);
      return text;
    }
    let anchored = "";
    for (const { 0: token, groups = {} } of text.matchAll(TOKEN)) {
      if (groups.ascii !== undefined) anchored += this.#pass(token, token.length);
      else if (groups.other !== undefined) anchored += this.#anchor(token);
      else if (isLook(groups)) anchored += token;
      else anchored += this.#endRow(columns) + this.#move(token, groups);
    }
    return anchored + this.#endRow(columns);
  }

  /** Follows the column through a text without anchors. Only its last line counts: every line begins at the first column. */
  #follow(text: string): void {
    const start = text.lastIndexOf("\n");
    const lastLine = start === -1 ? text : text.slice(start);
    for (const { 0: token, groups = {} } of lastLine.matchAll(TOKEN)) {
      if (groups.ascii !== undefined) this.#pass(token, token.length);
      else if (!isLook(groups)) this.#move(token, groups);
    }
  }

  #pass(text: string, cells: number): string {
    this.#column += cells;
    return text;
  }

  #anchor(text: string): string {
    let anchored = "";
    let doubtful: MeasuredCluster[] = [];
    for (const { segment } of segmenter.segment(text)) {
      const cluster = measureCluster(segment);
      if (cluster.isDoubtful) {
        doubtful.push(cluster);
      } else {
        anchored += this.#anchorEach(doubtful) + this.#pass(segment, cluster.cells);
        doubtful = [];
      }
    }
    return anchored + this.#anchorEach(doubtful);
  }

  /** Writes blanks first: where a terminal draws narrower than Ink thinks, they show in the colours of the text. */
  #anchorEach(clusters: readonly MeasuredCluster[]): string {
    if (clusters.length === 0) return "";
    this.#mayHaveSpilled = true;
    const cells = clusters.reduce((sum, cluster) => sum + cluster.cells, 0);
    let anchored = " ".repeat(cells) + goToColumn(this.#column);
    for (const [index, { text, cells }] of clusters.entries()) {
      // It joins a blank of its own then, and not what somebody else wrote before it.
      if (MAY_JOIN.test(text)) anchored += " ";
      anchored += this.#pass(text.replace(CONTINUES, ""), cells);
      // A cluster that continues in the next one may be drawn as one by the terminal.
      const continues = text.endsWith(CONTINUES) && index < clusters.length - 1;
      if (!continues) anchored += goToColumn(this.#column);
    }
    return anchored;
  }

  /** Erases the rest of the row behind a glyph that may be wider than Ink thinks: no later text overwrites it. */
  #endRow(columns: number): string {
    const mayErase = this.#mayHaveSpilled && this.#column < columns;
    this.#mayHaveSpilled = false;
    return mayErase ? ERASE_TO_THE_END : "";
  }

  #move(control: string, { parameters = "", final }: Record<string, string | undefined>): string {
    this.#column = Math.max(0, this.#columnAfter(control, parameters.split(";").map(Number), final));
    return control;
  }

  #columnAfter(control: string, [first = 0, second = 0]: readonly number[], final: string | undefined): number {
    switch (final ?? control) {
      case "\n":
      case "\r":
      case "E":
      case "F":
        return 0;
      case "G":
        return first - 1;
      case "H":
        return second - 1;
      case "C":
        return this.#column + Math.max(1, first);
      case "D":
        return this.#column - Math.max(1, first);
      default:
        return this.#column;
    }
  }
}

/** Returns true for colours, links and other sequences that move no cursor. */
function isLook({ final, string }: Record<string, string | undefined>): boolean {
  return final === "m" || string !== undefined;
}

/** @param column - counted from 0 */
function goToColumn(column: number): string {
  return `\u001b[${column + 1}G`;
}
