import "../check-node.ts";

export { NatsBackplane, type NatsBackplaneOptions } from "./nats-backplane.ts";
export type { NatsAccess } from "./open-broker.ts";
