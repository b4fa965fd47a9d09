/** In the sources, Node reads TypeScript from the folder of each file; what is built stands beside this file. */
const isSource = import.meta.url.endsWith(".ts");

/** The files that run in threads and processes of their own. */
export const CHILD_SCRIPTS = {
  process: locateScript("fleet", "process-main"),
  server: locateScript("target", "server-main"),
  stub: locateScript("selftest", "stub-main"),
  worker: locateScript("fleet", "worker-main"),
} as const;

/** Flags of the processes that run such a file. */
export const CHILD_FLAGS: readonly string[] = isSource ? ["--conditions=@chat/source"] : [];

function locateScript(folder: string, name: string): URL {
  return new URL(isSource ? `./${folder}/${name}.ts` : `./${name}.js`, import.meta.url);
}
