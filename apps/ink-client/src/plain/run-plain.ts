import type { Readable, Writable } from "node:stream";
import { ChatClient } from "@chat/client-sdk";
import { displayText } from "@chat/protocol";
import { explainConnectProblem } from "../connect-problem.ts";
import { findInitialTarget } from "../initial-target.ts";
import { ConversationLogs } from "../log-files/conversation-logs.ts";
import type { Options } from "../options.ts";
import { readSettings } from "../settings/settings-file.ts";
import { LineOutput } from "./line-output.ts";
import { PlainExitCode } from "./narrator.ts";
import { PlainSession } from "./plain-session.ts";

interface PlainStreams {
  readonly input: Readable;
  readonly output: Writable;
  /** The stream for problems with the input and the connection; events of the chat go to the output. */
  readonly errorOutput: Writable;
}

/**
 * Chats in lines: for pipes, logs, screen readers and CI. Remembers no settings, as scripts have names of their own.
 *
 * @param signal leaves the chat when it aborts
 * @returns the exit code: that of {@link PlainExitCode}; 1 also when it could not join or write, 2 when it has no name to join with
 */
export async function runPlain(options: Options, streams: PlainStreams, signal?: AbortSignal): Promise<number> {
  const { input, output, errorOutput } = streams;
  const report = (problem: string) => void errorOutput.write(`chat: ${displayText(problem)}\n`);
  errorOutput.on("error", () => {
    // The reader of problems has gone. The exit code still shows them.
  });
  const { settings, problems } = await readSettings();
  for (const problem of problems) report(problem);
  const { name, ...address } = findInitialTarget(options, settings);
  if (name === null) {
    report("Who are you? Say it with --name, such as --name Ada.");
    return 2;
  }
  const target = { ...address, name };

  const leaving = new AbortController();
  const leave = () => leaving.abort();
  if (signal?.aborted) leave();
  signal?.addEventListener("abort", leave, { once: true });
  let isOutputBroken = false;
  const lines = new LineOutput(output, (error) => {
    // A reader who has seen enough (`| head`) is no failure.
    isOutputBroken = error.code !== "EPIPE";
    if (isOutputBroken) report(`The output can't be written: ${error.message}`);
    leave();
  });
  const logs = options.log === undefined ? null : new ConversationLogs(options.log, target, report);
  try {
    const client = await ChatClient.connect({ ...target, signal: leaving.signal }).catch((error: unknown) => {
      if (!leaving.signal.aborted) report(explainConnectProblem(error, target));
      return null;
    });
    if (!client) return PlainExitCode.Failed;
    const session = new PlainSession(options.to, { client, target, output: lines, logs, report, leaving });
    const exitCode = await session.run(input);
    return isOutputBroken ? PlainExitCode.Failed : exitCode;
  } finally {
    signal?.removeEventListener("abort", leave);
    input.destroy();
    const lost = await logs?.close();
    if (lost) report(lost);
  }
}
