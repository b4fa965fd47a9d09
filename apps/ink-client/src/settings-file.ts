import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { findUsernameProblem } from "@chat/protocol";
import { z } from "zod";

/** What is remembered of the last time. A value that can't be right counts as not remembered. */
const SettingsSchema = z.object({
  host: z.string().regex(/\S/).optional().catch(undefined),
  port: z.int().min(1).max(65_535).optional().catch(undefined),
  name: z
    .string()
    .refine((name) => findUsernameProblem(name) === null)
    .optional()
    .catch(undefined),
});
export type Settings = z.output<typeof SettingsSchema>;

/** Reads what is remembered. A file that is missing, unreadable or broken remembers nothing. */
export async function readSettings(environment: NodeJS.ProcessEnv = process.env): Promise<Settings> {
  try {
    return SettingsSchema.parse(JSON.parse(await readFile(findSettingsPath(environment), "utf8")));
  } catch {
    return {};
  }
}

/**
 * Remembers for the next time; gives whether that worked. Who reads meanwhile finds the old settings or the new ones.
 * Nothing is worth failing for here: who has no home to write to is asked again the next time.
 */
export async function writeSettings(
  settings: Settings,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  try {
    const path = findSettingsPath(environment);
    await mkdir(dirname(path), { recursive: true });
    // People link such files to where they keep them; a rename would put a file in the link's place.
    await replaceFile(await realpath(path).catch(() => path), `${JSON.stringify(settings, null, 2)}\n`);
    return true;
  } catch {
    return false;
  }
}

async function replaceFile(path: string, content: string): Promise<void> {
  const unfinishedPath = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinishedPath, content);
    await rename(unfinishedPath, path);
  } finally {
    await rm(unfinishedPath, { force: true });
  }
}

/** By the XDG rules, which do not count a relative path as set. */
function findSettingsPath({ XDG_CONFIG_HOME }: NodeJS.ProcessEnv): string {
  const configHome = XDG_CONFIG_HOME && isAbsolute(XDG_CONFIG_HOME) ? XDG_CONFIG_HOME : join(homedir(), ".config");
  return join(configHome, "class-chat", "settings.json");
}
