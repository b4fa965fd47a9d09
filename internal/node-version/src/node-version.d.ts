/** The oldest Node.js that our packages run on: `engines.node` in each package.json says the same. */
export const OLDEST_NODE: string;

/** Returns what is wrong with a Node.js, this one by default; `null` when it is new enough, or another runtime. */
export function findNodeProblem(versions?: Partial<Record<string, string>>): string | null;

/** Throws an error that names the package when this Node.js is too old for it. */
export function requireNode(packageName: string): void;

/** Checks whether a command can run on this Node.js. Otherwise it prints one line, and the process ends with exit code 2. */
export function canRun(command: string): boolean;
