export { bases } from "./bases.ts";
export { type BrokenPeer, prepare } from "./broken-peer.ts";
export { BrokenServer } from "./broken-server.ts";
export { catalogue } from "./catalogue.ts";
export { findToolchainProblem, type LanguageName, languages } from "./language.ts";
export type { BrokenServerName } from "./servers.ts";
