import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Folders where Debian keeps servers, outside an ordinary user's PATH. */
const SYSTEM_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** Returns the path of the nats-server that is installed, or `null` when there is none. */
export function findNatsServer(folders: readonly string[] = programFolders()): string | null {
  return folders.map((folder) => join(folder, "nats-server")).find(isExecutable) ?? null;
}

/**
 * Checks whether tests that need a nats-server can run. When they can't, one line says what was left out; with
 * `CHAT_REQUIRE_TOOLCHAINS=1` nothing may be left out, and it throws.
 *
 * @param what - what those tests try, as the start of a sentence: `"The backplane over NATS"`
 */
export function canTestWithNats(what: string, folders?: readonly string[]): boolean {
  if (findNatsServer(folders) !== null) return true;
  const text = `${what} is not tested: nats-server is not installed.`;
  if (process.env.CHAT_REQUIRE_TOOLCHAINS === "1") throw new Error(text);
  console.warn(text);
  return false;
}

function programFolders(): string[] {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, ...SYSTEM_FOLDERS];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
