import type { ChatState } from "./chat-state.ts";
import { personKey } from "./conversation.ts";

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
