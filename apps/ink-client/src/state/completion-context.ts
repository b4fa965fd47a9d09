import type { CompletionContext } from "../input/completion.ts";
import { suggestedServerCommands } from "../input/local-commands.ts";
import type { ChatState } from "./chat-state.ts";
import { personKey } from "./conversation.ts";

/** Returns the words for completion: known names, open conversations, commands of the server. */
export function completionContext(state: ChatState): CompletionContext {
  return {
    names: knownNames(state),
    conversations: state.conversations.map(({ title }) => title),
    serverCommands: suggestedServerCommands(state.serverCommands),
  };
}

/** Returns the names of all users to write to: the speakers first, the last one foremost. */
export function knownNames({ speakers, people, conversations }: ChatState): readonly string[] {
  const names = new Map<string, string>();
  for (const name of [...speakers, ...people.names]) {
    const key = personKey(name);
    if (!names.has(key)) names.set(key, name);
  }
  for (const { key, kind, title } of conversations) if (kind === "person" && !names.has(key)) names.set(key, title);
  return [...names.values()];
}
