import { asciiJson } from "./ascii-json.ts";
import type { ChatMessage } from "./chat-message.ts";

/** A message and its position in the stream. To pass its text on takes the literal alone, which needs no decoding. */
export class ReceivedMessage {
  readonly kind = "message";
  /** The sender, as it stands in the message. */
  readonly from: ChatMessage["from"];
  /** The receiver, as it stands in the message: a username or an endpoint. */
  readonly to: string;
  /** Position in the stream of the message's first byte, in bytes. */
  readonly offset: number;
  #msg: string | null;
  #msgLiteral: string | null;

  /** One of `msg` and `msgLiteral` may be `null`: it is computed from the other. */
  constructor(from: ChatMessage["from"], to: string, msg: string | null, msgLiteral: string | null, offset: number) {
    this.from = from;
    this.to = to;
    this.offset = offset;
    this.#msg = msg;
    this.#msgLiteral = msgLiteral;
  }

  /** The text. */
  get msg(): string {
    this.#msg ??= JSON.parse(this.#msgLiteral as string) as string;
    return this.#msg;
  }

  /** The text as a JSON string literal in plain ASCII, quotes included [C-21]. */
  get msgLiteral(): string {
    this.#msgLiteral ??= asciiJson(this.msg);
    return this.#msgLiteral;
  }

  /** The message as a plain object, made anew by each call. */
  get message(): ChatMessage {
    return { from: this.from, to: this.to, msg: this.msg };
  }
}
