import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { chatCommand } from "./chat-command.ts";
import { COMMANDS } from "./commands/table.ts";
import { KEYS, type KeyBinding } from "./input/key-bindings.ts";
import { SERVER_COMMANDS } from "./input/server-commands.ts";
import { DEFAULT_SETTINGS, describeSetting, SETTING_KEYS } from "./settings/settings.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** Returns the rows of the tables under a heading, without those that name the columns. */
function readRows(heading: string): string[] {
  const [, section = ""] = readme.split(`\n## ${heading}\n`);
  const [text = ""] = section.split("\n## ");
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.filter((row, index) => !row.startsWith("| ---") && !rows[index + 1]?.startsWith("| ---"));
}

it("has every option in the README's table", () => {
  const rows = chatCommand.options.map(({ flag, placeholder, default: preset, summary }) => {
    return `| \`${`${flag} ${placeholder}`.trim()}\` | ${preset} | ${summary} |`;
  });
  expect(readRows("Options")).toEqual(rows);
});

it("has every command in the README's tables", () => {
  const rows = [
    ...COMMANDS.map(({ name, argument, summary }) => {
      // In a table, a bar would begin the next column.
      return `| \`${`${name} ${argument}`.trim().replaceAll("|", "\\|")}\` | ${summary} |`;
    }),
    ...SERVER_COMMANDS.map(({ name, summary }) => `| \`${name}\` | ${summary} |`),
  ];
  expect(readRows("What you type").slice(-rows.length)).toEqual(rows);
});

it("has every key in the README's table", () => {
  const rows = KEYS.flatMap((binding, index) => {
    const heading = binding.group === KEYS[index - 1]?.group ? [] : [`| **${binding.group}** | |`];
    return [...heading, ...writeBinding(binding)];
  });
  expect(readRows("Keys")).toEqual(rows);
});

/** The ten keys for ten conversations share a row. */
function writeBinding({ keys, action, summary }: KeyBinding): string[] {
  if (action === "conversation-1") return ["| `M-1` … `M-9`, `M-0` | Go to conversation 1 … 10 |"];
  if (action.startsWith("conversation-")) return [];
  return [`| ${keys.map((key) => `\`${key}\``).join(", ")} | ${summary} |`];
}

it("has every setting in the README's table", () => {
  const rows = SETTING_KEYS.filter((key) => !key.startsWith("keys.")).map((key) => {
    const preset = DEFAULT_SETTINGS[key] === undefined ? "the last one" : JSON.stringify(DEFAULT_SETTINGS[key]);
    const { summary, allowed } = describeSetting(key);
    return `| \`${key}\` | ${preset === "the last one" ? preset : `\`${preset}\``} | ${summary}. Allowed: ${allowed}. |`;
  });
  expect(readRows("Settings").slice(0, -1)).toEqual(rows);
});
