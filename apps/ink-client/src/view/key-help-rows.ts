import { KEYS } from "../input/keys.ts";
import { LOCAL_COMMANDS, SERVER_COMMANDS } from "../input/local-commands.ts";
import { countCells, cutToCells, fitToCells } from "./cells.ts";
import type { Row } from "./row.ts";

/** The help screen, made from the tables of keys and commands. */
export function keyHelpRows(width: number): Row[] {
  const groups = [...new Set(KEYS.map(({ group }) => group))];
  const keyGroups = groups.map((group) =>
    section(
      group,
      KEYS.filter((binding) => binding.group === group).map(({ keys, summary }) => [keys.join(", "), summary] as const),
    ),
  );
  return [
    [
      {
        text: cutToCells("F1 or Esc closes this, PgUp and PgDn scroll. C- is Ctrl, M- is Alt, S- is Shift.", width),
        isDim: true,
      },
    ],
    ...keyGroups.flat(),
    ...section(
      "Commands of this client",
      LOCAL_COMMANDS.map(({ name, argument, summary }) => [`${name} ${argument}`.trim(), summary] as const),
    ),
    ...section(
      "Commands of the server",
      SERVER_COMMANDS.map(({ name, summary }) => [name, summary] as const),
    ),
    ...section("Messages", [
      ["text", "Goes to the conversation that you see"],
      ["@NAME text", 'Goes to one person; @"NAME WITH SPACES" text'],
      ["//text, @@text", "Says a text that begins with / or @"],
    ]),
  ];

  function section(title: string, entries: readonly (readonly [string, string])[]): Row[] {
    const keyCells = Math.min(Math.floor(width / 2), 26);
    return [
      [],
      [{ text: cutToCells(title, width), isBold: true }],
      ...entries.map(([keys, summary]): Row => {
        const start = `  ${fitToCells(keys, keyCells - 2)} `;
        return [{ text: start, color: "cyan" }, { text: cutToCells(summary, Math.max(0, width - countCells(start))) }];
      }),
    ];
  }
}
