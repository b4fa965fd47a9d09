import { KEYS, type KeyBinding } from "../input/key-bindings.ts";
import { isChanged, type Settings } from "./settings.ts";

/** Returns what each key does. A key that was given to an action leaves the one that has it by default. */
export function keyBindings(settings: Settings): readonly KeyBinding[] {
  const isGiven = ({ action }: KeyBinding) => isChanged(`keys.${action}`, settings[`keys.${action}`]);
  const given = new Set(KEYS.filter(isGiven).flatMap(({ action }) => settings[`keys.${action}`]));
  return KEYS.map((binding) => ({
    ...binding,
    keys: isGiven(binding) ? settings[`keys.${binding.action}`] : binding.keys.filter((key) => !given.has(key)),
  }));
}
