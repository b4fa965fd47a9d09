// A program is started by its file, never through a shell: a shell splits paths at blanks. Windows starts batch files such as
// npx.cmd by a shell alone, so there Node.js runs the script behind them.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const isWindows = process.platform === "win32";

/** The script of the pnpm that is installed with the repository. */
export const pnpmScript = fileURLToPath(new URL("../node_modules/pnpm/bin/pnpm.mjs", import.meta.url));

/** Returns the file of a program and its first arguments. `pnpm` is the repository's own, others are found on the PATH. */
export function resolveProgram(name) {
  if (name === "pnpm") return [process.execPath, pnpmScript];
  if (isWindows && (name === "npm" || name === "npx")) return [process.execPath, findNpmScript(name)];
  return [name];
}

/** Returns the script of npm or npx on Windows, where npm is installed in a folder beside its batch files. */
export function findNpmScript(name, path = process.env.PATH ?? "") {
  const scripts = path.split(delimiter).map((folder) => join(folder, "node_modules", "npm", "bin", `${name}-cli.js`));
  const script = scripts.find((file) => existsSync(file));
  if (script === undefined) throw new Error(`There is no ${name} on the PATH.`);
  return script;
}
