import { mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findNearest } from "@chat/command-line/nearest";
import { findConfigDirectory, isNowhere } from "./chat-directories.ts";
import { explainSharedKeys } from "./key-settings.ts";
import { writeSettingValue } from "./setting-text.ts";
import {
  DEFAULT_SETTINGS,
  describeSetting,
  isChanged,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
  SettingsSchema,
} from "./settings.ts";

/** The most characters of a wrong value or name that are shown. */
const MAX_QUOTED_LENGTH = 40;

/** The settings, and a sentence for each thing in the file that is wrong. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

export function findSettingsPath(environment: NodeJS.ProcessEnv = process.env): string {
  return join(findConfigDirectory(environment), "settings.json");
}

/** Reads the settings. A wrong one has its default, and the others hold. */
export async function readSettings(environment: NodeJS.ProcessEnv = process.env): Promise<ReadSettings> {
  const path = findSettingsPath(environment);
  try {
    const content = await readContent(path);
    const wrong = SETTING_KEYS.filter((key) => !SettingsSchema.shape[key].safeParse(content[key]).success);
    const right = SETTING_KEYS.filter((key) => content[key] !== undefined && !wrong.includes(key));
    const settings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(right.map((key) => [key, content[key]])) };
    const problems = [
      ...Object.keys(content).flatMap(explainUnknown),
      ...wrong.map((key) => explainWrong(key, content[key])),
      ...explainSharedKeys(settings),
    ];
    return { settings, problems: problems.map((problem) => `${path}: ${problem}`) };
  } catch (error) {
    const problem = `${path} can't be read: ${(error as Error).message}. All settings have their defaults.`;
    return { settings: DEFAULT_SETTINGS, problems: [problem] };
  }
}

/**
 * Changes some of the settings for the next start. All else in the file stays, and so does a file that can't be understood. A
 * reader finds the old settings or the new ones, never a part.
 *
 * @returns why that failed, or `null`
 */
export function updateSettings(changes: Partial<Settings>, environment = process.env): Promise<string | null> {
  // Two at once would each write what the other has not changed yet.
  const update = lastUpdate.then(() => writeChanges(changes, environment));
  lastUpdate = update;
  return update;
}

let lastUpdate: Promise<unknown> = Promise.resolve();

async function writeChanges(changes: Partial<Settings>, environment: NodeJS.ProcessEnv): Promise<string | null> {
  const path = findSettingsPath(environment);
  if (isNowhere(path)) return null;
  try {
    const content: Record<string, unknown> = { ...(await readContent(path)), ...changes };
    // A default may become a better one.
    for (const key of Object.keys(changes)) if (!isChanged(key as SettingKey, content[key])) delete content[key];
    await mkdir(dirname(path), { recursive: true });
    // People link such files to where they keep them; a rename would put a file in the link's place.
    await replaceFile(await realpath(path).catch(() => path), `${JSON.stringify(content, null, 2)}\n`);
    return null;
  } catch (error) {
    return `Settings are forgotten when you leave, since ${path} can't be changed: ${(error as Error).message}`;
  }
}

/**
 * Reads the settings, and whatever else somebody wrote into the file.
 *
 * @throws when there is a file that can't be read, or that holds no JSON object
 */
async function readContent(path: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return "{}";
    throw error;
  });
  // Some editors put a byte order mark before it.
  const value: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("It holds no JSON object");
  return value as Record<string, unknown>;
}

function explainWrong(key: SettingKey, value: unknown): string {
  const preset = writeSettingValue(DEFAULT_SETTINGS[key]);
  return `"${key}" can't be ${quote(value)}. Allowed: ${describeSetting(key).allowed}. It has its default now: ${preset}.`;
}

/** An editor finds the schema by `$schema`. */
function explainUnknown(key: string): string[] {
  if (key === "$schema" || Object.hasOwn(SettingsSchema.shape, key)) return [];
  // In a longer one it would take long to look for mistakes.
  const nearest = key.length > MAX_QUOTED_LENGTH ? null : findNearest(key, SETTING_KEYS);
  return [`there is no setting ${quote(key)}.${nearest === null ? "" : ` Did you mean "${nearest}"?`}`];
}

/** Quotes what somebody wrote, up to a length at which it can still be recognised. */
export function quote(value: unknown): string {
  const quoted = JSON.stringify(value);
  return quoted.length > MAX_QUOTED_LENGTH ? `${quoted.slice(0, MAX_QUOTED_LENGTH)}…` : quoted;
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
