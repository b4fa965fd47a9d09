import { type Html, html } from "./html.ts";

export interface Table {
  /** What it holds, for those who hear it. */
  readonly caption: string;
  readonly heads: readonly (string | Html)[];
  readonly rows: readonly (readonly (string | Html)[])[];
  /** Whether the cells are figures that stand at the right; the first column never is. @default true */
  readonly isNumeric?: boolean;
}

/** A table that scrolls by itself when it is wider than the page. */
export function writeTable({ caption, heads, rows, isNumeric = true }: Table): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table${isNumeric ? html` class="figures"` : ""}>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(([first = "", ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
