import "../check-node.ts";

export { NatsBackplane } from "./nats-backplane.ts";
export type { NatsBackplaneOptions } from "./nats-options.ts";
export type { NatsAccess, NatsTls } from "./open-broker.ts";
