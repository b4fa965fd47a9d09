import { expect, it } from "vitest";
import { COMMANDS } from "../commands/table.ts";
import { EMPTY_PROMPT } from "../input/prompt.ts";
import { DEFAULT_SETTINGS } from "../settings/settings.ts";
import { createChatState } from "../state/chat-state.ts";
import { reduceChat } from "../state/reduce-chat.ts";
import { promptTitle } from "./prompt-title.ts";

/** Returns the title over a line in the conversation with Bob; Carla is online too. */
function titleOf(text: string): string {
  const target = { host: "127.0.0.1", port: 1, name: "Ada" };
  const state = [
    { kind: "people", people: { names: ["Bob", "Carla", "Bob B"], count: 3 } } as const,
    { kind: "opened", name: "Bob" } as const,
    { kind: "prompt", prompt: { ...EMPTY_PROMPT, line: { text, cursor: text.length } } } as const,
  ].reduce(reduceChat, createChatState(target, { columns: 80, rows: 24 }, DEFAULT_SETTINGS, COMMANDS));
  return promptTitle(state);
}

it.each([
  ["", "Bob"],
  ["hello", "Bob"],
  ["Carla: hello", "Bob"],
  ["@Carla", "Bob"],
  ["@Carla ", "→ Carla"],
  ["@carla hello", "→ Carla"],
  ["/msg Carla ", "→ Carla"],
  ["/msg Carla hello", "→ Carla"],
  ['@"Bob B" hello', "→ Bob B"],
  ["@Bob hello", "Bob"],
  ["/shout hello", "→ Everyone"],
  ["/time", "Bob"],
  ["//Carla hello", "Bob"],
  ["@@Carla hello", "Bob"],
])("over %j it is %s", (text, title) => {
  expect(titleOf(text)).toBe(title);
});
