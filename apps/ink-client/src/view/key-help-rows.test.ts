import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { COMMANDS } from "../commands/table.ts";
import { KEYS } from "../input/key-bindings.ts";
import { DEFAULT_SETTINGS } from "../settings/settings.ts";
import { countCells } from "./cells.ts";
import { keyHelpRows } from "./key-help-rows.ts";

const helpRows = (width: number, serverCommands: readonly string[]) =>
  keyHelpRows(width, { localCommands: COMMANDS, serverCommands, settings: DEFAULT_SETTINGS });

it.each([20, 40, 72, 80, 300])("tells all of what each key does in %i columns", (width) => {
  const rows = helpRows(width, []).map(rowText);
  expect(Math.max(...rows.map(countCells))).toBeLessThanOrEqual(width);
  const text = rows.map((row) => row.trim()).join(" ");
  for (const { summary } of KEYS.filter(({ keys }) => keys.length === 1)) {
    // In columns the keys stand between the parts of a summary that goes on in the next row, and nothing else does.
    for (const word of summary.split(" ")) expect(text).toContain(word.slice(0, Math.max(1, width - 4)));
  }
  expect(text).not.toContain("…");
});

it("puts what a key does below it in a narrow terminal", () => {
  const rows = helpRows(20, []).map((row) => rowText(row).trimEnd());
  const at = rows.indexOf("  Tab");
  expect(rows.slice(at, at + 5)).toEqual([
    "  Tab",
    "    Complete a name,",
    "    command or file;",
    "    again: the next",
    "  S-Tab",
  ]);
});

it("leaves a gap behind the keys, and behind a command that is too long", () => {
  const text = helpRows(63, [`/${"long".repeat(20)}`])
    .map(rowText)
    .join("\n");
  expect(text).toMatch(/ C-Enter {2,}Begin a new row/);
  expect(text).toMatch(/\w… {2}Ask the server/);
});

it("has the commands first: those of the client, then those of this server, then what the keys do", () => {
  const rows = helpRows(80, ["/list", "/help", "/up\u001b[2Jtime"]).map(rowText);
  const titles = ["Commands of this client", "Commands of the server", "Messages", "Writing"];
  expect(rows.filter((row) => titles.includes(row))).toEqual(titles);
  const commands = rows.slice(rows.indexOf("Commands of the server"), rows.indexOf("Messages")).join("\n");
  expect(commands.match(/\/list/g)).toHaveLength(1);
  expect(commands).toContain("/up␛[2Jtime");
  expect(commands).not.toContain("/help");
});
