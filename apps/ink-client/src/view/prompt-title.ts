import { readPromptLine } from "../input/prompt-line.ts";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { promptWords } from "../state/completion-context.ts";
import { EVERYONE_KEY, personKey } from "../state/conversation.ts";
import type { LogSearch } from "../state/log-search.ts";

/** Returns where the line in the prompt goes: to the conversation, or to another receiver behind an arrow; or what a search has found. */
export function promptTitle(state: ChatState): string {
  const { title, prompt, key, search } = currentConversation(state);
  if (search) return searchTitle(search);
  const { text } = prompt.line;
  // All other lines go where they are written.
  if (!/^[@/]/.test(text)) return title;
  // Behind a whole address, the next character is the message.
  const line = readPromptLine(/\s$/.test(text) ? `${text}.` : text, promptWords(state));
  if (line.kind === "direct" && personKey(line.to) !== key) return `→ ${line.to}`;
  if (line.kind === "endpoint" && line.endpoint === "/shout" && key !== EVERYONE_KEY) return "→ Everyone";
  return title;
}

/** Hits are counted from the newest on, since that one is found first. */
function searchTitle({ line, hits, index }: LogSearch): string {
  if (line.text === "") return "search";
  return index === -1 ? "not found" : `${hits.length - index} of ${hits.length}`;
}
