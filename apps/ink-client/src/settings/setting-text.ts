import { type SettingKey, type Settings, SettingsSchema } from "./settings.ts";

/** The word for a list without an entry, and for no path. */
const NOTHING = "none";

const SWITCHES: Readonly<Record<string, boolean>> = { on: true, true: true, off: false, false: false };

/** Writes the value of a setting as it is typed behind its name. */
export function writeSettingValue(value: Settings[SettingKey]): string {
  if (value === undefined || value === "") return "not set";
  if (typeof value === "boolean") return value ? "on" : "off";
  return Array.isArray(value) ? value.join(", ") || NOTHING : `${value}`;
}

/** Reads a value as it is typed; `null` when the setting does not take it. Commas stand between the entries of a list. */
export function readSettingValue(key: SettingKey, typed: string): { readonly value: Settings[SettingKey] } | null {
  const others = typed === NOTHING ? [[], ""] : [typed.split(",").map((entry) => entry.trim())];
  for (const candidate of [typed, Number(typed), SWITCHES[typed.toLowerCase()], ...others]) {
    const { success, data } = SettingsSchema.shape[key].safeParse(candidate);
    if (success && candidate !== undefined) return { value: data };
  }
  return null;
}
