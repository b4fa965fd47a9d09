import { stat, writeFile } from "node:fs/promises";
import { resolvePath } from "../settings/chat-directories.ts";
import { writeLogText } from "../view/log-text.ts";
import type { Command, CommandContext } from "./command.ts";

export const save: Command = {
  name: "/save",
  argument: "FILE",
  summary: "Save the log in a file",
  run: (file, context) => writeLog(file, "wx", context),
};

/** Writes the log to a file, as `:w!` does in vi. */
export const saveOver: Command = {
  name: "/save!",
  argument: "FILE",
  summary: "Save it over a file",
  run: (file, context) => writeLog(file, "w", context),
};

async function writeLog(file: string, flag: "w" | "wx", { store, note }: CommandContext): Promise<void> {
  const { lines } = store.current;
  const path = resolvePath(file);
  try {
    await writeFile(path, writeLogText(lines), { flag });
    note(`Saved ${lines.length} lines to ${path}`);
  } catch (error) {
    note(await explainProblem(path, file, error as NodeJS.ErrnoException), "problem");
  }
}

async function explainProblem(path: string, file: string, { code, message }: NodeJS.ErrnoException): Promise<string> {
  if ((await stat(path).catch(() => null))?.isDirectory())
    return `${path} is a folder: type the name of a file behind it.`;
  if (code === "EEXIST") return `${path} exists already, and stays as it is. To write over it: /save! ${file}`;
  return `Can't write ${path}: ${message}`;
}
