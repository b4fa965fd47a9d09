import type { Row } from "@chat/terminal-rows/row";
import { firstKey } from "../settings/key-settings.ts";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import type { Conversation } from "../state/conversation.ts";
import { fitToCells } from "./cells.ts";

/** The heading, and what to try: a thing to type, and its effect. */
const HINTS: Readonly<Record<Conversation["kind"], readonly [string, ...(readonly [string, string])[]]>> = {
  everyone: ["Nobody has written yet", ["Hello!", "goes to everyone online"], ["@Name Hello!", "goes to one person"]],
  person: ["Only the two of you read this", ["Hello!", "goes out with Enter"]],
  server: ["The server answers here", ["/list", "asks who is online"], ["/time", "asks for its clock"]],
};

const TYPED_CELLS = 14;
const WIDTH = TYPED_CELLS + 24;

/** Lays out what to try where nobody has written yet, in the middle of the room. Where there is too little, nothing. */
export function emptyChatRows(state: ChatState, width: number, height: number): Row[] {
  const { kind, lines } = currentConversation(state);
  const isEmpty = lines.every((line) => line.kind === "notice" || line.kind === "problem");
  const [heading, ...special] = HINTS[kind];
  const hints = [
    ...special,
    ["/", "shows all commands"],
    [firstKey(state.settings, "help") ?? "/keys", "shows all keys"],
  ];
  const above = Math.floor((height - hints.length - 2) / 2);
  if (!isEmpty || width < WIDTH || above < 0) return [];
  const indent = { text: " ".repeat(Math.floor((width - WIDTH) / 2)) };
  return [
    ...Array.from({ length: above }, (): Row => []),
    [indent, { text: heading, isBold: true }],
    [],
    ...hints.map(
      ([typed = "", effect = ""]): Row => [
        indent,
        { text: fitToCells(typed, TYPED_CELLS), color: "cyan" },
        { text: effect, isDim: true },
      ],
    ),
  ];
}
