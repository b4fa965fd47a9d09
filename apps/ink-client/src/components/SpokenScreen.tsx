import { Box, Text, useStdout } from "ink";
import { type ReactNode, useEffect, useRef } from "react";
import type { ChatState } from "../state/chat-state.ts";
import { currentConversation } from "../state/chat-state.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { pasteRows } from "../view/paste-rows.ts";
import { rowText } from "../view/row.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { writeSpokenLine } from "../view/spoken-line.ts";
import { statusRow } from "../view/status-row.ts";

/** The chat for a screen reader: each line is written once, as it comes, and below them stands what is being typed. */
export function SpokenScreen({ state }: { state: ChatState }): ReactNode {
  useSpokenLines(state);
  const { prompt } = layOutScreen(state);
  const question = writeOverlay(state);
  return (
    <Box flexDirection="column">
      {question !== "" && <Text>{question}</Text>}
      <Text>{rowText(statusRow(state)).trim()}</Text>
      <Text>{prompt.rows.map(rowText).join("\n")}</Text>
    </Box>
  );
}

/** Writes the lines that have come since the last time, of all conversations in the order in which they came. */
function useSpokenLines({ conversations }: ChatState): void {
  const { write } = useStdout();
  const lastId = useRef(0);
  useEffect(() => {
    const lines = conversations.flatMap((conversation) =>
      conversation.lines
        .slice(conversation.lines.findLastIndex(({ id }) => id <= lastId.current) + 1)
        .map((line) => ({ id: line.id, text: writeSpokenLine(line, conversation) })),
    );
    if (lines.length === 0) return;
    lines.sort((a, b) => a.id - b.id);
    lastId.current = lines.at(-1)?.id ?? lastId.current;
    write(lines.map(({ text }) => `${text}\n`).join(""));
  }, [conversations, write]);
}

function writeOverlay(state: ChatState): string {
  const { overlay, screen } = state;
  switch (overlay.kind) {
    case "keys":
      return keyHelpRows(screen.columns).map(rowText).join("\n");
    case "paste":
      return pasteRows(overlay.lines, currentConversation(state).title, screen.columns, screen.rows)
        .map(rowText)
        .join("\n");
    case "traffic":
    case "none":
      return "";
  }
}
