import { type Row, rowText } from "@chat/terminal-rows/row";
import { Box, Text, useStdout } from "ink";
import { type ReactNode, useEffect, useRef } from "react";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { pasteRows } from "../view/paste-rows.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { writeSpokenLine } from "../view/spoken-line.ts";
import { spokenStatus } from "../view/status-row.ts";
import { trafficWindow } from "../view/traffic-rows.ts";

/** The number of earlier traffic entries that are written when traffic is shown: the user wants to see what has just happened. */
const MAX_EARLIER_TRAFFIC = 10;

/** The chat for a screen reader: each line is written once, as it comes, and below them stands what is being typed. */
export function SpokenScreen({ state }: { state: ChatState }): ReactNode {
  useSpokenLines(state);
  useSpokenKeys(state);
  useSpokenTraffic(state);
  const { prompt } = layOutScreen(state);
  const question = writeQuestion(state);
  return (
    <Box flexDirection="column">
      {question !== "" && <Text>{question}</Text>}
      <Text>{spokenStatus(state)}</Text>
      <Text>{writeRows(prompt.rows)}</Text>
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

/** Writes what each key does, once each time that it is asked for: it is longer than the screen. */
function useSpokenKeys({ overlay, serverCommands, screen: { columns } }: ChatState): void {
  const { write } = useStdout();
  const isShown = overlay.kind === "keys";
  const wasShown = useRef(false);
  useEffect(() => {
    if (isShown && !wasShown.current) write(`${writeRows(keyHelpRows(columns, serverCommands))}\n`);
    wasShown.current = isShown;
  }, [isShown, serverCommands, columns, write]);
}

/** Writes the traffic while it is shown, from shortly before it was asked for. */
function useSpokenTraffic({ overlay, traffic, screen: { columns } }: ChatState): void {
  const { write } = useStdout();
  const lastId = useRef(0);
  useEffect(() => {
    if (overlay.kind !== "traffic") return;
    const shown = shownTraffic(traffic, { ...overlay, lastId: null });
    const entries = shown.entries.slice(-MAX_EARLIER_TRAFFIC).filter(({ id }) => id > lastId.current);
    if (entries.length === 0) return;
    lastId.current = entries.at(-1)?.id ?? lastId.current;
    const { rows } = trafficWindow({ entries }, columns, Number.MAX_SAFE_INTEGER, 0);
    write(`${writeRows(rows)}\n`);
  }, [overlay, traffic, columns, write]);
}

function writeQuestion(state: ChatState): string {
  const { overlay, screen } = state;
  if (overlay.kind !== "paste") return "";
  const { title } = currentConversation(state);
  return writeRows(pasteRows(overlay.lines, title, screen.columns, screen.rows));
}

function writeRows(rows: readonly Row[]): string {
  return rows.map(rowText).join("\n");
}
