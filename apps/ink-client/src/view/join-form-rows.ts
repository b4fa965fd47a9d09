import { displayText } from "@chat/protocol";
import type { Row, Style } from "@chat/terminal-rows/row";
import type { FormField, JoinForm } from "../state/chat-state.ts";
import { countCells, cutToCells, drawClusters, splitClusters, wrapToCells } from "./cells.ts";

/** The form in the middle of the screen. Its parts stand below one another. */
export interface JoinFormLayout {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  /** True when there is room for a frame around each field. */
  readonly isFramed: boolean;
  readonly head: readonly Row[];
  readonly fields: readonly { readonly field: FormField; readonly row: Row }[];
  readonly foot: readonly Row[];
  /** The position on the screen. */
  readonly cursor: { readonly x: number; readonly y: number };
}

/** The fields of the form, in the order in which Tab goes through them. */
export const FORM_FIELDS: readonly FormField[] = ["name", "host", "port"];

/** The text before each field, and the one in it while it is empty. */
const TEXTS: Record<FormField, readonly [label: string, placeholder: string]> = {
  name: ["Your name", "such as Ada"],
  host: ["Server", "an address, such as 127.0.0.1"],
  port: ["Port", "a number, mostly 65432"],
};

const TITLE = "Distributed Class Chat";
const SUBTITLE = "Chat with everybody who is on the same server.";
/** A narrow screen has a shorter one. */
const ADVICE = [
  "Enter joins · Tab goes to the next field · C-c leaves",
  "Enter joins · Tab: next field",
  "Enter joins",
];
const NEXT = "Then the chat begins. F1 shows what you can do there.";

/** The mark of the current field, the longest label, and a gap. */
const LABEL_CELLS = 13;
const MAX_WIDTH = 64;
/** The frame, and a blank beside it. */
const FRAME_CELLS = 4;
/** The rows that a form with frames needs, with room for a problem of three rows. */
const FRAMED_ROWS = 21;
const ROWS_WITH_HEAD = 9;

export function layOutJoinForm(form: JoinForm, isConnecting: boolean, columns: number, rows: number): JoinFormLayout {
  const width = Math.min(columns, MAX_WIDTH);
  const isFramed = width === MAX_WIDTH && rows >= FRAMED_ROWS;
  const head = rows < ROWS_WITH_HEAD ? [] : writeHead(width, isFramed);
  const fields = FORM_FIELDS.map((field) => layOutField(form, field, width - (isFramed ? FRAME_CELLS : 0)));
  const problem =
    form.problem === null || isConnecting ? [] : write(displayText(form.problem), width, isFramed, { color: "red" });
  const keys = ADVICE.find((text) => countCells(text) <= width) ?? "";
  const advice = write(isConnecting ? "Connecting …" : keys, width, isFramed, { isDim: true });
  const next = isFramed ? [[], ...write(NEXT, width, true, { isDim: true })] : [];
  const foot = [...(isFramed ? [[]] : []), ...problem, ...advice, ...next];
  const fieldRows = isFramed ? 3 : 1;
  // A problem makes the form grow at its end: the fields stay where they are, as long as there is room below.
  const used = head.length + fieldRows * fields.length + foot.length;
  const top = Math.max(0, Math.min(Math.floor((rows - used + problem.length) / 2), rows - used));
  const left = Math.floor((columns - width) / 2);
  const current = FORM_FIELDS.indexOf(form.field);
  return {
    left,
    top,
    width,
    isFramed,
    head,
    fields,
    foot: foot.slice(0, Math.max(0, rows - top - head.length - fieldRows * fields.length)),
    cursor: {
      x: left + (isFramed ? FRAME_CELLS / 2 : 0) + (fields[current]?.cursorCells ?? 0),
      y: top + head.length + fieldRows * current + (isFramed ? 1 : 0),
    },
  };
}

function writeHead(width: number, isFramed: boolean): Row[] {
  const title = write(TITLE, width, isFramed, { isBold: true });
  return isFramed ? [...title, [], ...write(SUBTITLE, width, true, {}), []] : [...title, []];
}

/** Writes a text in rows, each in the middle where the form has frames. */
function write(text: string, width: number, isCentered: boolean, style: Style): Row[] {
  return wrapToCells(text, width).map((row) => {
    const indent = isCentered ? Math.floor((width - countCells(row)) / 2) : 0;
    return [{ text: " ".repeat(indent) + row, ...style }];
  });
}

function layOutField(form: JoinForm, field: FormField, width: number) {
  const labelCells = Math.min(LABEL_CELLS, Math.floor(width / 2));
  const [label, placeholder] = TEXTS[field];
  const isCurrent = field === form.field;
  const text = form[field];
  const cursor = isCurrent ? (form.cursor ?? text.length) : text.length;
  const room = Math.max(1, width - labelCells - 1);
  // What is before the cursor is seen, and as much as fits of what is behind it.
  const before = keepEnd(displayText(text.slice(0, cursor)), room);
  const cells = countCells(before);
  const value = before + cutToCells(displayText(text.slice(cursor)), room - cells);
  const row: Row = [
    { text: isCurrent ? "▸ " : "  ", isBold: true },
    { text: cutToCells(label, labelCells - 2).padEnd(labelCells - 2), isDim: !isCurrent },
    text === ""
      ? { text: countCells(placeholder) <= room ? placeholder : "", isDim: true }
      : { text: value, isBold: isCurrent },
  ];
  return { field, row, cursorCells: labelCells + cells };
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
  return drawClusters(clusters.slice(start));
}
