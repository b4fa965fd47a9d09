import { Box, useCursor } from "ink";
import type { ReactNode } from "react";
import type { ChatState, JoinForm } from "../state/chat-state.ts";
import { layOutJoinForm } from "../view/join-form-rows.ts";
import { Framed } from "./Framed.tsx";
import { Rows } from "./Rows.tsx";

/** Asks for the name and the server, and says why the last try failed. */
export function JoinScreen({ state, form }: { state: ChatState; form: JoinForm }): ReactNode {
  const { setCursorPosition } = useCursor();
  const { columns, rows } = state.screen;
  const { left, top, width, isFramed, head, fields, foot, cursor } = layOutJoinForm(
    form,
    state.connection.kind === "connecting",
    columns,
    rows,
  );
  setCursorPosition(cursor);
  return (
    <Box flexDirection="column" width={columns} height={rows} paddingLeft={left} paddingTop={top}>
      <Rows rows={head} />
      {fields.map(({ field, row }) => (
        <Framed key={field} sides={isFramed ? "all" : "none"} isCurrent={field === form.field} width={width}>
          <Rows rows={[row]} />
        </Framed>
      ))}
      <Rows rows={foot} />
    </Box>
  );
}
