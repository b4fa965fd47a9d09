export { BrokenServer } from "./broken-server.ts";
export { findToolchainProblem } from "./language.ts";
export type { BrokenServerName } from "./servers.ts";
