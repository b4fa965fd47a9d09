import { fileURLToPath } from "node:url";
import type { ViteUserConfig } from "vitest/config";

/** Tests import the sources of the workspace's packages, so that none passes against a stale build. The rest are Vite's defaults. */
const conditions = ["@chat/source", "module", "node", "development|production"];

/** Longest time that a test or a hook may take, in milliseconds: it ends one that hangs, and says nothing about speed. */
const TIMEOUT_MS = 120_000;

export const sharedConfig = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    // `npm test` makes its table from what the second one writes.
    reporters: ["default", fileURLToPath(new URL("scripts/test-summary-reporter.mjs", import.meta.url))],
  },
} satisfies ViteUserConfig;
