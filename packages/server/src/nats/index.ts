export type { NatsAccess } from "./connection.ts";
export { NatsBackplane, type NatsBackplaneOptions } from "./nats-backplane.ts";
