export { choosePort, choosePorts } from "./choose-ports.ts";
export type { Fault, LinkFaults } from "./link-faults.ts";
export type { LinkLoss, LinkObserver, LinkSide } from "./link-observer.ts";
export type { TcpLink } from "./tcp-link.ts";
export { type ProxyOptions, type ProxyTarget, TcpProxy } from "./tcp-proxy.ts";
