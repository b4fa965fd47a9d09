import { availableParallelism } from "node:os";
import { optionInfos, trueOrFalse, wholeNumber } from "@chat/command-line";
import { MAX_MESSAGE_BYTES, PORT } from "@chat/protocol";
import { z } from "zod";
import type { CommonSettings } from "../runs/run-settings.ts";
import { byteSize, duration, OptionGroup } from "../units/option-values.ts";
import { readThreshold, type Threshold } from "../verdict/threshold.ts";
import type { OptionRule } from "../workloads/workload-definition.ts";

/** Bytes of a message around its text: names, addresses, keys. */
const ENVELOPE_BYTES = 1_024;
const MAX_TEXT_BYTES = MAX_MESSAGE_BYTES - ENVELOPE_BYTES;

/** Threads of a run that is to load a server to its limit: half of the cores, since the server needs the other half. */
export const MANY_THREADS = Math.max(1, Math.floor(availableParallelism() / 2));

/** Options about the server. */
export const targetOptions = {
  host: z.string().trim().min(1).optional().register(optionInfos, {
    group: OptionGroup.Server,
    placeholder: "<host>",
    default: "127.0.0.1",
    allowed: "an address or a host name",
    summary:
      "Where the server is. Without --host, --port, --pid and --spawn a server of our own is started on a free port.",
  }),
  port: wholeNumber(1, 65_535)
    .optional()
    .register(optionInfos, {
      group: OptionGroup.Server,
      placeholder: "<port>",
      default: `${PORT}`,
      allowed: "a whole number from 1 to 65535",
      summary: "The server's TCP port.",
    }),
  pid: wholeNumber(1, 2 ** 31 - 1)
    .optional()
    .register(optionInfos, {
      group: OptionGroup.Server,
      placeholder: "<pid>",
      default: "unknown",
      allowed: "the number of a process on this machine",
      summary: "The server's process: its processor time and memory are shown, those of its children included.",
    }),
  spawn: z.string().regex(/\S/).optional().register(optionInfos, {
    group: OptionGroup.Server,
    placeholder: "<command>",
    default: "none",
    allowed: "a command with its arguments",
    summary:
      "Start this command first, wait until it accepts connections at --host and --port, and end it with the run. It gets no shell.",
  }),
  spawnLog: z.string().regex(/\S/).optional().register(optionInfos, {
    group: OptionGroup.Server,
    placeholder: "<file>",
    default: "none",
    allowed: "the path of a file",
    summary: "Append what the spawned command prints to this file.",
  }),
  iOwnThisServer: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Server,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Test a server that is neither on this machine nor in a private network. It has to be yours.",
  }),
};

/** Options about the tester itself. */
export function testerOptions(threads: number) {
  return {
    workers: wholeNumber(1, 64).default(1).register(optionInfos, {
      group: OptionGroup.Tester,
      placeholder: "<processes>",
      default: "1",
      allowed: "a whole number from 1 to 64",
      summary: "Processes that share the run: each may open as many files as the system lets one process.",
    }),
    threads: wholeNumber(1, 64).default(threads).register(optionInfos, {
      group: OptionGroup.Tester,
      placeholder: "<threads>",
      default: "half of the cores; for stress 1",
      allowed: "a whole number from 1 to 64",
      summary: "Event loops in each process: each loads one core at most.",
    }),
    size: byteSize(1, MAX_TEXT_BYTES)
      .default(128)
      .register(optionInfos, {
        group: OptionGroup.Tester,
        placeholder: "<size>",
        default: "128",
        allowed: `a size from 1 to ${MAX_TEXT_BYTES} bytes, such as 512 or 4KiB`,
        summary: "Least size of a message's text; what accounts for the message is part of it.",
      }),
    timeout: duration(100, 600_000).default(5_000).register(optionInfos, {
      group: OptionGroup.Tester,
      placeholder: "<time>",
      default: "5s",
      allowed: "a time from 100ms to 10m",
      summary: "After which a connect, a handshake or an answer counts as failed.",
    }),
    seed: wholeNumber(0, 2 ** 32 - 1)
      .default(1)
      .register(optionInfos, {
        group: OptionGroup.Tester,
        placeholder: "<number>",
        default: "1",
        allowed: "a whole number from 0 to 4294967295",
        summary: "Seed of everything that is drawn by chance: the same one makes the same choices.",
      }),
  };
}

/** Options about the result. */
export const resultOptions = {
  failIf: z.array(z.string().transform(toThreshold)).default([]).register(optionInfos, {
    group: OptionGroup.Result,
    placeholder: "<condition>",
    default: "none",
    allowed: "a condition such as p99>50ms or lost>0",
    summary: "Exit with 99 when this is so at the end.",
    isRepeatable: true,
  }),
  json: z.string().regex(/\S/).optional().register(optionInfos, {
    group: OptionGroup.Result,
    placeholder: "<file>",
    default: "none",
    allowed: "the path of a file",
    summary: "Write the result to this file, for programs and for chat-load report.",
  }),
  html: z.string().regex(/\S/).optional().register(optionInfos, {
    group: OptionGroup.Result,
    placeholder: "<file>",
    default: "none",
    allowed: "the path of a file",
    summary: "Write a report with charts to this file: one page that needs no network.",
  }),
  quiet: trueOrFalse().default(false).register(optionInfos, {
    group: OptionGroup.Result,
    placeholder: "",
    default: "false",
    allowed: "true or false",
    summary: "Print nothing but what went wrong.",
  }),
};

/** The options that every run has. */
export type CommonOptions = z.output<
  z.ZodObject<typeof targetOptions & ReturnType<typeof testerOptions> & typeof resultOptions>
>;

function toThreshold(condition: string, context: z.core.$RefinementCtx): Threshold {
  const reading = readThreshold(condition);
  if (reading.kind === "threshold") return reading.threshold;
  context.addIssue({ code: "custom", message: reading.problem });
  return z.NEVER;
}

/** Rules about options that exclude or need one another. */
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

/** Converts options to the settings that every run has. */
export function toCommonSettings({ workers, threads, size, seed, timeout }: CommonOptions): CommonSettings {
  return {
    fleet: { processes: workers, threads },
    messageBytes: size,
    seed,
    connectTimeoutMs: timeout,
    handshakeTimeoutMs: timeout,
    answerTimeoutMs: timeout,
  };
}

/** Last lines of every help text. */
export const CLOSING_LINES: readonly string[] = [
  "Each option is an environment variable too: --fail-if is CHAT_FAIL_IF. A flag wins.",
  "Ctrl-C ends the run, with a report of what was seen; a second one ends it at once.",
  "Exit codes: 0 passed, 97 the tester was the limit, 98 messages lost or connections dropped,",
  "99 a --fail-if came true (the first that applies, in this order), 2 wrong usage, 1 there was no run.",
];
