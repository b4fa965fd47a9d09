import { findNearest } from "@chat/command-line/nearest";
import { explainSharedKeys } from "../settings/key-settings.ts";
import { readSettingValue, writeSettingValue } from "../settings/setting-text.ts";
import {
  DEFAULT_SETTINGS,
  describeSetting,
  isChanged,
  listChoices,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
} from "../settings/settings.ts";
import { findSettingsPath, quote } from "../settings/settings-file.ts";
import type { Command, CommandContext } from "./command.ts";

/** The word that gives a setting its default back. */
const DEFAULT = "default";

export const set: Command = {
  name: "/set",
  argument: "[KEY VALUE]",
  summary: "Show or change settings",
  firstWords: SETTING_KEYS,
  secondWords: (typedKey) => {
    const key = findKey(typedKey);
    return key === undefined ? [] : [...listChoices(key), DEFAULT];
  },
  run: (argument, context) => {
    const { settings } = context.store.state;
    const [typedKey = "", value = ""] = argument.split(/\s+(.*)/s);
    const key = findKey(typedKey);
    if (argument === "") return context.note(listAll(settings));
    if (key === undefined) return context.note(...listSimilar(typedKey, settings));
    if (value === "") return context.note(explain(key, settings));
    change(key, value, context);
  },
};

function findKey(typed: string): SettingKey | undefined {
  return SETTING_KEYS.find((key) => key === typed.toLowerCase());
}

function change(key: SettingKey, typed: string, { store, note, changeSettings }: CommandContext): void {
  const read = typed === DEFAULT ? { value: DEFAULT_SETTINGS[key] } : readSettingValue(key, typed);
  const { allowed } = describeSetting(key);
  if (read === null) return note(`${key} can't be ${quote(typed)}. Allowed: ${allowed}.`, "problem");
  changeSettings({ [key]: read.value });
  note([`${key} = ${writeSettingValue(read.value)}`, ...explainSharedKeys(store.state.settings)].join("\n"));
}

function listAll(settings: Settings): string {
  const keys = SETTING_KEYS.filter((key) => !key.startsWith("keys.") || isChanged(key, settings[key]));
  return [
    writeRows(keys, settings),
    "/set keys. shows the keys of each action.",
    `/set KEY shows one setting, /set KEY VALUE changes it, /set KEY ${DEFAULT} gives its default back.`,
    `They are remembered in ${findSettingsPath()}`,
  ].join("\n");
}

/** Lists the settings whose names begin as what was typed. */
function listSimilar(typed: string, settings: Settings): [string, "problem"?] {
  const similar = SETTING_KEYS.filter((key) => key.startsWith(typed.toLowerCase()));
  if (similar.length > 0) return [writeRows(similar, settings)];
  const nearest = findNearest(typed, SETTING_KEYS);
  const advice = nearest === null ? "/set shows them." : `Did you mean ${nearest}?`;
  return [`There is no setting ${quote(typed)}. ${advice}`, "problem"];
}

function explain(key: SettingKey, settings: Settings): string {
  const { summary, allowed } = describeSetting(key);
  return `${writeRows([key], settings)}\n${summary}. Allowed: ${allowed}.`;
}

/** Writes a row for each setting, in columns. */
function writeRows(keys: readonly SettingKey[], settings: Settings): string {
  const width = Math.max(...keys.map(({ length }) => length));
  const rows = keys.map((key) => {
    const preset = isChanged(key, settings[key]) ? `  (default: ${writeSettingValue(DEFAULT_SETTINGS[key])})` : "";
    return `${key.padEnd(width)}  ${writeSettingValue(settings[key])}${preset}`;
  });
  return rows.join("\n");
}
