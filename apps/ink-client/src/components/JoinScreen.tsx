import { Box, useCursor } from "ink";
import type { ReactNode } from "react";
import type { ChatState, JoinForm } from "../state/chat-state.ts";
import { layOutJoinForm } from "../view/join-form-rows.ts";
import { Rows } from "./Rows.tsx";

/** Asks for the name and the server, and says why the last try failed. */
export function JoinScreen({ state, form }: { state: ChatState; form: JoinForm }): ReactNode {
  const { setCursorPosition } = useCursor();
  const { columns, rows } = state.screen;
  const layout = layOutJoinForm(form, state.connection.kind === "connecting", columns, rows);
  setCursorPosition(layout.cursor);
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Rows rows={layout.rows} size={{ width: columns, height: rows }} />
    </Box>
  );
}
