export { choosePort, choosePorts, type Fault, type LinkFaults, type TcpLink, TcpProxy } from "@chat/proxy";
export { type CommandOptions, CommandProcess, type Ending } from "./command-process.ts";
export { canTestWithNats, findNatsServer } from "./nats/find-nats-server.ts";
export { NatsCluster } from "./nats/nats-cluster.ts";
export { NatsServer, type NatsServerOptions } from "./nats/nats-server.ts";
export { type OriginalRead, OriginalServer } from "./sockets/original-server.ts";
export { startScriptedServer } from "./sockets/scripted-server.ts";
export { type PeerSocket, type Target, TestPeer } from "./sockets/test-peer.ts";
export { PATIENCE_MS } from "./waiting/changes.ts";
