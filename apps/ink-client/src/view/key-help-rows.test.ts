import { rowText } from "@chat/terminal-rows/row";
import { expect, it } from "vitest";
import { COMMANDS } from "../commands/table.ts";
import { KEYS } from "../input/key-bindings.ts";
import { DEFAULT_SETTINGS, type Settings } from "../settings/settings.ts";
import { countCells } from "./cells.ts";
import { keyHelpRows } from "./key-help-rows.ts";

const helpRows = (width: number, serverCommands: readonly string[], maxColumns = 1, changes: Partial<Settings> = {}) =>
  keyHelpRows(
    width,
    { localCommands: COMMANDS, serverCommands, settings: { ...DEFAULT_SETTINGS, ...changes } },
    maxColumns,
  );

it.each([20, 40, 72, 80, 300])("tells all of what each key does in %i columns", (width) => {
  const rows = helpRows(width, []).map(rowText);
  expect(Math.max(...rows.map(countCells))).toBeLessThanOrEqual(width);
  const text = rows.map((row) => row.trim()).join(" ");
  for (const { summary } of KEYS.filter(({ keys, action }) => keys.length === 1 && !/^conversation-\d/.test(action))) {
    // In columns the keys stand between the parts of a summary that goes on in the next row, and nothing else does.
    for (const word of summary.split(" ")) expect(text).toContain(word.slice(0, Math.max(1, width - 4)));
  }
  expect(text).not.toMatch(/\S…/);
});

it("puts what a key does below it in a narrow terminal", () => {
  const rows = helpRows(20, []).map((row) => rowText(row).trimEnd());
  const at = rows.indexOf("  S-Tab");
  expect(rows.slice(at, at + 4)).toEqual(["  S-Tab", "    Complete the one", "    before", "  Up"]);
});

it("leaves a gap behind the keys, and behind a command that is too long", () => {
  const text = helpRows(63, [`/${"long".repeat(20)}`])
    .map(rowText)
    .join("\n");
  expect(text).toMatch(/^M-Enter, S-Enter, {2,}Begin a new row\n {2}C-Enter *$/m);
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

it.each([
  [80, 24],
  [120, 40],
])("takes three pages at most in %i columns and %i rows", (width, height) => {
  const rows = helpRows(width, [], 3);
  expect(Math.max(...rows.map((row) => countCells(rowText(row))))).toBeLessThanOrEqual(width);
  expect(rows.length).toBeLessThan(3 * (height - 4));
  for (const { group } of KEYS) expect(rows.map(rowText).join("\n")).toContain(group);
});

it("puts the keys of the ten conversations into one entry, unless the user has changed one", () => {
  const usual = helpRows(80, []).map(rowText).join("\n");
  expect(usual).toMatch(/^M-1 … M-0 +Go to number 1 … 10$/m);
  expect(usual).not.toContain("M-2");
  const changed = helpRows(80, [], 1, { "keys.conversation-2": ["F2"] })
    .map(rowText)
    .join("\n");
  expect(changed).toMatch(/^F2 +Go to conversation 2$/m);
});
