import { foldName } from "@chat/protocol";
import { addressLine, type LineParts, startLine } from "./line.ts";

/** The sender of a direct message, as far as the mailbox that takes it is concerned. */
export interface Sender {
  /** Reports that `count` of its direct messages to one receiver may not have arrived. */
  undeliverable(receiverName: string, count: number): void;
  /**
   * Reports that its message was written: the kernel of the receiver's machine has it. For each message that a mailbox
   * takes, either this or {@link undeliverable} is called, once, unless the receiver's node closes or dies before.
   *
   * Only a sender that stands for a single message from another node implements it, to acknowledge that message. Users
   * of this node do without, so a message between them costs no call.
   */
  written?(): void;
}

/** A receiver of direct messages on this event loop. */
export interface DirectReceiver {
  /** Takes the line of a direct message; `false` when it has no room. The sender learns if the line is never written. */
  deliver(line: string, sender: Sender): boolean;
  /** Writes a notice; `false` when it has no room, or nobody reads it. */
  tell(text: string): boolean;
}

/** A user online. */
export class User implements LineParts {
  /** The username, as the user spelled it. */
  readonly name: string;
  /** The address that the server sees. */
  readonly ip: string;
  /** The folded name: equal for two spellings of the same name [C-44]. */
  readonly key: string;
  /**
   * The receiver of this user's messages while it is online on this event loop. Set by the backplane, to spare a search.
   * @internal
   */
  mailbox: DirectReceiver | null = null;
  // Made for the first line: most of a large chat is silent.
  #lineTo: string | null = null;

  constructor(name: string, ip: string) {
    this.name = name;
    this.ip = ip;
    this.key = foldName(name);
  }

  /** @internal */
  get lineStart(): string {
    return startLine(this.name, this.ip);
  }

  /** @internal */
  get lineTo(): string {
    this.#lineTo ??= addressLine(this.name);
    return this.#lineTo;
  }
}
