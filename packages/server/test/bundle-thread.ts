import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "tsup";
import type { TestProject } from "vitest/node";

const SOURCE = fileURLToPath(new URL("../src/threads/io-thread.ts", import.meta.url));
const CACHE = fileURLToPath(new URL("../node_modules/.cache/", import.meta.url));

/**
 * Before all tests of a run: bundles the entry of threads from its sources. A thread that loads one file starts in half the
 * CPU time of one that loads a hundred, and the tests start hundreds of threads.
 */
export async function setup(project: TestProject): Promise<void> {
  // Each project of a run comes by here.
  if (process.env.CHAT_TEST_THREAD_ENTRY) return;
  process.env.CHAT_TEST_THREAD_ENTRY = await bundleThread();
  // In watch mode the sources may have changed.
  project.onTestsRerun(async () => void (await bundleThread()));
}

/** Returns the URL of the bundle, which is the same in every run, so that Node has it compiled. */
async function bundleThread(): Promise<string> {
  const bundle = `${CACHE}io-thread.js`;
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(CACHE);
  await build({
    config: false,
    silent: true,
    entry: { "io-thread": SOURCE },
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
  await rename(`${folder}/io-thread.js`, bundle);
  await rm(folder, { recursive: true });
  return pathToFileURL(bundle).href;
}
