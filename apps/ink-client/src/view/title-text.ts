import { type ChatState, currentConversation } from "../state/chat-state.ts";

/** The highest number in the title: a window that is renamed with each message of a flood is of no use. */
const MAX_COUNT = 99;

/** `(2!) Everyone - chat`: the unread messages of all conversations, and a `!` when one is for us in person. */
export function writeTitle(state: ChatState): string {
  if (state.form) return "chat";
  const { conversations } = state;
  const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
  const urgent = conversations.some(({ isUrgent }) => isUrgent) ? "!" : "";
  const count = unread === 0 ? "" : `(${unread > MAX_COUNT ? `${MAX_COUNT}+` : unread}${urgent}) `;
  return `${count}${currentConversation(state).title} - chat`;
}
