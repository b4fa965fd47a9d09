/**
 * One connection of a client, as far as the account goes: from when to when the server may have counted it among its users, and
 * from when to when it must have. In microseconds of the machine's monotonic clock, in this order.
 */
export interface Stay {
  /** When it began to connect: what was dealt with before cannot have reached it. */
  readonly begunUs: number;
  /** When it was welcomed. */
  readonly joinedUs: number;
  /** When it began to leave; `Infinity` as long as it has not. */
  leavingUs: number;
  /** When its connection was closed; `Infinity` as long as it is not. */
  goneUs: number;
}
