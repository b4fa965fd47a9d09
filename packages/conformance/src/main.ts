import { findNearest } from "@chat/command-line";
import { displayText } from "@chat/protocol";
import manifest from "../package.json" with { type: "json" };
import { classOfPrograms } from "./commands/class-command.ts";
import { client } from "./commands/client-command.ts";
import { record } from "./commands/record-command.ts";
import { server } from "./commands/server-command.ts";
import type { Subcommand } from "./commands/subcommand.ts";
import { endBySignal } from "./end-by-signal.ts";
import { ExitCode } from "./verdict/exit-code.ts";

/** Every command, by its word, in the order in which they are shown. */
const subcommands: Readonly<Record<string, Subcommand>> = { server, client, class: classOfPrograms, record };

// Who reads our output may go before its end, as `head` does.
process.stdout.on("error", () => undefined);

endBySignal();

const [word, ...args] = process.argv.slice(2);
process.exitCode = await run(word, args);

async function run(word: string | undefined, args: readonly string[]): Promise<number> {
  if (word === "--version") console.log(manifest.version);
  else if (word === undefined || word === "--help" || word === "-h") process.stdout.write(writeOverview());
  else if (Object.hasOwn(subcommands, word)) return (await subcommands[word]?.execute(args)) ?? ExitCode.WrongUsage;
  else {
    const nearest = findNearest(word, Object.keys(subcommands));
    const guess = nearest ? `Did you mean ${nearest}?` : `Commands: ${Object.keys(subcommands).join(", ")}.`;
    process.stderr.write(`chat-conformance: There is no command ${displayText(word)}. ${guess}\n`);
    return ExitCode.WrongUsage;
  }
  return word === undefined ? ExitCode.WrongUsage : ExitCode.Held;
}

function writeOverview(): string {
  const lines = Object.entries(subcommands).map(([word, { summary }]) => `  ${word.padEnd(10)}${summary}`);
  return `chat-conformance: checks a chat server or a chat client against the contract, in whatever language it is written.

Commands
${lines.join("\n")}

  chat-conformance <command> --help shows the options of each, with examples.
`;
}
