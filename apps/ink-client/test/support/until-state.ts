import type { ChatState } from "../../src/state/chat-state.ts";
import type { ChatStore } from "../../src/state/chat-store.ts";

/** Resolves when the state is as expected. */
export async function until(store: ChatStore, isReached: (state: ChatState) => boolean): Promise<void> {
  if (isReached(store.state)) return;
  const reached = Promise.withResolvers<void>();
  const stop = store.subscribe(() => isReached(store.state) && reached.resolve());
  await reached.promise;
  stop();
}
