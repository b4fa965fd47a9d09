import { describe } from "@chat/command-line/describe";
import { ChatError } from "./chat-error.ts";
import { ConnectFailedError } from "./errors.ts";

/** Returns the error of a failed try: a `ChatError` as it is, and what a transport threw as the cause of one. */
export function toConnectError(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  return new ConnectFailedError(`No connection: ${describe(error)}`, { cause: error });
}
