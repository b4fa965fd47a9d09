import { type Action, KEYS, type KeyBinding } from "../input/key-bindings.ts";
import { isChanged, type Settings } from "./settings.ts";

/** Each frame and each key ask for them. */
const bindingsOf = new WeakMap<Settings, readonly KeyBinding[]>();

/** Returns what each key does. A key that was given to an action leaves the one that has it by default. */
export function keyBindings(settings: Settings): readonly KeyBinding[] {
  const bindings = bindingsOf.get(settings) ?? bindKeys(settings);
  bindingsOf.set(settings, bindings);
  return bindings;
}

/** Returns the key to remember for an action; `undefined` when it has none. */
export function firstKey(settings: Settings, wanted: Action): string | undefined {
  return keyBindings(settings).find(({ action }) => action === wanted)?.keys[0];
}

/** Returns a sentence for each key that was given to several actions. */
export function explainSharedKeys(settings: Settings): readonly string[] {
  const uses = givenKeys(settings).flatMap(({ action, keys }) => keys.map((key) => ({ key, name: `keys.${action}` })));
  return [...Map.groupBy(uses, ({ key }) => key)]
    .filter(([, { length }]) => length > 1)
    .map(([key, users]) => `${key} is a key of ${users.map(({ name }) => name).join(" and ")}: the first one has it.`);
}

function bindKeys(settings: Settings): readonly KeyBinding[] {
  const given = new Map(givenKeys(settings).map(({ action, keys }) => [action, keys]));
  const taken = new Set([...given.values()].flat());
  return KEYS.map((binding) => {
    const keys = given.get(binding.action) ?? binding.keys.filter((key) => !taken.has(key));
    return { ...binding, keys };
  });
}

function givenKeys(settings: Settings): Pick<KeyBinding, "action" | "keys">[] {
  const keysOfActions = KEYS.map(({ action }) => ({ action, keys: settings[`keys.${action}`] }));
  return keysOfActions.filter(({ action, keys }) => isChanged(`keys.${action}`, keys));
}
