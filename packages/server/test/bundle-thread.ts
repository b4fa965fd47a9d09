import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsup";
import type { TestProject } from "vitest/node";

const ENTRIES = ["io-thread", "module-host"] as const;
const SOURCES = fileURLToPath(new URL("../src/threads/", import.meta.url));
const CACHE = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));

/**
 * Before all tests of a run: bundles the entries of threads from their sources. A thread that loads one file starts in half the
 * CPU time of one that loads a hundred, and the tests start hundreds of threads.
 */
export async function setup(project: TestProject): Promise<void> {
  // Each project of a run comes by here.
  if (process.env.CHAT_TEST_THREAD_ENTRY) return;
  process.env.CHAT_TEST_THREAD_ENTRY = await bundleThread();
  // In watch mode the sources may have changed.
  project.onTestsRerun(async () => void (await bundleThread()));
}

/** Returns the URL of the bundle of `io-thread`, which is the same in every run, so that Node has it compiled. */
async function bundleThread(): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(CACHE);
  await build({
    config: false,
    silent: true,
    entry: Object.fromEntries(ENTRIES.map((entry) => [entry, `${SOURCES}${entry}.ts`])),
    // Each is one file, which can be put in place at once.
    splitting: false,
    outDir: folder,
    format: "esm",
    platform: "node",
    target: "node22",
    noExternal: [/^@chat\//],
    esbuildOptions(options) {
      options.conditions = ["@chat/source"];
    },
  });
  // At once: a run that goes on beside this one starts threads from the same file.
  for (const entry of ENTRIES) await rename(`${folder}/${entry}.js`, `${CACHE}${entry}.js`);
  await rm(folder, { recursive: true });
  return pathToFileURL(`${CACHE}io-thread.js`).href;
}
