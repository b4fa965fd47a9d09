import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { resolvePath } from "../settings/chat-directories.ts";

/** Returns the names in a folder, those of folders with a slash behind; none when it can't be read. */
export function listFolder(typed: string): readonly string[] {
  const folder = resolvePath(typed);
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.map((entry) => (isFolder(folder, entry) ? `${entry.name}/` : entry.name)).sort();
  } catch {
    return [];
  }
}

/** Follows a link, which may lead nowhere or to itself. */
function isFolder(parent: string, entry: Dirent): boolean {
  return entry.isDirectory() || (entry.isSymbolicLink() && existsSync(join(parent, entry.name, "/")));
}
