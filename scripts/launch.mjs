import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { build, install } from "./prepare.mjs";
import { root } from "./run.mjs";

const isWindows = process.platform === "win32";

/** The Node.js that is installed with the repository. */
export const node = join(root, "node_modules", "node", "bin", isWindows ? "node.exe" : "node");

/** Flags for it: a listener for SIGUSR1 would come too late for a signal that is sent at once. */
export const nodeFlags = ["--disable-sigusr1"];

/**
 * Ends with advice when npm has taken options for its own, as it does unless `--` stands before them.
 *
 * @param command the beginning of the command line that would have worked
 * @param options names of the options that npm may have taken
 */
export function refuseTakenOptions(command, options) {
  const taken = options.find((name) => process.env[`npm_config_${name.replaceAll("-", "_")}`] !== undefined);
  if (taken === undefined) return;
  console.error(`Put -- before the options: ${command} -- --${taken} …`);
  process.exit(2);
}

/** Installs and builds as needed, then runs the command of one of our packages in this terminal, to its end. */
export async function launch(packageName, cli, args) {
  await install();
  await build(packageName);
  await runInTerminal([join(root, cli), ...args]);
}

/** Runs our Node.js in this terminal until it ends, and ends with its exit code. */
export async function runInTerminal(args) {
  const child = spawn(node, [...nodeFlags, ...args], { stdio: "inherit" });
  // Ctrl-C and Ctrl-\ go to everybody in the terminal; the command decides what they mean, and we wait for it.
  for (const signal of ["SIGINT", "SIGQUIT"]) process.on(signal, () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  const [code, signal] = await once(child, "exit");
  process.exitCode = code ?? 1;
  if (signal !== null) console.error(`Ended by ${signal}.`);
}
