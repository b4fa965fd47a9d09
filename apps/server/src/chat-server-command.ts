import { defineCommand } from "@chat/command-line";
import { PORT } from "@chat/protocol";
import { OptionsSchema } from "./options.ts";

/** The command `chat-server`: its options, its help and its messages are made from this. */
export const chatServerCommand = defineCommand({
  name: "chat-server",
  summary: "starts a chat server on this machine.",
  schema: OptionsSchema,
  exampleOption: "--port 5000",
  examples: [
    { line: "chat-server", purpose: `for everybody on the network, on port ${PORT}` },
    { line: "chat-server --host 127.0.0.1 --port 5000", purpose: "for this machine alone" },
    { line: "chat-server --max-connections 100 --quiet", purpose: "a small one that prints warnings and errors alone" },
    { line: "chat-server --threads 4 --modules ./dice.js", purpose: "on four cores, with a command of your own" },
    { line: "chat-server --explain Ada", purpose: "record what Ada's client sends and gets" },
    { line: "chat-server journal FILE", purpose: "draw what was recorded" },
    { line: "chat-server control kick Bob", purpose: "act on a running server: who, kick, ban, mute, say" },
    { line: "CHAT_PORT=5000 chat-server", purpose: "the same by an environment variable" },
  ],
  closing: [
    "Each option is an environment variable too: --log-level is CHAT_LOG_LEVEL. A flag wins.",
    "Ctrl-C (SIGINT) or SIGTERM stops the server: it says goodbye. A second one ends it at once.",
    "Exit codes: 0 stopped, 1 could not start or crashed, 2 wrong option, 130 or 143 ended at once.",
  ],
});
