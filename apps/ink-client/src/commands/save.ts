import { resolveHome } from "../settings/chat-directories.ts";
import { currentConversation } from "../state/chat-state.ts";
import { writeLogText } from "../view/log-text.ts";
import type { Command } from "./command.ts";
import { writeNewFile } from "./new-file.ts";

/** Writes the log to a new file. */
export const save: Command = {
  name: "/save",
  argument: "FILE",
  summary: "Write the log of this conversation to a file",
  run: async (file, { store, note }) => {
    const { lines } = currentConversation(store.state);
    const path = resolveHome(file);
    try {
      const written = await writeNewFile(path, writeLogText(lines));
      const start = written === path ? "" : `${path} exists already. `;
      note(`${start}Saved ${lines.length} lines to ${written}`);
    } catch (error) {
      note(`Can't write ${path}: ${(error as Error).message}`, "problem");
    }
  },
};
