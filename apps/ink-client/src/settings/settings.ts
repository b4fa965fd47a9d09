import { findUsernameProblem } from "@chat/protocol";
import { z } from "zod";
import { type Action, isKeyName, KEYS } from "../input/key-bindings.ts";

/** The words about a setting. */
interface SettingInfo {
  readonly summary: string;
  /** The values that are taken, as people say it. */
  readonly allowed: string;
}

/** The words about each setting of {@link SettingsSchema}, by its schema. */
const settingInfos = z.registry<SettingInfo>();

/** The most entries of a list, and characters of a word. Each message is compared with all of them. */
const MAX_ENTRIES = 200;
const MAX_WORD_LENGTH = 100;

const THEMES = ["auto", "dark", "light", "high-contrast", "none"] as const;

const UsernameSchema = z.string().refine((name) => findUsernameProblem(name) === null);
const KeysSchema = z.array(z.string().refine(isKeyName)).max(MAX_ENTRIES);

type KeySettings = Record<`keys.${Action}`, z.ZodDefault<typeof KeysSchema>>;

/**
 * Everything that is remembered from one start to the next, each by its name in the settings file. A setting is a row here: its
 * values, its default, and what it is for.
 */
export const SettingsSchema = z.object({
  name: setting(UsernameSchema.optional(), "Your name of the last time", "a username of 1 to 32 characters"),
  host: setting(z.string().regex(/\S/).optional(), "The server of the last time", "an address or a host name"),
  port: setting(z.int().min(1).max(65_535).optional(), "The port of that server", "a whole number from 1 to 65535"),
  bell: onOff(true, "Ring for mentions and for messages to you"),
  mouse: onOff(true, "Scroll and choose with the mouse"),
  theme: setting(
    z.enum(THEMES).default("auto"),
    "The colours. auto: dark or light, as the background is; none: no colours",
    `${THEMES.slice(0, -1).join(", ")} or ${THEMES.at(-1)}`,
  ),
  highlight: setting(
    z.array(z.string().max(MAX_WORD_LENGTH).regex(/\S/)).max(MAX_ENTRIES).default([]),
    "Words that count as a mention, besides your name",
    `up to ${MAX_ENTRIES} words of up to ${MAX_WORD_LENGTH} characters`,
  ),
  ignore: setting(
    z.array(UsernameSchema).max(MAX_ENTRIES).default([]),
    "People whose messages are counted and not shown",
    `up to ${MAX_ENTRIES} usernames`,
  ),
  ...(Object.fromEntries(
    KEYS.map(({ action, keys, summary }) => [
      `keys.${action}`,
      setting(KeysSchema.default([...keys]), summary, "keys such as C-s, M-x, S-Tab or F5; none for no key"),
    ]),
  ) as KeySettings),
});

/** The value of every setting. */
export type Settings = Readonly<z.output<typeof SettingsSchema>>;

/** The settings of somebody who has changed nothing. */
export const DEFAULT_SETTINGS: Settings = SettingsSchema.parse({});

/** The name of a setting. */
export type SettingKey = keyof Settings;

/** The names of all settings, in the order of the table. */
export const SETTING_KEYS = Object.keys(SettingsSchema.shape) as readonly SettingKey[];

/** Returns the words about a setting. */
export function describeSetting(key: SettingKey): SettingInfo {
  return settingInfos.get(SettingsSchema.shape[key]) ?? { summary: "", allowed: "" };
}

/** Returns whether a setting has a value other than its default. */
export function isChanged(key: SettingKey, value: unknown): boolean {
  return JSON.stringify(value) !== JSON.stringify(DEFAULT_SETTINGS[key]);
}

function setting<Schema extends z.ZodType>(schema: Schema, summary: string, allowed: string): Schema {
  settingInfos.add(schema, { summary, allowed });
  return schema;
}

function onOff(preset: boolean, summary: string): z.ZodDefault<z.ZodBoolean> {
  return setting(z.boolean().default(preset), summary, "true (on) or false (off)");
}
