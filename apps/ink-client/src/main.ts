import { readCommandLine, writeHelp, writeProblems } from "@chat/command-line";
import { displayText } from "@chat/protocol";
import manifest from "../package.json" with { type: "json" };
import { chatCommand } from "./chat-command.ts";
import type { Options } from "./options.ts";
import { findTerminalProblem } from "./terminal/terminal-kind.ts";

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
  if (options.plain) return await chatInLines(options);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    console.error("chat: Input or output is no terminal. With --plain it works without one, line by line.");
    return 2;
  }
  const problem = findTerminalProblem(process.env);
  if (problem !== null) {
    console.error(`chat: ${displayText(problem)} It goes on line by line, as with --plain.`);
    return await chatInLines(options);
  }
  const noColor = options.noColor || Boolean(process.env.NO_COLOR);
  // Ink's library of colours looks at this variable once, when it is loaded. Without colours, text is still bold or inverse.
  if (noColor) process.env.FORCE_COLOR = "1";
  // React checks itself while it draws, unless told that this is no development: a frame takes twice as long then.
  process.env.NODE_ENV ??= "production";
  // Yoga, which lays out for Ink, would read its own bytes through it. To load all that a fetch needs takes 50 ms.
  Reflect.deleteProperty(globalThis, "fetch");
  const { runTerminal } = await import("./run-terminal.tsx");
  return await runTerminal({ ...options, noColor });
}

async function chatInLines(options: Options): Promise<number> {
  const { runPlain } = await import("./plain/run-plain.ts");
  const streams = { input: process.stdin, output: process.stdout, errorOutput: process.stderr };
  return await runPlain(options, streams, abortedBySignals());
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
