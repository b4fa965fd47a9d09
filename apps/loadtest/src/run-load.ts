import { availableParallelism } from "node:os";
import {
  abortSignal,
  callback,
  checkOptions,
  integer,
  type KnownOptions,
  oneOf,
  text,
} from "@chat/command-line/known-options";
import type { RunPhase } from "./result/run-phase.ts";
import type { RunResult, Sample } from "./result/run-result.ts";
import { performRun } from "./runs/perform-run.ts";
import { runScenario, toCommonSettings } from "./runs/run-scenario.ts";
import { readScenario } from "./scenario/read-scenario.ts";
import type { ScenarioFile } from "./scenario/scenario.ts";
import { mergeTarget } from "./target/merge-target.ts";

/** A server to test. Without any of these a server of its own is started for the run. */
export interface LoadTarget {
  /**
   * Address or host name.
   * @default "127.0.0.1"
   */
  readonly host?: string;
  /**
   * TCP port.
   * @default 65432
   */
  readonly port?: number;
  /** Process of a server on this machine: its processor time and memory are measured. */
  readonly pid?: number;
  /** Command that starts the server at `host` and `port`; it gets no shell, and ends with the run. */
  readonly spawn?: string;
  /** File to which the output of the spawned command is appended. */
  readonly spawnLog?: string;
  /**
   * True to test a server that is neither on this machine nor in a private network. It has to be yours.
   * @default false
   */
  readonly iOwnThisServer?: boolean;
}

/** The state of a run, about twice a second. */
export interface LoadSample {
  readonly sample: Sample;
  /** Progress of the phase, from 0 to 1. */
  readonly progress: number;
  /** Clients that there should be; `null` where clients join and leave all the time. */
  readonly asked: number | null;
}

/** Options of {@link runLoad}. */
export interface RunLoadOptions {
  /** The load, in the form of a scenario file. */
  readonly scenario: ScenarioFile;
  /** The server. Its keys win over those of the scenario's own target. */
  readonly target?: LoadTarget;
  /**
   * Processes that share the run: each may open as many files as the system lets one process. 1 is this process.
   * @default 1
   */
  readonly processes?: number;
  /**
   * Event loops in each process, each in a thread of its own.
   * @default half of the cores
   */
  readonly threads?: number;
  /** Ends the run cleanly, with a result of what was seen. */
  readonly signal?: AbortSignal;
  /** Called when a phase begins. */
  onPhase?(phase: RunPhase): void;
  /** Called about twice a second. */
  onSample?(sample: LoadSample): void;
}

const object = { allowed: "an object", isAllowed: (value: unknown) => typeof value === "object" };

/** Plain JavaScript has no compiler to check the options. */
const RUN_OPTIONS: KnownOptions<keyof RunLoadOptions> = {
  scenario: object,
  target: object,
  processes: integer(1, 64),
  threads: integer(1, 64),
  signal: abortSignal,
  onPhase: callback,
  onSample: callback,
};
const TARGET_OPTIONS: KnownOptions<keyof LoadTarget> = {
  host: text,
  port: integer(1, 65_535),
  pid: integer(1, 2 ** 31 - 1),
  spawn: text,
  spawnLog: text,
  iOwnThisServer: oneOf(true, false),
};

/**
 * Makes the load of a scenario, and accounts for every message. It neither ends the process nor listens to its signals; with
 * `spawn` alone it has a listener for the process's exit while it runs, which ends what was spawned.
 *
 * @returns the result, as `--json` writes it; its `verdict` and `exitCode` say whether the server passed
 * @throws {TypeError} for an unknown option, and {RangeError} for a value that is not allowed
 * @throws {ScenarioError} when the scenario is wrong: its `problems` name the keys
 * @throws {TargetError} when there is no server, or it may not be tested
 * @throws the reason of `signal` when it aborts before there is anything to report
 */
export async function runLoad(options: RunLoadOptions): Promise<RunResult> {
  checkOptions(options, RUN_OPTIONS);
  checkOptions(options.target ?? {}, TARGET_OPTIONS, "target.");
  const { processes = 1, threads = Math.max(1, Math.floor(availableParallelism() / 2)) } = options;
  const scenario = readScenario(options.scenario, "The scenario");
  const settings = toCommonSettings(scenario, { processes, threads });
  return await performRun({
    target: { iOwnThisServer: false, ...mergeTarget(scenario.target, options.target) },
    failIf: scenario.failIf,
    start: (server, hooks) => runScenario({ command: "run", scenario, settings }, server, hooks),
    hooks: {
      signal: options.signal ?? new AbortController().signal,
      onPhase: (phase) => options.onPhase?.(phase),
      onSample: (sample, progress, asked) => options.onSample?.({ sample, progress, asked }),
    },
  });
}
