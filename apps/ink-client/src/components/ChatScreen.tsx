import type { Row } from "@chat/terminal-rows/row";
import { Box, useCursor } from "ink";
import type { ReactNode } from "react";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { shownTraffic } from "../state/traffic-log.ts";
import { emptyChatRows } from "../view/empty-chat.ts";
import { keyHelpRows } from "../view/key-help-rows.ts";
import { visibleRows } from "../view/log-window.ts";
import { conversationRows, sideRows } from "../view/pane-rows.ts";
import { writePlaceholder } from "../view/prompt-placeholder.ts";
import { layOutScreen, type ScreenLayout } from "../view/screen-layout.ts";
import { statusRow } from "../view/status-row.ts";
import { trafficWindow } from "../view/traffic-rows.ts";
import { Framed } from "./Framed.tsx";
import { Rows } from "./Rows.tsx";

/** The chat: conversations and people beside the log, the prompt below, and the status bar at the bottom. */
export function ChatScreen({ state }: { state: ChatState }): ReactNode {
  const { setCursorPosition } = useCursor();
  const layout = layOutScreen(state);
  const { columns, rows } = state.screen;
  const { conversationsWidth, peopleWidth, cover, coverHeight, prompt, isFramed } = layout;
  const { height } = layout.log;
  const frame = isFramed ? 1 : 0;
  const logWidth = state.overlay.kind === "keys" ? columns : layout.log.columns.width;
  // The smallest screens have no room for all of it.
  setCursorPosition({ x: prompt.cursor.x + 2 * frame, y: Math.min(rows - 1, height + frame + prompt.cursor.y) });
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Box height={Math.max(0, height - coverHeight)} flexShrink={0} overflowY="hidden">
        {conversationsWidth > 0 && (
          <Framed sides="right" height={height}>
            <Rows
              rows={conversationRows(state, conversationsWidth, height)}
              size={{ width: conversationsWidth, height }}
            />
          </Framed>
        )}
        <Box flexGrow={1}>
          <Rows rows={logRows(state, layout)} size={{ width: logWidth, height }} />
        </Box>
        {peopleWidth > 0 && (
          <Framed sides="left" height={height}>
            <Rows
              rows={sideRows(state, peopleWidth, height, conversationsWidth > 0)}
              size={{ width: peopleWidth, height }}
            />
          </Framed>
        )}
      </Box>
      {coverHeight > 0 && (
        <Framed sides={isFramed ? "top" : "none"} height={coverHeight}>
          <Rows rows={cover} />
        </Framed>
      )}
      <Framed sides={isFramed ? "all" : "none"}>
        <Rows rows={promptRows(state, layout)} size={{ width: layout.promptWidth, height: prompt.rows.length }} />
      </Framed>
      <Rows rows={[statusRow(state)]} size={{ width: columns, height: 1 }} />
    </Box>
  );
}

/** Returns the rows of the prompt: an empty one says what can be typed. */
function promptRows(state: ChatState, { prompt, promptWidth }: ScreenLayout): readonly Row[] {
  const placeholder = writePlaceholder(state, promptWidth - prompt.cursor.x);
  const [first = [], ...others] = prompt.rows;
  return placeholder ? [[...first, placeholder], ...others] : prompt.rows;
}

/** Returns the rows of the log, or of what lies over it. */
function logRows(state: ChatState, { log }: ScreenLayout): readonly Row[] {
  const { columns, height } = log;
  const { overlay } = state;
  switch (overlay.kind) {
    case "keys": {
      const rows = keyHelpRows(state.screen.columns, state);
      const start = Math.max(0, Math.min(overlay.scrolledRows, rows.length - height));
      return rows.slice(start, start + height);
    }
    case "traffic":
      return trafficWindow(shownTraffic(state.traffic, overlay), columns.width, height, overlay.scrolledRows).rows;
    case "paste":
    case "bare":
    case "none": {
      const rows = visibleRows(currentConversation(state), log);
      const hints = emptyChatRows(state, columns.width, height - rows.length);
      return [...hints, ...Array.from({ length: height - hints.length - rows.length }, (): Row => []), ...rows];
    }
  }
}
