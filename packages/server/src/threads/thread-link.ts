import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { LinkBatch } from "../backplane/link-batch.ts";
import { PeerLink, type PeerLinkHandler } from "../backplane/peer-link.ts";

/**
 * Bytes of direct messages in flight to one thread that it has not taken. Without a limit they would grow without end while
 * that thread is held up.
 *
 * Shouts do not count and are never refused: some users would miss them without a report. A hung thread is ended after
 * `THREAD_HANG_TIMEOUT_MS`, so the shouts that wait for it are bounded by the rates of all who shout.
 */
const MAX_IN_FLIGHT_BYTES = 64 * 1024 * 1024;

/** A link between two threads, over a message port. */
export class ThreadLink extends PeerLink {
  readonly #port: MessagePort;

  constructor(port: MessagePort, handler: PeerLinkHandler) {
    super(handler, MAX_IN_FLIGHT_BYTES);
    this.#port = port;
    port.on("message", (batch: LinkBatch) => this.receive(batch));
  }

  protected override post(batch: LinkBatch): void {
    this.#port.postMessage(batch);
  }

  /** Ends the link to a dead thread: handles its last batches, then reports all messages still in flight as lost. */
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
