import { type Row, rowText } from "@chat/terminal-rows/row";
import { Box, Text, useStdout } from "ink";
import { type ReactNode, useEffect, useRef } from "react";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { pasteRows } from "../view/paste-rows.ts";
import { layOutScreen } from "../view/screen-layout.ts";
import { wrapSpokenLine } from "../view/spoken-line.ts";
import { writeSpokenMenu } from "../view/spoken-menu.ts";
import { SpokenNews } from "../view/spoken-news.ts";
import { spokenStatus } from "../view/spoken-status.ts";
import { trafficWindow } from "../view/traffic-rows.ts";

/** The number of earlier traffic entries that are written when traffic is shown: the user wants to see what has just happened. */
const MAX_EARLIER_TRAFFIC = 10;

/** The chat for a screen reader: each line is written once, as it comes, and below them stands what is being typed. */
export function SpokenScreen({ state }: { state: ChatState }): ReactNode {
  useSpokenNews(state);
  useSpokenLateness(state);
  useSpokenKeys(state);
  useSpokenTraffic(state);
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

/** Writes what has come since the last time. */
function useSpokenNews({ conversations, screen: { columns } }: ChatState): void {
  const { write } = useStdout();
  const news = useRef<SpokenNews>(null);
  useEffect(() => {
    news.current ??= new SpokenNews();
    const rows = news.current.take(conversations).flatMap((line) => wrapSpokenLine(line, columns));
    if (rows.length > 0) write(rows.map((row) => `${row}\n`).join(""));
  }, [conversations, columns, write]);
}

/** Writes once that an answer is late, and once that it has come. */
function useSpokenLateness({ lateMs, connection }: ChatState): void {
  const { write } = useStdout();
  const isLate = lateMs > 0;
  const wasLate = useRef(false);
  useEffect(() => {
    if (isLate && !wasLate.current) write("Problem: the server does not answer.\n");
    if (!isLate && wasLate.current && connection.kind === "online") write("The server answers again.\n");
    wasLate.current = isLate;
  }, [isLate, connection.kind, write]);
}

/** Writes what each key does, once each time that it is asked for: it is longer than the screen. */
function useSpokenKeys(state: ChatState): void {
  const { write } = useStdout();
  const isShown = state.overlay.kind === "keys";
  const wasShown = useRef(false);
  useEffect(() => {
    if (isShown && !wasShown.current) write(`${writeRows(keyHelpRows(state.screen.columns, state, 1))}\n`);
    wasShown.current = isShown;
  }, [isShown, state, write]);
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
  return writeRows(pasteRows(overlay.question, title, screen.columns, screen.rows));
}

function writeRows(rows: readonly Row[]): string {
  return rows.map(rowText).join("\n");
}
