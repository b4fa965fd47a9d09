import { sharedConfig } from "../../vitest.shared.ts";

// Runs take seconds, and more on a busy machine.
export default { ...sharedConfig, test: { testTimeout: 60_000 } };
