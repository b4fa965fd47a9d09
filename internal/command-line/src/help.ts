import type { Command } from "./command.ts";
import type { OptionDescription, OptionsSchema } from "./option.ts";

const HELP_COLUMNS = 100;
const INDENT = "      ";
/** Columns for an example's command line, its indent apart; a longer one pushes all purposes to the right. */
const EXAMPLE_COLUMNS = 48;

/** Writes the text of `--help`: every option of the command, by group. */
export function writeHelp(command: Command<OptionsSchema>): string {
  const { name, summary, operands, examples, options, closing } = command;
  const usage = [name, "[--option value | --option=value] …", operands].filter((part) => part !== undefined);
  const groups = [...new Set(options.map(({ group }) => group))];
  return `${name}: ${summary}

Usage: ${usage.join(" ")}

Examples
${writeExamples(examples)}

${groups.map((group) => writeGroup(group, options)).join("\n\n")}

Other
  --help, -h
${INDENT}Show this text.
  --version
${INDENT}Show the version.

${closing.join("\n")}
`;
}

/** Writes a line for each mistake, and a hint to `--help`. */
export function writeProblems({ name }: { readonly name: string }, problems: readonly string[]): string {
  const lines = problems.map((problem) => `${name}: ${problem}`);
  return [...lines, `${name} --help tells which options there are.`, ""].join("\n");
}

function writeExamples(examples: Command<OptionsSchema>["examples"]): string {
  const columns = Math.max(EXAMPLE_COLUMNS, ...examples.map(({ line }) => line.length + 2));
  return examples.map(({ line, purpose }) => `  ${line.padEnd(columns)}${purpose}`).join("\n");
}

function writeGroup(group: string, options: readonly OptionDescription[]): string {
  return [group, ...options.filter((option) => option.group === group).map(writeOption)].join("\n");
}

function writeOption({
  flag,
  placeholder,
  default: preset,
  summary,
  allowed,
  isRepeatable,
}: OptionDescription): string {
  const usage = `  ${flag} ${placeholder}`.trimEnd();
  const often = isRepeatable ? " It may be given many times." : "";
  const values = placeholder === "" ? [] : [indent(`Allowed: ${allowed}. Default: ${preset}.${often}`)];
  return [usage, indent(summary), ...values].join("\n");
}

/** Breaks a text between words so that it fits the columns. */
function indent(text: string): string {
  const room = HELP_COLUMNS - INDENT.length;
  const lines = text.match(new RegExp(`.{1,${room}}(?= |$)`, "g")) ?? [];
  return lines.map((line) => INDENT + line.trimStart()).join("\n");
}
