import { readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import manifest from "../package.json" with { type: "json" };
import { chatCommand } from "./chat-command.ts";
import type { Options } from "./options.ts";

const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const;

const commandLine = readCommandLine(chatCommand, process.argv.slice(2), process.env);
switch (commandLine.kind) {
  case "run":
    process.exitCode = await chat(commandLine.options);
    break;
  case "help":
    process.stdout.write(writeHelp(chatCommand));
    break;
  case "version":
    console.log(manifest.version);
    break;
  case "wrong":
    process.stderr.write(writeProblems(chatCommand, commandLine.problems));
    process.exitCode = 2;
}

/** Chats, and returns the exit code. Loads only the modules that the chosen mode needs. */
async function chat(options: Options): Promise<number> {
  if (options.plain) {
    const { runPlain } = await import("./plain/run-plain.ts");
    const streams = { input: process.stdin, output: process.stdout, errorOutput: process.stderr };
    return await runPlain(options, streams, abortedBySignals());
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.error("chat: Input or output is no terminal. With --plain it works without one, line by line.");
    return 2;
  }
  const noColor = options.noColor || Boolean(process.env.NO_COLOR);
  // Ink's colours look at this variable alone, once, when they are loaded.
  if (noColor) process.env.FORCE_COLOR = "0";
  // React checks itself while it draws, unless told that this is no development: a frame takes twice as long then.
  process.env.NODE_ENV ??= "production";
  const { runTerminal } = await import("./run-terminal.tsx");
  return await runTerminal({ ...options, noColor });
}

/** Aborts at the first stop signal. The second one has no listener, and ends the process at once. */
function abortedBySignals(): AbortSignal {
  const stopped = new AbortController();
  const stop = () => {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
    stopped.abort();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  return stopped.signal;
}
