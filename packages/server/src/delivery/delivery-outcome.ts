/** The result of handing a direct message over. */
export const DeliveryOutcome = {
  /** It is in the receiver's queue. */
  Queued: "queued",
  /** The receiver's queue has no room for it. */
  NoRoom: "no-room",
  /** The receiver is not online any more. */
  Gone: "gone",
  /** It is on its way to another node. The {@link DeliveryReceipt} of the sender learns the result. */
  InFlight: "in-flight",
} as const;
export type DeliveryOutcome = (typeof DeliveryOutcome)[keyof typeof DeliveryOutcome];

/** The result of handing a direct message to a receiver on this event loop. */
export type LocalOutcome = Exclude<DeliveryOutcome, typeof DeliveryOutcome.InFlight>;

/** The reason why a message was not taken. */
export type Refusal = Exclude<LocalOutcome, typeof DeliveryOutcome.Queued>;

/** The sender's handle on a direct message in flight to another node. One of its methods is called, once. */
export interface DeliveryReceipt {
  /** Settles the receipt: the message is in the receiver's queue, or lost, which `Sender.undeliverable` reports. */
  delivered(): void;
  /** Settles the receipt: the message was not taken, and this is the answer to it. */
  refused(receiverName: string, outcome: Refusal): void;
}
