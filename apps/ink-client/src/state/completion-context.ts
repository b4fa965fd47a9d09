import type { CompletionContext } from "../input/completion.ts";
import type { PromptWords } from "../input/prompt-line.ts";
import { suggestedServerCommands } from "../input/server-commands.ts";
import type { ChatState } from "./chat-state.ts";
import { namesByKey } from "./conversation.ts";

/** Returns the words for completion: known names, open conversations, commands of the server. */
export function completionContext(state: ChatState): CompletionContext {
  return {
    names: knownNames(state),
    conversations: state.conversations.map(({ title }) => title),
    localCommands: state.localCommands,
    serverCommands: suggestedServerCommands(state.serverCommands, state.localCommands),
  };
}

export function promptWords(state: ChatState): PromptWords {
  return { names: knownNames(state), localCommands: state.localCommands, serverCommands: state.serverCommands };
}

/** Returns the names of all users to write to: the speakers first, the last one foremost. */
export function knownNames({ speakers, people, conversations }: ChatState): readonly string[] {
  const others = conversations.filter(({ kind }) => kind === "person").map(({ title }) => title);
  return [...namesByKey([...speakers, ...people.names, ...others]).values()];
}
