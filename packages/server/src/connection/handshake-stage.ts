import { type Handshake, HandshakeReader, serverTexts } from "@chat/protocol";
import type { ServerLimits } from "../limits.ts";
import type { DeadlineQueue } from "../timing/deadline-queue.ts";

/** What the handshakes of one event loop share. */
export interface HandshakeServices {
  readonly limits: ServerLimits;
  /** Ends names that have no terminator. */
  readonly quiet: DeadlineQueue<HandshakeStage>;
  /** Ends handshakes that take too long. */
  readonly handshakes: DeadlineQueue<HandshakeStage>;
}

/** Who owns a handshake, as far as the handshake cares. */
export interface HandshakeOwner {
  /** The peer has told its name. */
  named(handshake: Handshake & { kind: "name" }): void;
  /** The peer has skipped the handshake: its first message tells the name [C-32]. */
  handshakeSkipped(handshake: Handshake & { kind: "message" }): void;
  /** The handshake has failed; the text says what is wrong and what is allowed. */
  handshakeRefused(text: string): void;
}

/** The first stage of a connection: from the accept until its name is known. */
export class HandshakeStage {
  readonly #owner: HandshakeOwner;
  readonly #services: HandshakeServices;
  readonly #reader: HandshakeReader;
  #isSkipped = false;
  #isOver = false;

  constructor(owner: HandshakeOwner, services: HandshakeServices) {
    this.#owner = owner;
    this.#services = services;
    this.#reader = new HandshakeReader(services.limits.maxHandshakeBytes);
    services.handshakes.add(this);
  }

  receive(chunk: Uint8Array): void {
    const handshake = this.#reader.push(chunk);
    if (handshake) this.#decide(handshake);
    else this.#services.quiet.add(this);
  }

  /** Nothing more comes: what has arrived is the name. */
  inputEnded(): void {
    this.#decide(this.#reader.finish());
  }

  /**
   * Nothing came for the quiet time: the name is complete, unless the socket has more by now. A busy loop may be late
   * to read, so it is polled once more first [C-31].
   */
  quietTimePassed(): void {
    const { length } = this.#reader;
    afterNextPoll(() => {
      if (this.#reader.length === length) this.#decide(this.#reader.finish());
    });
  }

  timedOut(): void {
    const seconds = this.#services.limits.handshakeTimeoutMs / 1000;
    afterNextPoll(() => {
      if (this.#isOver) return;
      if (this.#isSkipped)
        this.#refuse(`The first message was not complete within ${seconds} s. Close its last brace.`);
      else if (this.#reader.length > 0) this.#decide(this.#reader.finish());
      else this.#refuse(`No name came within ${seconds} s. Send your name and a newline first.`);
    });
  }

  /** The name is known, or does not matter any more. */
  stop(): void {
    this.#isOver = true;
    this.#services.quiet.delete(this);
    this.#services.handshakes.delete(this);
  }

  #decide(handshake: Handshake): void {
    if (this.#isOver || this.#isSkipped) return;
    switch (handshake.kind) {
      case "refused":
        return this.#refuse(handshake.problem.text);
      case "message":
        // The first message has to come in time as well, so only the quiet time is over.
        this.#isSkipped = true;
        this.#services.quiet.delete(this);
        return this.#owner.handshakeSkipped(handshake);
      case "name":
        this.stop();
        return this.#owner.named(handshake);
    }
  }

  #refuse(reason: string): void {
    this.stop();
    this.#owner.handshakeRefused(serverTexts.error.write(reason));
  }
}

/** Calls back when the event loop has read from its sockets once more: the check phase comes after the poll phase. */
function afterNextPoll(callback: () => void): void {
  setImmediate(callback);
}
