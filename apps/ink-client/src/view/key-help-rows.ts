import { displayText } from "@chat/protocol";
import type { Row } from "@chat/terminal-rows/row";
import { suggestedServerCommands } from "../input/server-commands.ts";
import { firstKey, keyBindings } from "../settings/key-settings.ts";
import type { ChatState } from "../state/chat-state.ts";
import { cutToCells, fitToCells, wrapToCells } from "./cells.ts";

/** The state that the help screen is made from. */
export type HelpState = Pick<ChatState, "localCommands" | "serverCommands" | "settings">;

/** The help screen, made from the tables of commands and keys. */
export function keyHelpRows(width: number, { localCommands, serverCommands, settings }: HelpState): Row[] {
  const bindings = keyBindings(settings).filter(({ keys }) => keys.length > 0);
  const groups = [...new Set(bindings.map(({ group }) => group))];
  const keyGroups = groups.map((group) =>
    section(
      group,
      bindings
        .filter((binding) => binding.group === group)
        .map(({ keys, summary }) => [keys.join(", "), summary] as const),
    ),
  );
  return [
    ...wrapToCells(`${firstKey(settings, "help") ?? "C-g"} ${HEAD}`, width).map((text): Row => [{ text, isDim: true }]),
    ...section(
      "Commands of this client",
      localCommands.map(({ name, argument, summary }) => [`${name} ${argument}`.trim(), summary] as const),
    ),
    ...section(
      "Commands of the server",
      suggestedServerCommands(serverCommands, localCommands).map(
        ({ name, summary }) => [displayText(name), summary] as const,
      ),
    ),
    ...section("Mouse", [
      ["Wheel", "Scrolls the log, the people, this list and the traffic"],
      ["Click on a name", "Goes to the conversation with that person"],
      ["Shift", "Leaves the mouse to the terminal, to select text"],
    ]),
    ...section("Messages", [
      ["text", "Goes to the conversation that you see"],
      ["@NAME text", 'Goes to one person; @"NAME WITH SPACES" text'],
      ["//text, @@text", "Says a text that begins with / or @"],
    ]),
    ...keyGroups.flat(),
  ];

  function section(title: string, entries: readonly (readonly [string, string])[]): Row[] {
    const write = width < MIN_WIDTH_IN_COLUMNS ? writeBelow : writeBeside;
    return [
      [],
      ...wrapToCells(title, width).map((text): Row => [{ text, isBold: true }]),
      ...entries.flatMap(([keys, summary]) => write(keys, summary, width)),
    ];
  }
}

const HEAD = "or Esc closes this, PgUp and PgDn scroll. C- is Ctrl, M- is Alt, S- is Shift. C-x C-e: C-x, then C-e.";

/** In a narrower log the keys stand above what they do. */
const MIN_WIDTH_IN_COLUMNS = 50;

/** Room for the keys with the indent before them, and the gap behind them. */
const KEY_CELLS = 27;
const KEY_GAP = "  ";

function writeBeside(keys: string, summary: string, width: number): Row[] {
  return wrapToCells(summary, width - KEY_CELLS - KEY_GAP.length).map((text, index): Row => {
    const start = index === 0 ? `  ${keys}` : "";
    return [{ text: fitToCells(start, KEY_CELLS) + KEY_GAP, color: "cyan" }, { text }];
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
