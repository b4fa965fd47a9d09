import { defineCommand } from "@chat/command-line";
import { OptionsSchema } from "./options.ts";

/** The command `chat` as its command line and its help know it. */
export const chatCommand = defineCommand({
  name: "chat",
  summary: "the class chat in your terminal.",
  schema: OptionsSchema,
  exampleOption: "--name Ada",
  examples: [
    { line: "chat", purpose: "asks for server and name, or takes the last ones" },
    { line: "chat --name Ada", purpose: "to the server on this machine, or the last one" },
    { line: "chat --name Ada --host 192.168.1.5", purpose: "to the server on another machine" },
    { line: 'echo "hi" | chat --plain --name bot --to Ada', purpose: "one message from a script" },
    { line: "tail -f log | chat --plain --name bot", purpose: "every line to everyone" },
  ],
  closing: [
    "Each option is an environment variable too: --screen-reader is CHAT_SCREEN_READER. A flag wins.",
    "Inside, F1 shows what each key does, and /quit leaves.",
    "Exit codes: 0 left, and all that was sent is confirmed; 1 could not join, or something was not",
    "sent, not delivered or not confirmed; 2 wrong option, or no terminal.",
  ],
});
