import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

type Environment = Readonly<Record<string, string | undefined>>;

/** The directory of what people edit: settings. By the XDG rules, which do not count a relative path as set. */
export function findConfigDirectory({ XDG_CONFIG_HOME }: Environment): string {
  return chatDirectory(XDG_CONFIG_HOME, ".config");
}

/** The directory of what the client keeps for itself from one start to the next: history, logs. */
export function findStateDirectory({ XDG_STATE_HOME }: Environment): string {
  return chatDirectory(XDG_STATE_HOME, ".local/state");
}

/** Returns the absolute path of a file as somebody types it: `~` is the home, and all else is relative to the folder of the start. */
export function resolvePath(typed: string): string {
  return resolve(typed.replace(/^~(?=\/|$)/, homedir()));
}

/** Returns whether a file is to be kept nowhere: `/dev/null` as the directory is how people say so. */
export function isNowhere(path: string): boolean {
  return path.startsWith("/dev/null/");
}

function chatDirectory(variable: string | undefined, usual: string): string {
  const directory = variable && isAbsolute(variable) ? variable : join(homedir(), usual);
  return join(directory, "class-chat");
}
