import type { ViteUserConfig } from "vitest/config";

/** Tests import the sources of the workspace's packages, so that none passes against a stale build. The rest are Vite's defaults. */
const conditions = ["@chat/source", "module", "node", "development|production"];

export const sharedConfig: ViteUserConfig = {
  resolve: { conditions },
  ssr: { resolve: { conditions } },
};
