import { parseArgs } from "node:util";
import { displayText } from "@chat/protocol";
import type { z } from "zod";
import type { Command } from "./command.ts";
import { hideLogin } from "./hide-login.ts";
import { findNearest } from "./nearest.ts";
import type { OptionDescription, OptionsSchema } from "./option.ts";

/** A command line as it was read: run the command, print a text, or report mistakes. */
export type CommandLine<Options> =
  | {
      readonly kind: "run";
      readonly options: Options;
      readonly operands: readonly string[];
      /** The operands as `--` parts them: one group where there is none. */
      readonly operandGroups: readonly (readonly string[])[];
    }
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/** A text that was given for an option, and its source: a flag or an environment variable. */
interface GivenValue {
  readonly source: string;
  readonly text: string;
}
/** The texts that were given for each option, by its name. The last one counts, unless the option can be repeated. */
type GivenValues = Map<string, readonly GivenValue[]>;

/**
 * Reads flags and environment. A flag wins; an empty variable counts as not set.
 *
 * @param args the arguments behind the name of the command; a subcommand has a name of two words
 */
export function readCommandLine<Schema extends OptionsSchema>(
  command: Command<Schema>,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): CommandLine<z.output<Schema>> {
  const tokens = tokenize(args, command.options);
  for (const token of tokens) {
    if (token.kind === "option" && (token.name === "help" || token.name === "version")) return { kind: token.name };
  }
  const flags = readFlags(tokens, command);
  const given: GivenValues = new Map([...readEnvironment(environment, command.options), ...flags.given]);
  const parsed = command.schema.safeParse(toInput(given, command.options));
  if (parsed.success && flags.problems.length === 0) {
    const { operands, operandGroups } = flags;
    return { kind: "run", options: parsed.data, operands, operandGroups };
  }
  return { kind: "wrong", problems: [...flags.problems, ...explainIssues(parsed.error?.issues ?? [], given, command)] };
}

type Token = ReturnType<typeof tokenize>[number];

function tokenize(args: readonly string[], options: readonly OptionDescription[]) {
  return parseArgs({
    args: [...args],
    options: { ...Object.fromEntries(options.map(toParseArgsOption)), help: { type: "boolean", short: "h" } },
    // Not strict, since its errors explain neither the likely option nor the allowed values.
    strict: false,
    tokens: true,
  }).tokens;
}

function toParseArgsOption({ flag, placeholder }: OptionDescription) {
  return [flag.slice("--".length), { type: placeholder === "" ? "boolean" : "string" }] as const;
}

function readFlags(
  tokens: readonly Token[],
  { options, operands: allowedOperands, renamed = {}, exampleOption }: FlagRules,
) {
  const given: GivenValues = new Map();
  const operandGroups: string[][] = [[]];
  const problems: string[] = [];
  let isAfterUnknown = false;
  for (const token of tokens) {
    const option = token.kind === "option" ? options.find(({ flag }) => flag === token.rawName) : undefined;
    // What follows a mistyped option is its value, and no second mistake.
    if (token.kind === "positional" && !isAfterUnknown) {
      if (allowedOperands === undefined) problems.push(explainOperand(token.value, exampleOption));
      else if (token.value === "--") operandGroups.push([]);
      else operandGroups.at(-1)?.push(token.value);
    }
    if (token.kind === "option-terminator") operandGroups.push([]);
    isAfterUnknown = token.kind === "option" && !option;
    if (token.kind !== "option") continue;
    // A dash alone is a value: by custom it stands for standard output.
    const { rawName: source, value, inlineValue } = token;
    const add = (to: OptionDescription, text: string) =>
      given.set(to.name, [...(given.get(to.name) ?? []), { source, text }]);
    if (!option) problems.push(explainUnknown(source, options, renamed));
    else if (option.placeholder === "") add(option, value ?? "true");
    else if (value === undefined || (/^-./.test(value) && !inlineValue)) problems.push(explainMissingValue(option));
    else add(option, value);
  }
  return { given, operands: operandGroups.flat(), operandGroups, problems };
}

type FlagRules = Pick<Command<OptionsSchema>, "options" | "operands" | "renamed" | "exampleOption">;

function readEnvironment(environment: NodeJS.ProcessEnv, options: readonly OptionDescription[]): GivenValues {
  const given: GivenValues = new Map();
  for (const { name, variable } of options) {
    const text = environment[variable];
    if (text) given.set(name, [{ source: variable, text }]);
  }
  return given;
}

function toInput(given: GivenValues, options: readonly OptionDescription[]) {
  return Object.fromEntries(
    options.map(({ name, isRepeatable }) => {
      const texts = given.get(name)?.map(({ text }) => text);
      return [name, isRepeatable ? texts : texts?.at(-1)];
    }),
  );
}

type Issue = z.core.$ZodIssue;

function explainIssues(issues: readonly Issue[], given: GivenValues, { options }: FlagRules): string[] {
  const aboutAll = issues.filter(({ path }) => path.length === 0).map(({ message }) => message);
  const aboutOne = options.flatMap((option) => {
    const values = given.get(option.name) ?? [];
    const wrong = issues.filter(({ path }) => path[0] === option.name);
    // One value can be wrong in many ways; one of them is enough to report.
    const byValue = new Map(wrong.map((issue) => [findWrongValue(issue, option, values), issue]));
    return [...byValue].map(([value, issue]) => explainWrong(option, value, issue));
  });
  return [...aboutOne, ...aboutAll];
}

function findWrongValue({ path }: Issue, { isRepeatable }: OptionDescription, values: readonly GivenValue[]) {
  const index = isRepeatable && typeof path[1] === "number" ? path[1] : -1;
  return values.at(index);
}

function explainOperand(text: string, exampleOption: string): string {
  return `${quote(text)} belongs to no option. An example of one: ${exampleOption}.`;
}

function explainUnknown(
  flag: string,
  options: readonly OptionDescription[],
  renamed: Readonly<Record<string, string>>,
): string {
  const [, newName] = Object.entries(renamed).find(([oldName]) => flag === `--${oldName}`) ?? [];
  if (newName !== undefined) return `${flag} is called --${newName} now.`;
  const nearest = findNearest(flag, [...options.map((option) => option.flag), "--help", "--version"]);
  return `There is no option ${displayText(flag)}.${nearest ? ` Did you mean ${nearest}?` : ""}`;
}

function explainMissingValue({ flag, allowed }: OptionDescription): string {
  return `${flag} lacks its value: it has to be ${allowed}.`;
}

function explainWrong({ flag, allowed }: OptionDescription, value: GivenValue | undefined, issue: Issue): string {
  const rule = issue.code === "custom" ? issue.message : `it has to be ${allowed}.`;
  return value ? `${value.source} is ${quote(value.text)}: ${rule}` : `${flag} is missing: ${rule}`;
}

function quote(text: string): string {
  return `"${displayText(hideLogin(text))}"`;
}
