import { currentConversation } from "../state/chat-state.ts";
import type { ChatStore } from "../state/chat-store.ts";
import type { LogLine } from "../state/log-line.ts";
import type { ChatSession } from "./chat-session.ts";
import type { LineSender } from "./line-sender.ts";

/** Sends the last message of the current conversation again that did not arrive. One that may have arrived needs a second call. */
export function resendLast(store: ChatStore, session: ChatSession, sender: LineSender): void {
  const { question } = store.state;
  const line = currentConversation(store.state).lines.findLast(isUndelivered);
  if (!line) return session.note("Every message in this conversation has arrived, or is on its way.");
  const isConfirmed = question?.kind === "resend" && question.lineId === line.id;
  const isAsking = line.delivery?.kind === "unknown" && !isConfirmed;
  store.dispatch({ kind: "asked", question: isAsking ? { kind: "resend", lineId: line.id } : null });
  if (isAsking) return;
  const isSent = resend(line.noteOf ?? line.id, store, sender);
  if (!isSent) session.note("The conversation of that message is closed or empty: write the message anew.", "problem");
}

/** Sends a message of ours again to where it was for, and marks it wherever it is shown. Returns false when its line is gone. */
function resend(lineId: number, store: ChatStore, sender: LineSender): boolean {
  const shown = store.state.conversations.flatMap((conversation) =>
    conversation.lines
      .filter(({ id, noteOf }) => id === lineId || noteOf === lineId)
      .map(({ id, text }) => ({ conversation, id, text })),
  );
  const own = shown.find(({ id }) => id === lineId);
  if (!own) return false;
  const { text, conversation } = own;
  const again = sender.address(text, conversation);
  if (sender.refuses(again)) return true;
  for (const { conversation, id } of shown) {
    store.dispatch({ kind: "delivery", key: conversation.key, lineId: id, delivery: { kind: "resent" } });
  }
  sender.send(again);
  return true;
}

function isUndelivered({ delivery }: LogLine): boolean {
  return delivery?.kind === "failed" || delivery?.kind === "unknown";
}
