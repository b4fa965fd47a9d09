import { asciiJson } from "@chat/protocol";
import type { Backplane, Mailbox } from "../src/backplane/backplane.ts";
import type { DeliveryOutcome } from "../src/delivery/delivery-outcome.ts";
import { directLine, directLineStart, shoutLine } from "../src/delivery/line.ts";
import type { User } from "../src/delivery/user.ts";

/** Sends a direct message, as the dispatcher does. */
export function send(backplane: Backplane, receiver: User, text: string, sender: Mailbox): DeliveryOutcome {
  return backplane.deliver(receiver, directLine(directLineStart(sender.user, receiver), asciiJson(text)), sender);
}

/** Shouts, as the dispatcher does. Resolves with the number of users who got it. */
export function shout(backplane: Backplane, text: string, sender: Mailbox): Promise<number> {
  return backplane.broadcast(shoutLine(sender.user, text), sender.user);
}
