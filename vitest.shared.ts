import type { ViteUserConfig } from "vitest/config";

/** Tests import the sources of the workspace's packages, so that none passes against a stale build. The other conditions are Vite's defaults. */
const conditions = ["@chat/source", "module", "node", "development|production"];

export const sharedConfig: ViteUserConfig = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  // Far longer than anything takes on a busy machine: only a hang reaches these limits, so no verdict depends on speed.
  test: { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 30_000 } } },
};
