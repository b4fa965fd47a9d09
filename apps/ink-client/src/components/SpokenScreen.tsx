import { type Row, rowText } from "@chat/terminal-rows/row";
import { Box, Text, useStdout } from "ink";
import { type ReactNode, useEffect, useRef } from "react";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { pasteRows } from "../view/paste-rows.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { writeSpokenMenu } from "../view/spoken-menu.ts";
import { SpokenNews } from "../view/spoken-news.ts";
import { spokenStatus } from "../view/spoken-status.ts";

/** The chat for a screen reader: each line is written once, as it comes, and below them stands what is being typed. */
export function SpokenScreen({ state }: { state: ChatState }): ReactNode {
  const { write } = useStdout();
  const news = useRef<SpokenNews>(null);
  useEffect(() => {
    news.current ??= new SpokenNews();
    const rows = news.current.take(state);
    if (rows.length > 0) write(rows.map((row) => `${row}\n`).join(""));
  }, [state, write]);
  const { prompt, menu } = layOutScreen(state);
  const question = writeQuestion(state);
  return (
    <Box flexDirection="column">
      {question !== "" && <Text>{question}</Text>}
      <Text>{spokenStatus(state)}</Text>
      {menu && <Text>{writeSpokenMenu(menu)}</Text>}
      <Text>{writeRows(prompt.rows)}</Text>
    </Box>
  );
}

function writeQuestion(state: ChatState): string {
  const { overlay, screen } = state;
  if (overlay.kind !== "paste") return "";
  const { title } = currentConversation(state);
  return writeRows(pasteRows(overlay.question, title, screen.columns, screen.rows));
}

function writeRows(rows: readonly Row[]): string {
  return rows.map(rowText).join("\n");
}
