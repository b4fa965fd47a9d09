export { type CommandOptions, CommandProcess, type Ending } from "./command-process.ts";
export { type OriginalRead, OriginalServer } from "./original-server.ts";
export { startScriptedServer } from "./scripted-server.ts";
export { PATIENCE_MS, type Target, TestPeer } from "./test-peer.ts";
