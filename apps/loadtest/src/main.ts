import manifest from "../package.json" with { type: "json" };
import { writeCommandLine } from "./commands/subcommand.ts";
import { subcommands, writeOverview, writeUnknown } from "./commands/subcommands.ts";
import { exitCodeOfSignal } from "./verdict/endings.ts";
import { ExitCode } from "./verdict/exit-code.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

process.stdout.on("error", () => {
  // Whoever read our output has gone (`| head`). That ends the output, and not the run with its files.
});

const [word, ...args] = process.argv.slice(2);
process.exitCode = await run(word, args);

async function run(word: string | undefined, args: readonly string[]): Promise<number> {
  if (word === undefined || word === "--help" || word === "-h" || word === "help") {
    process.stdout.write(writeOverview());
    return word === undefined ? ExitCode.WrongUsage : ExitCode.Passed;
  }
  if (word === "--version") {
    console.log(manifest.version);
    return ExitCode.Passed;
  }
  const subcommand = Object.hasOwn(subcommands, word) ? subcommands[word] : undefined;
  if (!subcommand) {
    process.stderr.write(writeUnknown(word));
    return ExitCode.WrongUsage;
  }
  const commandLine = writeCommandLine(["chat-load", word, ...args]);
  const { stdout, stderr } = process;
  return await subcommand.execute(args, process.env, { commandLine, stdout, stderr, signal: abortedBySignals() });
}

/** The first signal lets the run end cleanly; a second one ends it at once, with everything that it has started. */
function abortedBySignals(): AbortSignal {
  const stopped = new AbortController();
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      if (stopped.signal.aborted) process.exit(exitCodeOfSignal(signal));
      stopped.abort(signal);
    });
  }
  return stopped.signal;
}
