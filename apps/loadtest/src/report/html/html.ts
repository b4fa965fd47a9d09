import { displayText } from "@chat/protocol";

/** Text that is HTML already. Only {@link html} and {@link embedJson} make it from what others wrote. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

type Insert = Html | string | number | readonly Insert[];

/**
 * Writes HTML; whatever is inserted and is not HTML itself is made harmless: it can't begin a tag, end an attribute,
 * turn the reading direction or hide anything. Attributes stand in double quotes.
 */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return new Html(parts.map((part, index) => (index === 0 ? "" : write(inserts[index - 1] ?? "")) + part).join(""));
}

/** JSON for a data block, `<script type="application/json">`: nothing in it can end the block or open a comment. */
export function embedJson(value: unknown): Html {
  const json = JSON.stringify(value);
  return new Html(
    json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}

function write(insert: Insert): string {
  if (insert instanceof Html) return insert.text;
  if (typeof insert === "object") return insert.map(write).join("");
  return displayText(String(insert)).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface Table {
  /** Description for those who hear it. */
  readonly caption: string;
  readonly heads: readonly (string | Html)[];
  readonly rows: readonly (readonly (string | Html)[])[];
}

/** A table that scrolls by itself when it is wider than the page. */
export function writeTable({ caption, heads, rows }: Table): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="numbers">
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(([first = "", ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}
