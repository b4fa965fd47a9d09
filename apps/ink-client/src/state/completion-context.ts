import { SERVER_COMMANDS } from "../input/local-commands.ts";
import type { CompletionContext } from "../input/prompt.ts";
import type { ChatState } from "./chat-state.ts";
import { personKey } from "./conversation.ts";

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

/** Everybody who can be written to: who has spoken comes first, the last one foremost. */
export function knownNames({ speakers, people, conversations }: ChatState): readonly string[] {
  const names = new Map<string, string>();
  for (const name of [...speakers, ...people.names]) {
    const key = personKey(name);
    if (!names.has(key)) names.set(key, name);
  }
  for (const { key, kind, title } of conversations) if (kind === "person" && !names.has(key)) names.set(key, title);
  return [...names.values()];
}
