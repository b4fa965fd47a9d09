import { fileURLToPath } from "node:url";
import { sharedConfig } from "../../vitest.shared.ts";

export default {
  ...sharedConfig,
  test: {
    ...sharedConfig.test,
    // Most files wait for sockets and processes: more of them than there are cores run at once.
    maxWorkers: 4,
    // Servers and programs in processes of their own load the same sources again and again.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL("node_modules/.cache/compile", import.meta.url)) },
  },
};
