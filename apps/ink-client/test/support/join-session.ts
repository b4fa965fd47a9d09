import { ChatSession } from "../../src/session/chat-session.ts";
import { createChatState } from "../../src/state/chat-state.ts";
import { ChatStore } from "../../src/state/chat-store.ts";

/** Joins a server on a port of 127.0.0.1 as the user `bot`, without a terminal: what would be on the screen is in the store. */
export async function joinSession(port: number): Promise<{ store: ChatStore; session: ChatSession }> {
  const target = { host: "127.0.0.1", port, name: "bot" };
  const store = new ChatStore(createChatState(target, { columns: 80, rows: 24 }));
  const session = new ChatSession(store, {
    remember: async () => null,
    notify: () => undefined,
  });
  await session.join(target);
  return { store, session };
}
