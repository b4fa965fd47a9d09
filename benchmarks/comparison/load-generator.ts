import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Core, pin } from "./machine.ts";
import { nativeProgram } from "./native-programs.ts";
import type { RunningServer } from "./running-server.ts";

/** Result of one load, as the generator prints it. Times are those of one message or one join. */
export interface LoadResult {
  readonly measure: string;
  readonly perSecond: number;
  readonly serverCpuUs: number;
  readonly generatorCpuUs: number;
  /** Share of the time in which other programs had the generator's core, which should be its own: how busy the machine was. */
  readonly waitingTimeShare: number;
  /** Messages, or bursts of them, that had not arrived 5 s after the end. */
  readonly missing?: number;
  /** Lines that arrived between direct messages and were something else. */
  readonly unexpected?: number;
  readonly p50Us?: number;
  readonly p99Us?: number;
  readonly maxUs?: number;
  readonly connections?: number;
  /** Time from the first receiver of a shout to the last. */
  readonly spreadMs?: number;
  readonly residentBytes?: number;
}

/** Durations of a load: before it is measured, and while it is. */
export interface LoadWindow {
  readonly warmUpMs: number;
  readonly durationMs: number;
}

/** Far more than the slowest takes for all that it is asked at once. */
const DEADLINE_MS = 300_000;

const JOINS_AT_ONCE = 256;

const run = promisify(execFile);

/**
 * Makes the loads, one after the other, with the same users.
 *
 * @param loads as the generator takes them: `dm:16`, `shout:4`, `latency:5000`, `joins:18000`, `spread:20`
 */
export async function generateLoad(
  server: RunningServer,
  users: number,
  { warmUpMs, durationMs }: LoadWindow,
  loads: readonly string[],
): Promise<LoadResult[]> {
  const { protocol, joinsAtOnce = JOINS_AT_ONCE } = server.contender;
  const numbers = [server.port, server.pid, users, joinsAtOnce, warmUpMs, durationMs].map(String);
  const args = [protocol, ...numbers, ...loads];
  const command = pin({ file: nativeProgram("load-generator"), args }, Core.Load);
  try {
    const { stdout } = await run(command.file, command.args, { timeout: DEADLINE_MS });
    return stdout
      .trim()
      .split("\n")
      .map((line): LoadResult => JSON.parse(line));
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`${server.contender.name}: ${stderr?.trim() || (error as Error).message}\n${server.readOutput()}`, {
      cause: error,
    });
  }
}
