import type { ServerLimits } from "../limits.ts";
import { RateTable } from "./rate-table.ts";

/** The rates of a connection, by their index. */
export const MESSAGES = 0;
export const BYTES = 1;
export const SHOUTS = 2;

export const INBOUND_RATES = [MESSAGES, BYTES, SHOUTS] as const;
export type InboundRate = (typeof INBOUND_RATES)[number];

/** Makes the rates of all connections. A rate makes its connection wait; nothing is refused. */
export function createInboundRates(limits: ServerLimits): RateTable {
  return new RateTable([
    { perSecond: limits.messagesPerSecond, burst: limits.messageBurst },
    { perSecond: limits.bytesPerSecond, burst: limits.byteBurst },
    { perSecond: limits.shoutsPerSecond, burst: limits.shoutBurst },
  ]);
}
