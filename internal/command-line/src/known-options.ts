import { describe } from "./describe.ts";
import { findNearest } from "./nearest.ts";

/** What the value of an option may be. */
export interface OptionRule {
  /** The allowed values, in a form that follows "has to be". */
  readonly allowed: string;
  isAllowed(value: unknown): boolean;
}

/** Every option that there is, by its name. */
export type KnownOptions<Name extends string = string> = { readonly [Key in Name]: OptionRule };

/**
 * Checks the options that a program passes to a function: plain JavaScript has no compiler to do so. An option that is
 * `undefined` counts as not given. An option counts that is inherited or that a getter returns, such as those of an object of
 * a class.
 *
 * @param path what stands before the name of an option in a message, such as `reconnect.`; default nothing
 * @returns a copy of the options that are given, since a spread of `given` would lose those that are inherited
 * @throws {TypeError} for options that are no object, and for an unknown name, with the one that was most likely meant
 * @throws {RangeError} for a value that is not allowed, with what is
 */
export function checkOptions<Options>(given: Options, known: KnownOptions, path = ""): Options {
  if (!isObjectOfOptions(given)) {
    throw new TypeError(
      `The options ${path === "" ? "" : `of ${path.slice(0, -1)} `}have to be an object, not ${show(given)}.`,
    );
  }
  for (const name in given) {
    if (!Object.hasOwn(known, name)) throw new TypeError(explainUnknown("option", name, Object.keys(known), path));
  }
  const checked: { [name: string]: unknown } = {};
  for (const [name, { allowed, isAllowed }] of Object.entries(known)) {
    const value = given[name];
    if (value === undefined) continue;
    if (!isAllowed(value)) throw new RangeError(`${path}${name} has to be ${allowed}, not ${show(value)}.`);
    checked[name] = value;
  }
  return checked as Options;
}

/** A `Map`, a `Date` or an array has no options: none of its own kind would ever be read. */
function isObjectOfOptions(value: unknown): value is { readonly [name: string]: unknown } {
  const type = readType(value);
  return typeof value === "object" && (type === "Object" || type === "Module");
}

/**
 * Explains a name that is none of those that there are, and suggests the one that was most likely meant.
 *
 * @param what the kind of name, such as `option`
 */
export function explainUnknown(what: string, name: string, known: readonly string[], path = ""): string {
  const nearest = findNearest(name, known);
  const advice =
    nearest === null ? `there are ${known.join(", ")}.` : `did you mean ${JSON.stringify(path + nearest)}?`;
  return `Unknown ${what} ${JSON.stringify(path + name)}: ${advice}`;
}

export const text: OptionRule = { allowed: "a string", isAllowed: (value) => typeof value === "string" };

export const callback: OptionRule = { allowed: "a function", isAllowed: (value) => typeof value === "function" };

export const yesOrNo: OptionRule = { allowed: "true or false", isAllowed: (value) => typeof value === "boolean" };

/** Any number that is not negative, `Infinity` included. */
export const amount: OptionRule = {
  allowed: "a number of at least 0",
  isAllowed: (value) => typeof value === "number" && value >= 0,
};

export const abortSignal: OptionRule = {
  allowed: "an AbortSignal",
  isAllowed: (value) => value instanceof AbortSignal,
};

/** A whole number within bounds, both included. */
export function integer(min: number, max: number): OptionRule {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    isAllowed: (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
  };
}

/** One of some values, such as `"keep"`. */
export function oneOf(...values: readonly (string | number | boolean)[]): OptionRule {
  return {
    allowed: values.map((value) => JSON.stringify(value)).join(" or "),
    isAllowed: (value) => (values as readonly unknown[]).includes(value),
  };
}

/** Shows a value in a message: its type alone when it would be long. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return "an array";
  if (typeof value === "function") return "of type function";
  if (typeof value !== "object" || value === null) return describe(value);
  const type = readType(value);
  return `of type ${type === "Object" ? "object" : type}`;
}

/** Returns the type that a value says it has: `Object` for a literal and for an instance of most classes. */
function readType(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
