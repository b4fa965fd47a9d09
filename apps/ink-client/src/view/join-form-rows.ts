import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import type { FormField, JoinForm } from "../state/chat-state.ts";
import { countCells, cutToCells, splitClusters, wrapToCells } from "./cells.ts";

/** The rows of the form, and the position of the cursor. */
export interface JoinFormRows {
  readonly rows: readonly Row[];
  readonly cursor: { readonly x: number; readonly y: number };
}

const LABELS: Record<FormField, string> = { name: "Your name", host: "Server", port: "Port" };

/** The mark of the current field, the longest label, and a gap. */
const LABEL_CELLS = 13;

/** The fields of the form, in the order in which Tab goes through them. */
export const FORM_FIELDS: readonly FormField[] = ["name", "host", "port"];

export function layOutJoinForm(form: JoinForm, isConnecting: boolean, width: number, height: number): JoinFormRows {
  const labelCells = Math.min(LABEL_CELLS, Math.floor(width / 2));
  const head: Row[] = height > 8 ? [[{ text: cutToCells("Distributed Class Chat", width), isBold: true }], []] : [];
  const fields = FORM_FIELDS.map((field): { row: Row; cells: number } => {
    const label = cutToCells(LABELS[field], labelCells - 2).padEnd(labelCells - 2);
    const isCurrent = field === form.field;
    const cursor = isCurrent ? (form.cursor ?? form[field].length) : form[field].length;
    const room = Math.max(1, width - labelCells - 1);
    // What is before the cursor is seen, and as much as fits of what is behind it.
    const before = keepEnd(displayText(form[field].slice(0, cursor)), room);
    const cells = countCells(before);
    const value = before + cutToCells(displayText(form[field].slice(cursor)), room - cells);
    return {
      row: [
        { text: isCurrent ? "▸ " : "  ", isBold: true },
        { text: label, isDim: !isCurrent },
        { text: value, isBold: isCurrent },
      ],
      cells,
    };
  });
  const advice = isConnecting ? "Connecting …" : "Enter joins, Tab goes to the next field, Ctrl-C leaves.";
  const problem = form.problem === null || isConnecting ? [] : wrapToCells(displayText(form.problem), width);
  const rows: Row[] = [
    ...head,
    ...fields.map(({ row }) => row),
    ...problem.map((text): Row => [{ text, color: "red" }]),
    [{ text: cutToCells(advice, width), isDim: true }],
  ];
  const current = FORM_FIELDS.indexOf(form.field);
  return {
    rows: rows.slice(0, height),
    cursor: { x: labelCells + (fields[current]?.cells ?? 0), y: head.length + current },
  };
}

/** Cuts a text that is too long at its start: the user sees what is typed last. */
function keepEnd(text: string, cells: number): string {
  const clusters = splitClusters(text);
  let used = 0;
  let start = clusters.length;
  while (start > 0 && used + (clusters[start - 1]?.cells ?? 0) <= cells) {
    start -= 1;
    used += clusters[start]?.cells ?? 0;
  }
  return clusters
    .slice(start)
    .map((cluster) => cluster.drawn)
    .join("");
}
