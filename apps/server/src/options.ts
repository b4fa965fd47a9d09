import { PORT } from "@chat/protocol";
import { LIMITS, type Limit, type LimitName, OPEN_FILE_RESERVE } from "@chat/server";
import { z } from "zod";

export const OptionGroup = { Network: "Network", Logging: "Logging", Limits: "Limits" } as const;
export type OptionGroup = (typeof OptionGroup)[keyof typeof OptionGroup];

/** What people are told about an option: `--help`, the README and the messages about wrong values are made from it. */
export interface OptionInfo {
  readonly group: OptionGroup;
  /** What stands for the value, such as `<ms>`; `""` for a switch, which needs none. */
  readonly placeholder: string;
  readonly default: string;
  /** The values that are allowed, in a form that follows "it has to be". */
  readonly allowed: string;
  readonly summary: string;
}

const optionInfos = z.registry<OptionInfo>();

const limitOptions = Object.fromEntries(
  Object.entries<Limit>(LIMITS).map(([name, limit]) => [name, limitOption(name as LimitName, limit)]),
) as Record<LimitName, ReturnType<typeof wholeNumber>>;

/** Everything that can be set. A value comes as text, from a flag or from the environment. */
export const OptionsSchema = z.object({
  host: z.string().regex(/\S/).default("0.0.0.0").register(optionInfos, {
    group: OptionGroup.Network,
    placeholder: "<address>",
    default: "0.0.0.0",
    allowed: "an address or a host name of this machine",
    summary: "Address to listen on: 0.0.0.0 for the whole network, 127.0.0.1 for this machine alone.",
  }),
  port: wholeNumber(0, 65_535, PORT, {
    group: OptionGroup.Network,
    placeholder: "<port>",
    default: `${PORT}`,
    allowed: "a whole number from 0 to 65535",
    summary: "TCP port to listen on; 0 lets the system choose one.",
  }),
  closeGraceMs: wholeNumber(0, 3_600_000, 5_000, {
    group: OptionGroup.Network,
    placeholder: "<ms>",
    default: "5000",
    allowed: "a whole number of ms from 0 to 3600000",
    summary: "How long users get, when the server stops, to take what waits for them.",
  }),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info").register(optionInfos, {
    group: OptionGroup.Logging,
    placeholder: "<level>",
    default: "info",
    allowed: "debug, info, warn or error",
    summary: "The least important events to log.",
  }),
  logFormat: z.enum(["pretty", "json"]).default("pretty").register(optionInfos, {
    group: OptionGroup.Logging,
    placeholder: "<format>",
    default: "pretty",
    allowed: "pretty or json",
    summary: "Lines for people, or one JSON object on each line for programs.",
  }),
  quiet: z
    .stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] })
    .default(false)
    .register(optionInfos, {
      group: OptionGroup.Logging,
      placeholder: "",
      default: "false",
      allowed: "true or false",
      summary: "Print nothing but warnings and errors.",
    }),
  ...limitOptions,
});

/** The value of every option. */
export type Options = z.output<typeof OptionsSchema>;
type OptionName = keyof Options;

/** An option as people see it. */
export interface OptionDescription extends OptionInfo {
  readonly name: OptionName;
  /** `--max-connections` */
  readonly flag: string;
  /** `CHAT_MAX_CONNECTIONS` */
  readonly variable: string;
}

/** All options, in the order in which they are shown. */
export const OPTIONS: readonly OptionDescription[] = Object.entries(OptionsSchema.shape).map(([name, schema]) => {
  const info = optionInfos.get(schema);
  if (!info) throw new Error(`The option ${name} has no description.`);
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const variable = `CHAT_${words.replaceAll("-", "_").toUpperCase()}`;
  return { name: name as OptionName, flag: `--${words}`, variable, ...info };
});

function wholeNumber(min: number, max: number, preset: number, info: OptionInfo) {
  return z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .default(preset)
    .register(optionInfos, info);
}

function limitOption(name: LimitName, { summary, unit, default: preset, min, max }: Limit) {
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  return wholeNumber(min, max, preset, {
    group: OptionGroup.Limits,
    placeholder: `<${unit}>`,
    // The one preset that differs from machine to machine.
    default: name === "maxConnections" ? `open files − ${OPEN_FILE_RESERVE}` : `${preset}`,
    allowed: `a whole number of ${unit} ${range}${min === 0 ? " (0: no limit)" : ""}`,
    summary,
  });
}
