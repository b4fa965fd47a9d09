import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { findUsernameProblem } from "@chat/protocol";
import { z } from "zod";

/** The settings that are remembered for the next start. An invalid value counts as missing. */
const SettingsSchema = z.object({
  host: z.string().regex(/\S/).optional().catch(undefined),
  port: z.int().min(1).max(65_535).optional().catch(undefined),
  name: z
    .string()
    .refine((name) => findUsernameProblem(name) === null)
    .optional()
    .catch(undefined),
  /** False when the user has switched the bell off. */
  bell: z.boolean().optional().catch(undefined),
  /** False when the user has switched the mouse off. */
  mouse: z.boolean().optional().catch(undefined),
});
export type Settings = z.output<typeof SettingsSchema>;

/** Reads the settings. A file that is missing, unreadable or broken counts as empty. */
export async function readSettings(environment: NodeJS.ProcessEnv = process.env): Promise<Settings> {
  try {
    return SettingsSchema.parse(JSON.parse(await readFile(findSettingsPath(environment), "utf8")));
  } catch {
    return {};
  }
}

/**
/**
 * Changes some of the settings for the next start, and returns whether that worked. A reader finds the old settings or the
 * new ones, never a part. A failure is not worth an error: the user is asked again at the next start.
 */
export function updateSettings(
  changes: Partial<Settings>,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<boolean> {
  // Two at once would each write what the other has not changed yet.
  const update = lastUpdate.then(() => writeChanges(changes, environment));
  lastUpdate = update;
  return update;
}

let lastUpdate: Promise<unknown> = Promise.resolve();

async function writeChanges(changes: Partial<Settings>, environment: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const path = findSettingsPath(environment);
    const settings = { ...(await readSettings(environment)), ...changes };
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
