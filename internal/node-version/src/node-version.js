// In old syntax without types, since a Node.js of any age has to read it.

/** The oldest Node.js that our packages run on: `engines.node` in each package.json says the same. */
export const OLDEST_NODE = "22.18";

/**
 * Returns what is wrong with this Node.js; `null` when it is new enough. Bun, Deno and browsers are never wrong: they state
 * the version of a Node.js that they imitate, or none.
 */
export function findNodeProblem(versions = currentVersions()) {
  const { node, bun, deno } = versions;
  if (!node || bun || deno || isAtLeast(node, OLDEST_NODE)) return null;
  return `needs Node.js ${OLDEST_NODE} or newer; this is v${node}`;
}

/** Throws an error that names the package when this Node.js is too old for it. */
export function requireNode(packageName) {
  const problem = findNodeProblem();
  if (problem !== null) throw new Error(`${packageName} ${problem}`);
}

/**
 * Checks whether a command can run on this Node.js. Otherwise it prints one line to the standard error, and the process ends
 * with exit code 2 once nothing keeps it.
 */
export function canRun(command) {
  const problem = findNodeProblem();
  if (problem === null) return true;
  process.stderr.write(`${command}: ${problem}\n`);
  process.exitCode = 2;
  return false;
}

function currentVersions() {
  return (typeof process === "object" && process && process.versions) || {};
}

/** Compares major and minor numbers. */
function isAtLeast(version, oldest) {
  const [major, minor] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldest.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
