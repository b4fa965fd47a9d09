import { directLineStart } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";

/** The way from one user to another. People write to the same one many times in a row, so it is kept. */
export class Route {
  /** What the sender calls the receiver. */
  readonly to: string;
  readonly receiver: User;
  /** Start of each line, up to the text. */
  readonly lineStart: string;

  constructor(sender: User, to: string, receiver: User) {
    this.to = to;
    this.receiver = receiver;
    this.lineStart = directLineStart(sender, receiver);
  }
}
