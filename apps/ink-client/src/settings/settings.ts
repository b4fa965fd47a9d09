import { isAbsolute } from "node:path";
import { findUsernameProblem } from "@chat/protocol";
import { z } from "zod";
import { type Action, isKeyName, KEYS, type KeyBinding, NEEDED_ACTION } from "../input/key-bindings.ts";

/** The most entries of a list, and characters of a word. Each message is compared with all of them. */
const MAX_ENTRIES = 200;
const MAX_WORD_LENGTH = 100;

const UsernameSchema = z.string().refine((name) => findUsernameProblem(name) === null);
const HostSchema = z.string().regex(/\S/);
const PortSchema = z.int().min(1).max(65_535);
const WordsSchema = z.array(z.string().max(MAX_WORD_LENGTH).regex(/\S/)).max(MAX_ENTRIES);
const NamesSchema = z.array(UsernameSchema).max(MAX_ENTRIES);
const DirectorySchema = z.string().refine((path) => /^$|^~(?:\/|$)/.test(path) || isAbsolute(path));
const KeysSchema = z.array(z.string().refine(isKeyName)).max(MAX_ENTRIES);

type KeySettings = Record<`keys.${Action}`, z.ZodDefault<typeof KeysSchema>>;

/**
 * Everything that is remembered from one start to the next, each by its name in the settings file. A setting is a row here: its
 * values with its default, what it is for, and what is taken where the schema alone does not say so.
 */
export const SettingsSchema = z.object({
  name: row(UsernameSchema.optional(), "Your name of the last time", "a username of 1 to 32 characters"),
  host: row(HostSchema.optional(), "The server of the last time", "an address or a host name"),
  port: row(PortSchema.optional(), "The port of that server", "a whole number from 1 to 65535"),
  bell: row(z.boolean().default(true), "Ring for mentions and for messages to you"),
  notifications: row(
    z.enum(["off", "bell", "osc9", "osc777"]).default("bell"),
    "How mentions are told: bell, or the desktop (osc9: iTerm2, osc777: rxvt)",
  ),
  title: row(z.boolean().default(true), "Show unread messages in the title of the window"),
  "lines.presence": row(z.boolean().default(true), "Show who came and who went"),
  mouse: row(z.boolean().default(true), "Scroll and choose with the mouse"),
  "log.directory": row(
    DirectorySchema.default(""),
    "Write log files into this folder",
    "a whole path such as ~/chat-logs; none for no log files",
  ),
  history: row(z.boolean().default(true), "Keep the lines that you send for the next start"),
  theme: row(
    z.enum(["auto", "dark", "light", "high-contrast", "none"]).default("auto"),
    "The colours. auto: dark or light, as the background is; none: no colours",
  ),
  highlight: row(
    WordsSchema.default([]),
    "Words that count as a mention, besides your name",
    `up to ${MAX_ENTRIES} words of up to ${MAX_WORD_LENGTH} characters`,
  ),
  ignore: row(
    NamesSchema.default([]),
    "People whose messages are counted and not shown",
    `up to ${MAX_ENTRIES} usernames`,
  ),
  ...(Object.fromEntries(KEYS.map((binding) => [`keys.${binding.action}`, keyRow(binding)])) as KeySettings),
});

function row<Schema extends z.ZodType>(schema: Schema, description: string, allowed?: string): Schema {
  return schema.meta({ description, allowed });
}

function keyRow({ action, keys, summary }: KeyBinding): KeySettings[`keys.${Action}`] {
  const isNeeded = action === NEEDED_ACTION;
  const allowed = `keys such as C-s, M-x, S-Tab or F5; ${isNeeded ? "at least one" : "none for no key"}`;
  return row((isNeeded ? KeysSchema.min(1) : KeysSchema).default([...keys]), summary, allowed);
}

export type Settings = Readonly<z.output<typeof SettingsSchema>>;

/** The settings of somebody who has changed nothing. One by one: for all together, zod would compile a parser at each start. */
export const DEFAULT_SETTINGS = Object.fromEntries(
  Object.entries(SettingsSchema.shape).map(([key, schema]) => [key, schema.parse(undefined)]),
) as Settings;

export type SettingKey = keyof Settings;

/** The names of all settings, in the order of the table. */
export const SETTING_KEYS = Object.keys(SettingsSchema.shape) as readonly SettingKey[];

/** The words about a setting: what it is for, and the values that it takes. */
export function describeSetting(key: SettingKey): { readonly summary: string; readonly allowed: string } {
  const schema = SettingsSchema.shape[key];
  const { description = "", allowed } = schema.meta() ?? {};
  return { summary: description, allowed: typeof allowed === "string" ? allowed : listValues(schema.unwrap()) };
}

/** Lists the values of a setting as they are typed; none where it takes others than a few words. */
export function listChoices(key: SettingKey): readonly string[] {
  const schema: z.ZodType = SettingsSchema.shape[key].unwrap();
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodBoolean ? ["on", "off"] : [];
}

export function isChanged(key: SettingKey, value: unknown): boolean {
  return JSON.stringify(value) !== JSON.stringify(DEFAULT_SETTINGS[key]);
}

function listValues(schema: z.ZodType): string {
  if (!(schema instanceof z.ZodEnum)) return "true (on) or false (off)";
  return `${schema.options.slice(0, -1).join(", ")} or ${schema.options.at(-1)}`;
}
