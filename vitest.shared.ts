import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

/** Tests import the sources of the workspace's packages, so that none passes against a stale build. The other conditions are Vite's defaults. */
const conditions = ["@chat/source", "module", "node", "development|production"];

/** Longest time of a test or a hook, in milliseconds. Only one that hangs reaches it, so no verdict depends on speed. */
const TIMEOUT_MS = 120_000;

export const sharedConfig = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // A new process for each file would load the same modules again and again: half of the time of a run. No test may leave
    // anything behind in a module.
    isolate: false,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    expect: { poll: { timeout: TIMEOUT_MS / 2 } },
    // Threads and processes that tests start share what Node makes of the sources: they load in a third of the time.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url)) },
    // `npm test` makes its table from what the second one writes.
    reporters: ["default", fileURLToPath(new URL("scripts/test-summary-reporter.mjs", import.meta.url))],
  },
} satisfies ViteUserConfig;
