/** True when this file is a source, and so is the entry of the thread. */
const isSource = import.meta.url.endsWith(".ts");

/** The file that a thread of users runs. */
export const THREAD_ENTRY = new URL(isSource ? "./io-thread.ts" : "./io-thread.js", import.meta.url);

/** The file that the thread of the modules runs. */
export const MODULE_HOST_ENTRY = new URL(isSource ? "./module-host.ts" : "./module-host.js", import.meta.url);

/** Returns the flags of threads: those of the process, unless the process runs a program given as text. */
export function flagsOfThreads(): { readonly execArgv?: string[] } {
  if (isSource) return { execArgv: ["--conditions=@chat/source"] };
  return process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};
}
