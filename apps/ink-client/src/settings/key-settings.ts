import { type Action, KEYS, type KeyBinding, NEEDED_ACTION } from "../input/key-bindings.ts";
import { isChanged, type Settings } from "./settings.ts";

/** Each frame and each key ask for them. */
const bindingsOf = new WeakMap<Settings, readonly KeyBinding[]>();

/**
 * Returns what each key does. A key that was given to an action leaves the one that has it by default, unless that action has to
 * keep one.
 */
export function keyBindings(settings: Settings): readonly KeyBinding[] {
  const bindings = bindingsOf.get(settings) ?? bindKeys(settings);
  bindingsOf.set(settings, bindings);
  return bindings;
}

/** Returns the key to remember for an action; `undefined` when it has none. */
export function firstKey(settings: Settings, wanted: Action): string | undefined {
  return keyBindings(settings).find(({ action }) => action === wanted)?.keys[0];
}

/** Returns a sentence for each key that several actions have. */
export function explainSharedKeys(settings: Settings): readonly string[] {
  const uses = keyBindings(settings).flatMap(({ action, keys }) => keys.map((key) => ({ key, action })));
  return [...Map.groupBy(uses, ({ key }) => key)]
    .map(([key, users]) => [key, users.map(({ action }) => `keys.${action}`)] as const)
    .filter(([, { length }]) => length > 1)
    .map(([key, names]) => `${key} is a key of ${names.join(" and ")}: the first one has it.`);
}

function bindKeys(settings: Settings): readonly KeyBinding[] {
  const bindings: readonly KeyBinding[] = KEYS.map((key) => ({ ...key, keys: settings[`keys.${key.action}`] }));
  const isGiven = ({ action, keys }: KeyBinding) => isChanged(`keys.${action}`, keys);
  const taken = new Set(bindings.filter(isGiven).flatMap(({ keys }) => keys));
  return bindings.map((binding) => {
    const free = binding.keys.filter((key) => !taken.has(key));
    const keepsAll = isGiven(binding) || (free.length === 0 && binding.action === NEEDED_ACTION);
    return keepsAll ? binding : { ...binding, keys: free };
  });
}
