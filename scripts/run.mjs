import "./ignore-user-signals.mjs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { resolveProgram } from "./programs.mjs";

/** The directory of the repository. */
export const root = fileURLToPath(new URL("..", import.meta.url));

const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", TURBO_NO_UPDATE_NOTIFIER: "1" };

/**
 * Runs a command and shows its output. `pnpm` is the one that is installed with the repository.
 *
 * @returns its exit code
 */
export async function run(command, args, options = {}) {
  const child = start(command, args, { stdio: "inherit", ...options });
  return await exitCode(child);
}

/**
 * Runs a command and keeps its output.
 *
 * @returns its exit code, all of its output, and its standard output alone
 */
export async function runCaptured(command, args, options = {}) {
  const child = start(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  const output = [];
  const stdout = [];
  child.stdout.on("data", (chunk) => output.push(chunk) && stdout.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const code = await exitCode(child);
  return { code, output: Buffer.concat(output).toString(), stdout: Buffer.concat(stdout).toString() };
}

function start(command, args, options) {
  const [file, ...firstArgs] = resolveProgram(command);
  return spawn(file, [...firstArgs, ...args], { cwd: root, env, ...options });
}

async function exitCode(child) {
  const [code] = await once(child, "close");
  return code ?? 1;
}
