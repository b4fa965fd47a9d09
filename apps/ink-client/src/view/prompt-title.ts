import { readPromptLine } from "../input/prompt-line.ts";
import { type ChatState, currentConversation } from "../state/chat-state.ts";
import { promptWords } from "../state/completion-context.ts";
import { EVERYONE_KEY, personKey } from "../state/conversation.ts";

/** Returns where the line in the prompt goes: the conversation's title, or another receiver behind an arrow. */
export function promptTitle(state: ChatState): string {
  const { title, prompt, key } = currentConversation(state);
  const { text } = prompt.line;
  // All other lines go where they are written.
  if (!/^[@/]/.test(text)) return title;
  // Behind a whole address, the next character is the message.
  const line = readPromptLine(/\s$/.test(text) ? `${text}.` : text, promptWords(state));
  if (line.kind === "direct" && personKey(line.to) !== key) return `→ ${line.to}`;
  if (line.kind === "endpoint" && line.endpoint === "/shout" && key !== EVERYONE_KEY) return "→ Everyone";
  return title;
}
