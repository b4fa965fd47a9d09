import { measureCluster } from "../view/measured-cluster.ts";

const NOT_ASCII = /[^\0-\u007f]+/g;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Forms of characters in ASCII, for the signs of the client and what people type most. */
const FORMS: readonly (readonly [form: string, characters: string])[] = [
  [">", "▸▶►❯›»→"],
  ["<", "◂◀◄❮‹«←"],
  ["^", "▴▲↑"],
  ["v", "▾▼↓"],
  ["*", "●•◆★"],
  ["o", "○◦◇"],
  [".", "◌…·"],
  ["+", "✓✔"],
  ["x", "✗✘×"],
  ["-", "–—‐‑−"],
  ["'", "‘’‚"],
  ['"', "“”„"],
  [" ", "\u00a0"],
];

/** Writes an output in ASCII, for a terminal without UTF-8. Every character takes as many cells as before. */
export function writeAscii(output: string): string {
  return output.replace(NOT_ASCII, (text) => {
    return Array.from(segmenter.segment(text), ({ segment }) => writeCluster(segment)).join("");
  });
}

function writeCluster(cluster: string): string {
  const { cells } = measureCluster(cluster);
  return findForm(cluster).padEnd(cells, "?").slice(0, cells);
}

function findForm(cluster: string): string {
  const [first = ""] = cluster;
  const [form] = FORMS.find(([, characters]) => characters.includes(first)) ?? [];
  if (form !== undefined) return form;
  if (first >= "\u2500" && first <= "\u257f") return writeBoxLine(first);
  // Controls that are shown as a symbol.
  if (first >= "\u2400" && first <= "\u243f") return "^";
  const [letter = ""] = cluster.normalize("NFKD");
  return letter >= " " && letter <= "~" ? letter : "?";
}

function writeBoxLine(character: string): string {
  if ("─━┄┅┈┉╌╍═╴╶╸╺╼╾".includes(character)) return "-";
  return "│┃┆┇┊┋╎╏║╵╷╹╻╽╿".includes(character) ? "|" : "+";
}
