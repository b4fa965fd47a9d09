import { sharedConfig } from "../../vitest.shared.ts";

// Clients pause between their messages as people do: many run side by side.
export default { ...sharedConfig, test: { ...sharedConfig.test, maxConcurrency: 20 } };
