import type { ReaderItem } from "@chat/protocol";
import type { InboundRate } from "./inbound-rates.ts";

/** The receiver of a stream's messages. */
export interface InboundListener {
  /** True when another message can be taken now. When that changes, the listener calls `InboundStream.pump`. */
  readonly canTake: boolean;
  take(item: ReaderItem): void;
  /** The end of an object does not come, or another message has begun inside it. Called once for each object. */
  objectStaysOpen(): void;
  /** Messages wait because the sender exceeds a rate. Called again and again while they do. */
  slowedDown(rate: InboundRate): void;
  /** Everything that the peer sent before its end of input has been taken. */
  inputDone(): void;
}
