import { parseArgs } from "node:util";
import { displayText } from "@chat/protocol";
import { findNearest } from "./nearest.ts";
import { OPTIONS, type OptionDescription, type Options, OptionsSchema } from "./options.ts";

/** What the user wants: to start a server, to read something, or to learn what was wrong. */
export type Command =
  | { readonly kind: "start"; readonly options: Options }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/** A text that was given for an option, and where: a flag or an environment variable. */
interface GivenValue {
  readonly source: string;
  readonly text: string;
}
type GivenValues = Map<string, GivenValue>;

const FLAGS = [...OPTIONS.map(({ flag }) => flag), "--help", "--version"];

/** Reads flags and environment. A flag wins; an empty variable counts as not set. */
export function readCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const tokens = tokenize(args);
  for (const token of tokens) {
    if (token.kind === "option" && (token.name === "help" || token.name === "version")) return { kind: token.name };
  }
  const flags = readFlags(tokens);
  const given: GivenValues = new Map([...readEnvironment(environment), ...flags.given]);
  const parsed = OptionsSchema.safeParse(Object.fromEntries([...given].map(([name, { text }]) => [name, text])));
  if (parsed.success && flags.problems.length === 0) return { kind: "start", options: parsed.data };
  const wrongNames = new Set(parsed.error?.issues.map(({ path }) => path[0]));
  const wrongValues = OPTIONS.filter(({ name }) => wrongNames.has(name)).map((option) => explainWrong(option, given));
  return { kind: "wrong", problems: [...flags.problems, ...wrongValues] };
}

type Token = ReturnType<typeof tokenize>[number];

function tokenize(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(OPTIONS.map(toParseArgsOption)), help: { type: "boolean", short: "h" } },
    // Not strict, since its errors tell neither what was meant nor what is allowed.
    strict: false,
    tokens: true,
  }).tokens;
}

function readFlags(tokens: readonly Token[]): { given: GivenValues; problems: string[] } {
  const given: GivenValues = new Map();
  const problems: string[] = [];
  let isAfterUnknown = false;
  for (const token of tokens) {
    const option = token.kind === "option" ? OPTIONS.find(({ flag }) => flag === token.rawName) : undefined;
    // What follows a mistyped option is its value, and no second mistake.
    if (token.kind === "positional" && !isAfterUnknown) problems.push(explainStray(token.value));
    isAfterUnknown = token.kind === "option" && !option;
    if (token.kind !== "option") continue;
    const { rawName: source, value, inlineValue } = token;
    if (!option) problems.push(explainUnknown(source));
    else if (option.placeholder === "") given.set(option.name, { source, text: value ?? "true" });
    else if (value === undefined || (value.startsWith("-") && !inlineValue)) problems.push(explainMissing(option));
    else given.set(option.name, { source, text: value });
  }
  return { given, problems };
}

function toParseArgsOption({ flag, placeholder }: OptionDescription) {
  return [flag.slice("--".length), { type: placeholder === "" ? "boolean" : "string" }] as const;
}

function readEnvironment(environment: NodeJS.ProcessEnv): GivenValues {
  const given: GivenValues = new Map();
  for (const { name, variable } of OPTIONS) {
    const text = environment[variable];
    if (text) given.set(name, { source: variable, text });
  }
  return given;
}

function explainStray(text: string): string {
  return `${quote(text)} belongs to no option. An example of one: --port 5000.`;
}

function explainUnknown(flag: string): string {
  const nearest = findNearest(flag, FLAGS);
  return `There is no option ${displayText(flag)}.${nearest ? ` Did you mean ${nearest}?` : ""}`;
}

function explainMissing({ flag, allowed }: OptionDescription): string {
  return `${flag} lacks its value: it has to be ${allowed}.`;
}

function explainWrong({ name, allowed }: OptionDescription, given: GivenValues): string {
  const { source, text } = given.get(name) ?? { source: name, text: "" };
  return `${source} is ${quote(text)}: it has to be ${allowed}.`;
}

function quote(text: string): string {
  return `"${displayText(text)}"`;
}
