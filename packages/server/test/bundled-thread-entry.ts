/** Stands for `src/threads/thread-entry.ts` in tests: the entry of threads as `bundle-thread.ts` has bundled it. */
export const THREAD_ENTRY = new URL(process.env.CHAT_TEST_THREAD_ENTRY ?? "");

export const MODULE_HOST_ENTRY = new URL("module-host.js", THREAD_ENTRY);

/** Returns the flags of threads: modules with endpoints may be sources. */
export function flagsOfThreads(): { readonly execArgv: string[] } {
  return { execArgv: ["--conditions=@chat/source"] };
}
