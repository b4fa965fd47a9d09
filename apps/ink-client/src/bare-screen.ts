import type { ChatState } from "./state/chat-state.ts";
import type { ChatStore } from "./state/chat-store.ts";
import { ALTERNATE_SCREEN_OFF, CLEARED_ALTERNATE_SCREEN_ON } from "./terminal/terminal-modes.ts";
import { writeBareLog } from "./view/bare-log.ts";

/** Returns whether the bare screen is to be shown: no longer when the user leaves. */
export function isBareScreenWanted({ overlay, connection }: ChatState): boolean {
  return overlay.kind === "bare" && connection.kind !== "leaving";
}

/**
 * Shows the log of the current conversation as plain text while that is wanted. What comes meanwhile is not shown: nothing
 * moves under a selection.
 *
 * @param write writes to the terminal, which has to wrap by itself
 */
export async function showBareScreen(store: ChatStore, write: (output: string) => void): Promise<void> {
  const closed = Promise.withResolvers<void>();
  let drawnScreen: unknown;
  const follow = () => {
    const { screen } = store.state;
    if (!isBareScreenWanted(store.state)) return closed.resolve();
    if (screen === drawnScreen) return;
    drawnScreen = screen;
    write(CLEARED_ALTERNATE_SCREEN_ON + writeBareLog(store.state).replaceAll("\n", "\r\n"));
  };
  const unsubscribe = store.subscribe(follow);
  follow();
  await closed.promise;
  unsubscribe();
  write(ALTERNATE_SCREEN_OFF);
}
