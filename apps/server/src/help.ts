import { PORT } from "@chat/protocol";
import { OPTIONS, type OptionDescription, OptionGroup } from "./options.ts";

const HELP_COLUMNS = 100;
const INDENT = "      ";

/** What `--help` prints: every option of the schema, by group. */
export function writeHelp(): string {
  return `chat-server: starts a chat server on this machine.

Usage: chat-server [--option value | --option=value] …

Examples
  chat-server                                     for everybody on the network, on port ${PORT}
  chat-server --host 127.0.0.1 --port 5000        for this machine alone
  chat-server --max-connections 100 --quiet       a small one that prints only what goes wrong
  CHAT_PORT=5000 chat-server                      the same by an environment variable

${Object.values(OptionGroup).map(writeGroup).join("\n\n")}

Other
  --help, -h
${INDENT}Show this text.
  --version
${INDENT}Show the version.

Each option is an environment variable too: --log-level is CHAT_LOG_LEVEL. A flag wins.
Ctrl-C (SIGINT) or SIGTERM stops the server: it says goodbye. A second one ends it at once.
Exit codes: 0 stopped, 1 could not start or crashed, 2 wrong option, 130 or 143 ended at once.
`;
}

function writeGroup(group: OptionGroup): string {
  const options = OPTIONS.filter((option) => option.group === group);
  return [group, ...options.map(writeOption)].join("\n");
}

function writeOption({ flag, placeholder, default: preset, summary, allowed }: OptionDescription): string {
  const usage = `  ${flag} ${placeholder}`.trimEnd();
  const values = placeholder === "" ? [] : [indent(`Allowed: ${allowed}. Default: ${preset}.`)];
  return [usage, indent(summary), ...values].join("\n");
}

/** Breaks a text between words so that it fits the columns. */
function indent(text: string): string {
  const room = HELP_COLUMNS - INDENT.length;
  const lines = text.match(new RegExp(`.{1,${room}}(?= |$)`, "g")) ?? [];
  return lines.map((line) => INDENT + line.trimStart()).join("\n");
}
