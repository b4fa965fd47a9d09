export { type CommandOptions, CommandProcess, type Ending } from "./command-process.ts";
export { canTestWithNats, findNatsServer } from "./nats/find-nats-server.ts";
export { NatsCluster } from "./nats/nats-cluster.ts";
export { NatsServer, type NatsServerOptions } from "./nats/nats-server.ts";
export { type OriginalRead, OriginalServer } from "./original-server.ts";
export { startScriptedServer } from "./scripted-server.ts";
export { LinkState, TcpProxy } from "./tcp-proxy.ts";
export { PATIENCE_MS, type Target, TestPeer } from "./test-peer.ts";
