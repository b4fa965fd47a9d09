import { z } from "zod";

/** What people are told about an option: `--help`, the README and the messages about wrong values are made from it. */
export interface OptionInfo {
  /** The heading in `--help` under which it stands. */
  readonly group: string;
  /** What stands for the value, such as `<ms>`; `""` for a switch, which needs none. */
  readonly placeholder: string;
  /** What holds when it is not given, as people read it. */
  readonly default: string;
  /** The values that are allowed, in a form that follows "it has to be". */
  readonly allowed: string;
  readonly summary: string;
  /**
   * Whether it may be given many times. Its schema takes an array of texts then; its variable gives one.
   * @default false
   */
  readonly isRepeatable?: boolean;
}

/** Where a schema's option has its {@link OptionInfo}: `z.string().register(optionInfos, { … })`. */
export const optionInfos = z.registry<OptionInfo>();

/** All options of a command. Every value comes as text, or not at all. */
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
