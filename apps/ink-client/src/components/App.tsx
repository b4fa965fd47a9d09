import { type SuspendTerminal, useApp, useIsScreenReaderEnabled } from "ink";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import type { ChatState } from "../state/chat-state.ts";
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
  return <PaletteContext value={choosePalette(state)}>{drawScreen(state, isSpoken)}</PaletteContext>;
}

function drawScreen(state: ChatState, isSpoken: boolean): ReactNode {
  if (state.form) return <JoinScreen state={state} form={state.form} />;
  return isSpoken ? <SpokenScreen state={state} /> : <ChatScreen state={state} />;
}
