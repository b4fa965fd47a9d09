import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { LinkBatch } from "../backplane/link-batch.ts";
import { PeerLink, type PeerLinkHandler } from "../backplane/peer-link.ts";

/**
 * Bytes that may travel to one thread before it has taken them. A thread that is held up would let them grow without end.
 *
 * Shouts are not counted, and never refused: some users would miss them, and nobody be told. A thread that hangs is ended
 * after `THREAD_HANG_TIMEOUT_MS`, so no more of them can pile up than the rates of all who shout allow in that time.
 */
const MAX_IN_FLIGHT_BYTES = 64 * 1024 * 1024;

/** The route between two threads: a message port. */
export class ThreadLink extends PeerLink {
  readonly #port: MessagePort;

  constructor(port: MessagePort, owner: PeerLinkHandler) {
    super(owner, MAX_IN_FLIGHT_BYTES);
    this.#port = port;
    port.on("message", (batch: LinkBatch) => this.receive(batch));
  }

  protected override post(batch: LinkBatch): void {
    this.#port.postMessage(batch);
  }

  /** The other thread is dead: hears its last words, and tells each sender of what is still on the account then. */
  fail(): void {
    for (let last = receiveMessageOnPort(this.#port); last; last = receiveMessageOnPort(this.#port)) {
      this.receive(last.message);
    }
    this.#port.close();
    this.failAll();
  }

  close(): void {
    this.flush();
    this.#port.close();
    this.endShouts();
  }
}
