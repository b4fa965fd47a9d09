import { displayText } from "@chat/protocol";
import { type Row, rowText } from "@chat/terminal-rows/row";
import { type Action, KEYS, type KeyBinding } from "../input/key-bindings.ts";
import { suggestedServerCommands } from "../input/server-commands.ts";
import { firstKey, keyBindings } from "../settings/key-settings.ts";
import type { ChatState } from "../state/chat-state.ts";
import { countCells, cutToCells, fitToCells, wrapToCells } from "./cells.ts";

/** The state that the help screen is made from. */
export type HelpState = Pick<ChatState, "localCommands" | "serverCommands" | "settings">;

interface Section {
  readonly title: string;
  readonly entries: readonly (readonly [keys: string, summary: string])[];
}

const HEAD = "or Esc closes this, PgDn scrolls. C- is Ctrl, M- Alt, S- Shift.";

const COLUMN_GAP = 2;
/** A narrower column needs more rows than it saves. */
const MIN_COLUMN_WIDTH = 38;
/** In a narrower column the keys stand above what they do. */
const MIN_WIDTH_BESIDE = 36;
/** Room for two keys, or a command and its argument; more of them continue in the next row. */
const KEY_CELLS = 14;
const KEY_GAP = "  ";

/**
 * The help screen, made from the tables of commands and keys.
 *
 * @param maxColumns columns of sections side by side, of which a screen reader has one
 */
export function keyHelpRows(width: number, state: HelpState, maxColumns = 3): Row[] {
  const fitting = Math.floor((width + COLUMN_GAP) / (MIN_COLUMN_WIDTH + COLUMN_GAP));
  const count = Math.max(1, Math.min(fitting, maxColumns));
  const columnWidth = Math.floor((width + COLUMN_GAP) / count) - COLUMN_GAP;
  const sections = helpSections(state).map((section) => writeSection(section, columnWidth));
  const head = `${firstKey(state.settings, "help") ?? "C-g"} ${HEAD}`;
  return [
    ...wrapToCells(head, width).map((text): Row => [{ text, isDim: true }]),
    ...placeSideBySide(fillColumns(sections, count), columnWidth),
  ];
}

function helpSections({ localCommands, serverCommands, settings }: HelpState): Section[] {
  const server = suggestedServerCommands(serverCommands, localCommands);
  return [
    {
      title: "Commands of this client",
      entries: localCommands.map(({ name, argument, summary }) => [`${name} ${argument}`.trim(), summary]),
    },
    {
      title: "Commands of the server",
      entries: server.map(({ name, summary }) => [cutToCells(displayText(name), KEY_CELLS), summary]),
    },
    {
      title: "Messages",
      entries: [
        ["text", "Goes where you are"],
        ["@NAME text", "Goes to one person"],
        ["//text, @@text", "Begins with / or @"],
      ],
    },
    {
      title: "Mouse",
      entries: [
        ["Wheel", "Scrolls what is under it"],
        ["Click", "Opens a conversation or person"],
        ["Shift", "Selects text, as elsewhere"],
      ],
    },
    ...keySections(settings),
  ];
}

function keySections(settings: HelpState["settings"]): Section[] {
  const bindings = keyBindings(settings).filter(({ keys }) => keys.length > 0);
  const hasUsualNumbers = numberKeys(bindings) === numberKeys(KEYS);
  return [...Map.groupBy(bindings, ({ group }) => group)].map(([title, group]) => ({
    title,
    entries: group.flatMap(({ action, keys, summary }): Section["entries"] => {
      if (!hasUsualNumbers || !isNumber(action)) return [[keys.join(", "), summary]];
      return action === "conversation-1" ? [["M-1 … M-0", "Go to number 1 … 10"]] : [];
    }),
  }));
}

function isNumber(action: Action): boolean {
  return /^conversation-\d/.test(action);
}

function numberKeys(bindings: readonly KeyBinding[]): string {
  return bindings.flatMap(({ action, keys }) => (isNumber(action) ? keys : [])).join(" ");
}

function writeSection({ title, entries }: Section, width: number): Row[] {
  const room = Math.max(KEY_CELLS, Math.floor(width / 3));
  const keyCells = Math.min(room, Math.max(...entries.map(([keys]) => countCells(keys))));
  const write = width < MIN_WIDTH_BESIDE ? writeBelow : writeBeside;
  return [
    [],
    ...wrapToCells(title, width).map((text): Row => [{ text, isBold: true }]),
    ...entries.flatMap(([keys, summary]) => write(keys, summary, width, keyCells)),
  ];
}

function writeBeside(keys: string, summary: string, width: number, keyCells: number): Row[] {
  const left = countCells(keys) <= keyCells ? [keys] : wrapToCells(keys, keyCells - KEY_GAP.length);
  const right = wrapToCells(summary, width - keyCells - KEY_GAP.length);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index): Row => {
    const start = fitToCells((index > 0 ? KEY_GAP : "") + (left[index] ?? ""), keyCells) + KEY_GAP;
    return [{ text: start, color: "cyan" }, { text: right[index] ?? "" }];
  });
}

function writeBelow(keys: string, summary: string, width: number): Row[] {
  return [
    ...indent(keys, 2, width).map((text): Row => [{ text, color: "cyan" }]),
    ...indent(summary, 4, width).map((text): Row => [{ text }]),
  ];
}

function indent(text: string, cells: number, width: number): string[] {
  return wrapToCells(text, Math.max(1, width - cells)).map((row) => cutToCells(" ".repeat(cells) + row, width));
}

/** Puts each section below the shortest column, so that all end nearly together. */
function fillColumns(sections: readonly Row[][], count: number): Row[][] {
  const columns = Array.from({ length: count }, (): Row[] => []);
  for (const section of sections) {
    const height = Math.min(...columns.map(({ length }) => length));
    columns.find(({ length }) => length === height)?.push(...section);
  }
  return columns;
}

function placeSideBySide(columns: readonly Row[][], width: number): Row[] {
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) =>
    columns.flatMap((column, at): Row => {
      const row = column[index] ?? [];
      const isLast = at === columns.length - 1;
      return isLast ? row : [...row, { text: " ".repeat(width + COLUMN_GAP - countCells(rowText(row))) }];
    }),
  );
}
