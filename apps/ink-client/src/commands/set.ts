import { findNearest } from "@chat/command-line/nearest";
import { explainSharedKeys } from "../settings/key-settings.ts";
import { readSettingValue, writeSettingValue } from "../settings/setting-text.ts";
import {
  DEFAULT_SETTINGS,
  describeSetting,
  isChanged,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
} from "../settings/settings.ts";
import { findSettingsPath } from "../settings/settings-file.ts";
import type { Command, CommandContext } from "./command.ts";

/** The word that gives a setting its default back. */
const DEFAULT = "default";

export const set: Command = {
  name: "/set",
  argument: "[KEY VALUE]",
  summary: "Show or change settings",
  firstWords: SETTING_KEYS,
  run: (argument, context) => {
    const { settings } = context.store.state;
    const [typedKey = "", value = ""] = argument.split(/\s+(.*)/s);
    const key = SETTING_KEYS.find((candidate) => candidate === typedKey.toLowerCase());
    if (argument === "") return context.note(listChanged(settings));
    if (key === undefined) return context.note(...listSimilar(typedKey, settings));
    if (value === "") return context.note(explain(key, settings));
    change(key, value, context);
  },
};

function change(key: SettingKey, typed: string, { store, note, changeSettings }: CommandContext): void {
  const read = typed === DEFAULT ? { value: DEFAULT_SETTINGS[key] } : readSettingValue(key, typed);
  if (read === null) return note(`${key} can't be that. Allowed: ${describeSetting(key).allowed}.`, "problem");
  changeSettings({ [key]: read.value });
  note([`${key} = ${writeSettingValue(read.value)}`, ...explainSharedKeys(store.state.settings)].join("\n"));
}

function listChanged(settings: Settings): string {
  const changed = SETTING_KEYS.filter((key) => isChanged(key, settings[key]));
  const head = changed.length === 0 ? "All settings have their defaults." : "You have changed:";
  const others = SETTING_KEYS.filter((key) => !key.startsWith("keys.")).join(", ");
  return [
    head,
    ...changed.map((key) => writeLine(key, settings)),
    `Settings: ${others}, and the keys of each action: /set keys. shows them.`,
    `/set KEY shows one, /set KEY VALUE changes it, /set KEY ${DEFAULT} gives its default back.`,
    `They are remembered in ${findSettingsPath()}`,
  ].join("\n");
}

/** Lists the settings whose names begin as what was typed. */
function listSimilar(typed: string, settings: Settings): [string, "problem"?] {
  const similar = SETTING_KEYS.filter((key) => key.startsWith(typed.toLowerCase()));
  if (similar.length > 0) return [similar.map((key) => writeLine(key, settings)).join("\n")];
  const nearest = findNearest(typed, SETTING_KEYS);
  return [`There is no such setting. ${nearest === null ? "/set shows them." : `Did you mean ${nearest}?`}`, "problem"];
}

function explain(key: SettingKey, settings: Settings): string {
  const { summary, allowed } = describeSetting(key);
  return `${writeLine(key, settings)}\n${summary}. Allowed: ${allowed}.`;
}

function writeLine(key: SettingKey, settings: Settings): string {
  return `${key} = ${writeSettingValue(settings[key])} (default: ${writeSettingValue(DEFAULT_SETTINGS[key])})`;
}
