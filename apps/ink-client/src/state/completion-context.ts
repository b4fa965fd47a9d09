import { SERVER_COMMANDS } from "../input/local-commands.ts";
import type { CompletionContext } from "../input/prompt.ts";
import type { ChatState } from "./chat-state.ts";
import { knownNames } from "./known-names.ts";

/** What can be completed: whom we know of, what is open, what the server can do. */
export function completionContext(state: ChatState): CompletionContext {
  const suggested = new Set(SERVER_COMMANDS.map(({ name }) => name));
  const others = state.serverCommands.filter((name) => !suggested.has(name));
  return {
    names: knownNames(state),
    conversations: state.conversations.map(({ title }) => title),
    serverCommands: [...SERVER_COMMANDS, ...others.map((name) => ({ name, summary: "Ask the server" }))],
  };
}
