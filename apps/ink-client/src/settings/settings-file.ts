import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findConfigDirectory } from "./chat-directories.ts";
import { DEFAULT_SETTINGS, type Settings, SettingsSchema } from "./settings.ts";

/** Reads the settings. A file that is missing, unreadable or broken counts as empty, and a wrong value as missing. */
export async function readSettings(environment: NodeJS.ProcessEnv = process.env): Promise<Settings> {
  const written = await readObject(findSettingsPath(environment)).catch((): Record<string, unknown> => ({}));
  const right = Object.entries(SettingsSchema.shape).flatMap(([key, schema]) => {
    const { success, data } = schema.safeParse(written[key]);
    return success && data !== undefined ? [[key, data]] : [];
  });
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(right) };
}

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
    // Whatever else is in the file is the user's.
    const settings = { ...(await readObject(path)), ...changes };
    await mkdir(dirname(path), { recursive: true });
    // People link such files to where they keep them; a rename would put a file in the link's place.
    await replaceFile(await realpath(path).catch(() => path), `${JSON.stringify(settings, null, 2)}\n`);
    return true;
  } catch {
    return false;
  }
}

/** @throws when there is a file that can't be read, or that holds no JSON object */
async function readObject(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "{}";
    throw error;
  });
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new SyntaxError("It is no JSON object.");
  return value as Record<string, unknown>;
}

/** Writes a file anew. Who reads it meanwhile finds the old one or the new one, never a part. */
export async function replaceFile(path: string, content: string, mode = 0o666): Promise<void> {
  const unfinishedPath = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinishedPath, content, { mode });
    await rename(unfinishedPath, path);
  } finally {
    await rm(unfinishedPath, { force: true });
  }
}

function findSettingsPath(environment: NodeJS.ProcessEnv): string {
  return join(findConfigDirectory(environment), "settings.json");
}
