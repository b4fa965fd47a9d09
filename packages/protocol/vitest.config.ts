import { sharedConfig } from "../../vitest.shared.ts";

// Nothing here has a state that one file could leave to the next, and loading the sources takes a third of the time.
export default { ...sharedConfig, test: { ...sharedConfig.test, isolate: false } };
