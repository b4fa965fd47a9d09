import type { OptionRule } from "@chat/command-line/known-options";
import type { Logger } from "./logger.ts";

export const texts: OptionRule = {
  allowed: "an array of strings",
  isAllowed: (value) => Array.isArray(value) && value.every((item) => typeof item === "string"),
};

export const object: OptionRule = {
  allowed: "an object",
  isAllowed: (value) => typeof value === "object" && value !== null,
};

/** An object of the program's own, with the methods that are called. */
export function withMethods<Interface>(...names: readonly (keyof Interface & string)[]): OptionRule {
  return {
    allowed: `an object with ${names.map((name) => `${name}()`).join(", ")}`,
    isAllowed: (value) => {
      const methods = (value ?? {}) as { readonly [name: string]: unknown };
      return names.every((name) => typeof methods[name] === "function");
    },
  };
}

export const logger = withMethods<Logger>("debug", "info", "warn", "error");
