import type { ChatState } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import type { Conversation } from "../state/conversation.ts";
import { isOutcomeBad, type LogLine } from "../state/log-line.ts";
import type { ChatSession } from "./chat-session.ts";
import type { LineSender } from "./line-sender.ts";

/** A message of ours in a conversation that shows it. */
interface ShownMessage {
  readonly conversation: Conversation;
  readonly line: LogLine;
}

/**
 * Sends the oldest message of the current conversation again that did not arrive, so that several keep their order. One that may
 * have arrived needs a second call.
 */
export function resendOldest(store: ChatStore, session: ChatSession, sender: LineSender): void {
  const { state } = store;
  const failed = store.current.lines.filter(({ delivery }) => delivery && isOutcomeBad(delivery));
  if (failed.length === 0) return session.note("Every message in this conversation has arrived, or is on its way.");
  const oldest = failed.find((line) => findShown(state, line).length > 0);
  const shown = oldest ? findShown(state, oldest) : [];
  const own = shown.find(({ line }) => line.noteOf === undefined);
  if (!own) {
    return session.note("The conversation of that message is closed or empty: write the message anew.", "problem");
  }
  const { line, conversation } = own;
  const isConfirmed = state.question?.kind === "resend" && state.question.lineId === line.id;
  const isAsking = line.delivery?.kind === "unknown" && !isConfirmed;
  store.dispatch({ kind: "asked", question: isAsking ? { kind: "resend", lineId: line.id } : null });
  const again = sender.address(line.text, conversation);
  if (isAsking || sender.refuses(again)) return;
  for (const { conversation, line } of shown) {
    store.dispatch({ kind: "delivery", key: conversation.key, lineId: line.id, delivery: { kind: "resent" } });
  }
  sender.send(again);
  if (failed.length > 1) session.note(`Sent again: the oldest of ${failed.length}. M-s sends the next one.`);
}

/** Finds a message of ours wherever it is shown; nowhere once its own line is gone. */
function findShown({ conversations }: ChatState, { id, noteOf: ownId = id }: LogLine): readonly ShownMessage[] {
  const shown = conversations.flatMap((conversation) =>
    conversation.lines
      .filter((line) => line.id === ownId || line.noteOf === ownId)
      .map((line) => ({ conversation, line })),
  );
  return shown.some(({ line }) => line.id === ownId) ? shown : [];
}
