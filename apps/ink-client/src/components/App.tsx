import { type SuspendTerminal, useApp, useIsScreenReaderEnabled } from "ink";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import type { ChatStore } from "../state/chat-store.ts";
import { choosePalette } from "../view/theme.ts";
import { ChatScreen } from "./ChatScreen.tsx";
import { JoinScreen } from "./JoinScreen.tsx";
import { PaletteContext } from "./Rows.tsx";
import { SpokenScreen } from "./SpokenScreen.tsx";

/** The properties of the chat. */
export interface AppProps {
  readonly store: ChatStore;
  /** Called once with the function that lends the terminal to another program. */
  readonly onTerminal: (suspendTerminal: SuspendTerminal) => void;
}

/** Draws what the store holds. */
export function App({ store, onTerminal }: AppProps): ReactNode {
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  const { suspendTerminal } = useApp();
  useEffect(() => onTerminal(suspendTerminal), [onTerminal, suspendTerminal]);
  const isSpoken = useIsScreenReaderEnabled();
  const Chat = isSpoken ? SpokenScreen : ChatScreen;
  const screen = state.form ? <JoinScreen state={state} form={state.form} /> : <Chat state={state} />;
  return <PaletteContext value={choosePalette(state)}>{screen}</PaletteContext>;
}
