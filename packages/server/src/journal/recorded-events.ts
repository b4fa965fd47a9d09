import type { ConnectionRecorder } from "@chat/journal";
import { type Trouble, TroubleKind } from "../dispatch/trouble.ts";

/** Refusals of messages that the recorder does not find by itself. */
const REFUSALS: { readonly [Kind in TroubleKind]?: string } = {
  [TroubleKind.ForgedSender]: "from.name is another name than the client's own",
  [TroubleKind.UnknownUser]: "nobody of this name is online",
  [TroubleKind.UnknownCommand]: "there is no such command",
  [TroubleKind.Muted]: "an operator has muted this user",
  [TroubleKind.Filtered]: "a module of the server has refused it",
};

/** Records a trouble with the message at a position. Most of them the recorder finds in the bytes by itself. */
export function recordTrouble(recorder: ConnectionRecorder, { kind, rejection }: Trouble, offset: number): void {
  const reason = REFUSALS[kind];
  if (reason !== undefined) recorder.refusedMessage(reason, offset);
  // Only the server knows when it gives up on a message.
  else if (rejection && kind === TroubleKind.Incomplete) recorder.abandoned(rejection);
}

/** Returns the text that tells a user of a recording. */
export function recordingNotice(showsMessages: boolean): string {
  const texts = showsMessages ? "with the texts of messages" : "without the texts of messages";
  return `This server records your connection, ${texts}, so that its operator can find mistakes.`;
}
