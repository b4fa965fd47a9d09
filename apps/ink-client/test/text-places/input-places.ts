import { displayText, foldName } from "@chat/protocol";
import { rowText } from "@chat/terminal-rows/row";
import type { CellArea } from "@chat/testing/terminal";
import { COMMANDS } from "../../src/commands/table.ts";
import { EMPTY_PROMPT, editPrompt, type Prompt } from "../../src/input/prompt.ts";
import { SERVER_COMMANDS } from "../../src/input/server-commands.ts";
import { DEFAULT_SETTINGS } from "../../src/settings/settings.ts";
import type { JoinForm } from "../../src/state/chat-state.ts";
import { countCells, cutToCells } from "../../src/view/cells.ts";
import { layOutJoinForm } from "../../src/view/join-form-rows.ts";
import { keyHelpRows } from "../../src/view/key-help-rows.ts";
import { layOutPrompt } from "../../src/view/prompt-rows.ts";
import { FRAME_SIZE as PROMPT_FRAME } from "../../src/view/screen-layout.ts";
import { chatFrame, FIRST_PERSON_ROW } from "./chat-frame.ts";
import { asTallAs, asWideAs } from "./harmless-text.ts";
import { oneAtATime, type ScreenSize, type TextPlace } from "./text-place.ts";

const WIDE: ScreenSize = { columns: 104, rows: 12 };
/** A screen with room for many commands. */
const TALL: ScreenSize = { columns: 104, rows: 28 };
/** A screen with room for the frames of the form. */
const FORM: ScreenSize = { columns: 72, rows: 24 };

/** Rows that a menu has in a terminal of this size. */
const MENU_ROWS = 8;
/** Cells of the names on the help screen. */
const HELP_NAME_CELLS = 14;
const MARK_CELLS = "▸ ".length;

/** Texts from others in what is typed and chosen: names, commands, what was copied elsewhere and pasted. */
export const inputPlaces: readonly TextPlace[] = [
  nameMenu(),
  commandMenu(),
  fileMenu(),
  commandInHelp(),
  pasted(),
  joinForm(),
];

function nameMenu(): TextPlace {
  const { log, peopleColumn } = chatFrame(WIDE);
  const menuRow = log.rows - 2;
  return oneAtATime({
    name: "a name in the menu",
    screen: WIDE,
    events: (name) => [
      { kind: "people", people: { names: [name, "Cleo"], count: 2 } },
      { kind: "prompt", prompt: typed("@") },
    ],
    // Who has no name to speak of is not offered; who has a name of which nothing is seen, is.
    harmlessLike: (name) => (foldName(name) === "" ? "" : asWideAs(displayText(name)) || "\u2060"),
    ownCells: (name) => [
      menuLabel(menuRow, displayText(name)),
      { row: FIRST_PERSON_ROW, column: peopleColumn, rows: 1, columns: WIDE.columns - peopleColumn },
    ],
  });
}

/** A server has any commands it likes: behind those of the contract stands one of these. */
function commandMenu(): TextPlace {
  const menuRow = chatFrame(WIDE).log.rows - MENU_ROWS + SERVER_COMMANDS.length;
  return oneAtATime({
    name: "a command in the menu",
    screen: WIDE,
    events: (name) => [
      { kind: "commands", names: [`/${name}`, "/zz"] },
      { kind: "prompt", prompt: typed("/") },
    ],
    harmlessLike: (name) => asWideAs(displayText(`/${name}`)).slice(1),
    ownCells: (name) => [menuLabel(menuRow, displayText(`/${name}`))],
  });
}

/** A file has any name: below two others, of which the first stands in the line. */
function fileMenu(): TextPlace {
  const menuRow = chatFrame(WIDE).log.rows - 1;
  return oneAtATime({
    name: "a file in the menu",
    screen: WIDE,
    events: (name) => [{ kind: "prompt", prompt: completed(["aa", "bb", name]) }],
    // One that is hidden is not offered.
    harmlessLike: (name) => (name.startsWith(".") ? "." : asWideAs(displayText(name))),
    ownCells: (name) => [menuLabel(menuRow, displayText(name))],
  });
}

function completed(files: readonly string[]): Prompt {
  const context = { ...NOTHING_KNOWN, localCommands: COMMANDS, listFolder: () => files };
  return editPrompt(typed("/save "), { kind: "complete" }, context);
}

