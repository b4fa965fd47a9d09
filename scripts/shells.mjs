// No program of ours is started through a shell, and no path is a URL's: both go wrong in a folder with a blank in its name.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { output } from "./workspace.mjs";

const codeFile = /\.(ts|tsx|mjs|js|cjs)$/;

/** This table, and its test. */
const exempt = /^scripts\/shells(\.test)?\.mjs$/;

/** Each row: a `pattern` in code, and the `advice` for it. */
const rows = [
  { pattern: /^(?!\s*(?:\/\/|\/?\*)).*\bshell:/m, advice: "start the program by its file, without a shell" },
  {
    pattern: /\bimport \{[^}]*\bexec(?:Sync)?\b[^}]*\} from "(?:node:)?child_process"/,
    advice: "exec goes through a shell: use execFile or spawn",
  },
  {
    pattern: /\bimport (?!\{|type \{)[^;"]*"(?:node:)?child_process"|\brequire\("(?:node:)?child_process"\)\.exec\b/,
    advice: "import what you need of child_process by its name",
  },
  {
    pattern: /\bimport\.meta\.url\)\.pathname/,
    advice: "use fileURLToPath: the path of a URL has %20 for a blank",
  },
];

/**
 * Reads the code of a checkout, tests and scripts included.
 *
 * @returns complaints, one per line
 */
export async function findShells(directory) {
  const listed = await output("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: directory });
  const paths = listed.split("\n").filter((path) => codeFile.test(path) && !exempt.test(path));
  const complaints = await Promise.all(
    paths.map(async (path) => complaintsAbout(path, await readFile(join(directory, path), "utf8").catch(() => ""))),
  );
  return complaints.flat();
}

/** Returns a complaint for each row that a file's text matches. */
export function complaintsAbout(path, text) {
  return rows.flatMap(({ pattern, advice }) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split("\n").length;
    return [`${path}:${line}: ${advice}`];
  });
}
