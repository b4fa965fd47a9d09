import * as z from "zod";

/** The description of an option. `--help`, the README and the messages about wrong values are made from it. */
export interface OptionInfo {
  /** The heading in `--help` above the option. */
  readonly group: string;
  /** The placeholder of the value, such as `<ms>`; `""` for a switch, which needs no value. */
  readonly placeholder: string;
  /** The default, as people read it. */
  readonly default: string;
  /** The allowed values, in a form that follows "it has to be". */
  readonly allowed: string;
  readonly summary: string;
  /**
   * True when the option may be given many times. Its schema then takes an array of texts; its variable holds one.
   * @default false
   */
  readonly isRepeatable?: boolean;
}

/** The registry of {@link OptionInfo}: `z.string().register(optionInfos, { … })`. */
export const optionInfos = z.registry<OptionInfo>();

/** The schema of all options of a command. Each value is a text, or is missing. */
export type OptionsSchema = z.ZodObject;

/** An option as people see it. */
export interface OptionDescription extends OptionInfo {
  /** `maxConnections` */
  readonly name: string;
  /** `--max-connections` */
  readonly flag: string;
  /** `CHAT_MAX_CONNECTIONS` */
  readonly variable: string;
}

/** Describes the options of a schema, in the order in which it has them. */
export function describeOptions(schema: OptionsSchema): readonly OptionDescription[] {
  return Object.entries(schema.shape).map(([name, valueSchema]) => {
    const info = optionInfos.get(valueSchema);
    if (!info) throw new Error(`The option ${name} has no description.`);
    const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const variable = `CHAT_${words.replaceAll("-", "_").toUpperCase()}`;
    return { name, flag: `--${words}`, variable, ...info };
  });
}

/** Returns the schema of a whole number, written in digits alone: neither `1e3` nor `0x10`. */
export function wholeNumber(min: number, max: number) {
  return z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(min).max(max));
}

/** Returns the schema of a switch: `--quiet`, `--quiet=false`, or `1` and `0` in variables. */
export function trueOrFalse() {
  return z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] });
}
