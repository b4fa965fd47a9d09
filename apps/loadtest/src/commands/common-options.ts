import { availableParallelism } from "node:os";
import { optionInfos } from "@chat/command-line";
import { PORT } from "@chat/protocol";
import { z } from "zod";
import { MAX_TEXT_BYTES } from "../scenario/scenario.ts";
import { byteSize, count, filePath, OptionGroup, optionsIn, text, time, toggle } from "../units/option-values.ts";
import { readThreshold, type Threshold } from "../verdict/threshold.ts";
import type { OptionRule } from "./subcommand.ts";

/** Threads of a run that is to load a server to its limit: half of the cores, since the server needs the other half. */
export const MANY_THREADS = Math.max(1, Math.floor(availableParallelism() / 2));

const { option: serverOption, optional: optionalServerOption } = optionsIn(OptionGroup.Server);
const { option: testerOption, optional: optionalTesterOption } = optionsIn(OptionGroup.Tester);
const { option: resultOption, optional: optionalResultOption } = optionsIn(OptionGroup.Result);

export const targetOptions = {
  host: optionalServerOption(
    { schema: z.string().trim().min(1), placeholder: "<host>", allowed: "an address or a host name" },
    "127.0.0.1",
    "Where the server is. Without --host, --port, --pid and --spawn a server of our own is started on a free port.",
  ),
  port: optionalServerOption(count("<port>", 1, 65_535), `${PORT}`, "The server's TCP port."),
  pid: optionalServerOption(
    { ...count("<pid>", 1, 2 ** 31 - 1), allowed: "the number of a process on this machine" },
    "unknown",
    "The server's process: its processor time and memory are shown, those of its children included.",
  ),
  spawn: optionalServerOption(
    text("<command>", "a command with its arguments"),
    "none",
    "Start this command first, wait until it accepts connections at --host and --port, and end it with the run. It gets no shell.",
  ),
  spawnLog: optionalServerOption(filePath(), "none", "Append what the spawned command prints to this file."),
  iOwnThisServer: serverOption(
    toggle(),
    "false",
    "Test a server that is neither on this machine nor in a private network. It has to be yours.",
  ),
};

export function fleetOptions(threads: number) {
  return {
    workers: testerOption(
      count("<processes>", 1, 64),
      "1",
      "Processes that share the run: each may open as many files as the system lets one process.",
    ),
    threads: testerOption(
      count("<threads>", 1, 64),
      "half of the cores; for stress 1",
      "Event loops in each process: each loads one core at most.",
      threads,
    ),
  };
}

/** Options that a scenario has keys for. Without a default they leave these as they are. */
export const messageOptions = {
  size: optionalTesterOption(
    byteSize(1, MAX_TEXT_BYTES),
    "128",
    "Least size of a message's text; what accounts for the message is part of it.",
  ),
  timeout: optionalTesterOption(
    time(100, 600_000),
    "5s",
    "After which a connect or a handshake counts as failed, and an answer as late.",
  ),
  seed: optionalTesterOption(
    count("<number>", 0, 2 ** 32 - 1),
    "1",
    "Seed of everything that is drawn by chance: the same one makes the same choices.",
  ),
};

export const resultOptions = {
  failIf: z.array(z.string().transform(toThreshold)).default([]).register(optionInfos, {
    group: OptionGroup.Result,
    placeholder: "<condition>",
    default: "none",
    allowed: "a condition such as p99>50ms or lost>0",
    summary: "Exit with 99 when this is so at the end.",
    isRepeatable: true,
  }),
  json: optionalResultOption(
    filePath(),
    "none",
    "Write the result to this file, for programs and for chat-load report; - is standard output, which carries nothing else then.",
  ),
  html: optionalResultOption(
    filePath(),
    "none",
    "Write a report with charts to this file: one page that needs no network.",
  ),
  junit: optionalResultOption(
    filePath(),
    "none",
    "Write a JUnit report for a CI system to this file: the verdict, each account, bound and condition is a test case.",
  ),
  csv: optionalResultOption(filePath(), "none", "Write the samples over time to this file, as CSV."),
  quiet: resultOption(toggle(), "false", "Print nothing but what went wrong."),
};

export type CommonOptions = z.output<
  z.ZodObject<typeof targetOptions & ReturnType<typeof fleetOptions> & typeof messageOptions & typeof resultOptions>
>;

function toThreshold(condition: string, context: z.core.$RefinementCtx): Threshold {
  const reading = readThreshold(condition);
  if (reading.kind === "threshold") return reading.threshold;
  context.addIssue({ code: "custom", message: reading.problem });
  return z.NEVER;
}

export const TARGET_RULES: readonly OptionRule<Pick<CommonOptions, "spawn" | "spawnLog" | "pid">>[] = [
  {
    message: "--pid and --spawn exclude one another: of a spawned server the process is known.",
    isKept: ({ pid, spawn }) => pid === undefined || spawn === undefined,
  },
  {
    message: "--spawn-log goes with --spawn alone.",
    isKept: ({ spawn, spawnLog }) => spawnLog === undefined || spawn !== undefined,
  },
];

export const CLOSING_LINES: readonly string[] = [
  "Each option is an environment variable too: --fail-if is CHAT_FAIL_IF. A flag wins.",
  "Ctrl-C ends the run, with a report of what was seen; a second one ends it at once.",
  "Exit codes: 0 passed, 95 the server ended or fell silent, 96 clients were absent,",
  "97 the tester was the limit, 98 messages lost, doubled, out of order or altered, or connections",
  "dropped, 99 a --fail-if came true or was not measured, 130 interrupted (143 by SIGTERM),",
  "2 wrong usage, 1 no run.",
];