/** Behind the commands of the contract, each above a harmless one. */
function commandInHelp(): TextPlace {
  const { log } = chatFrame(TALL);
  const rows = keyHelpRows(TALL.columns, {
    localCommands: COMMANDS,
    serverCommands: [],
    settings: DEFAULT_SETTINGS,
  }).map(rowText);
  const title = "Commands of the server";
  const titleRow = rows.findIndex((row) => row.includes(title));
  const firstRow = titleRow + 1 + SERVER_COMMANDS.length;
  const column = rows[titleRow]?.indexOf(title) ?? 0;
  return {
    name: "a command of the server on the help screen",
    screen: TALL,
    fits: ({ length }) => firstRow + 2 * length <= log.rows,
    events: (names) => [
      { kind: "commands", names: names.flatMap((name, position) => [`/${name}`, `/zz${position}`]) },
      { kind: "overlay", overlay: { kind: "keys", scrolledRows: 0 } },
    ],
    harmlessLike: (name) => asWideAs(cutToCells(displayText(`/${name}`), HELP_NAME_CELLS)).slice(1),
    ownCells: (names) =>
      names.map((_, position) => ({ row: firstRow + 2 * position, column, rows: 1, columns: HELP_NAME_CELLS })),
  };
}

function menuLabel(row: number, label: string): CellArea {
  return { row, column: MARK_CELLS, rows: 1, columns: Math.min(countCells(label), WIDE.columns / 2) };
}

function pasted(): TextPlace {
  const { promptRow, promptColumn } = chatFrame(TALL);
  const left = PROMPT_FRAME.columns / 2;
  const width = TALL.columns - PROMPT_FRAME.columns;
  // Behind another character it is no address, which would change the label.
  const write = (text: string) => typed(`.${text}`);
  const layOut = (text: string) => layOutPrompt(write(text), "Everyone", width, Number.MAX_SAFE_INTEGER);
  return oneAtATime({
    name: "a text pasted into the prompt",
    screen: TALL,
    events: (text) => [{ kind: "prompt", prompt: write(text) }],
    // The cursor has to stand where it stands behind the harmless text.
    harmlessLike: (text) => {
      const { rows, cursor } = layOut(text);
      return "x".repeat((rows.length - 1) * width + cursor.x - (promptColumn - left) - 1);
    },
    ownCells: (text) => {
      const rows = layOut(text).rows.length;
      const visibleRows = Math.min(rows, Math.floor(TALL.rows / 3));
      const row = promptRow + 1 - visibleRows;
      const start = rows === visibleRows ? promptColumn : left;
      return [
        { row, column: start, rows: 1, columns: left + width - start },
        { row: row + 1, column: left, rows: visibleRows - 1, columns: width },
      ];
    },
  });
}

/** Why the last try failed, and where it went to. */
function joinForm(): TextPlace {
  const layOut = (problem: string | null) =>
    layOutJoinForm(createForm(problem), false, FORM.columns, FORM.rows * 1_000);
  const countRows = (problem: string) => layOut(problem).foot.length - layOut(null).foot.length;
  const harmlessOf = asTallAs(countRows);
  return oneAtATime({
    name: "the form that asks where to join",
    screen: FORM,
    events: (text) => [{ kind: "form", form: createForm(text) }],
    harmlessLike: (text) => harmlessOf(countRows(text)),
    ownCells: (text) => {
      const { left, top, width, head } = layOutJoinForm(createForm(text), false, FORM.columns, FORM.rows);
      const valueColumn = left + "│ ▸ Your name  ".length;
      const fieldRow = top + head.length;
      return [
        { row: fieldRow + 4, column: valueColumn, rows: 1, columns: left + width - 2 - valueColumn },
        { row: fieldRow + 10, column: left, rows: countRows(text), columns: width },
      ];
    },
  });
}

function createForm(text: string | null): JoinForm {
  return { name: "Ada", host: text ?? "", port: "65432", field: "name", problem: text };
}

/** Nothing is offered but what the test wants to see. */
const NOTHING_KNOWN = { names: [], conversations: [], localCommands: [], serverCommands: [] };

function typed(text: string): Prompt {
  const prompt = editPrompt(EMPTY_PROMPT, { kind: "insert", text }, NOTHING_KNOWN);
  // A menu opens at a slash or an at sign alone.
  return text.length === 1 ? prompt : { ...prompt, isMenuClosed: true };
}
