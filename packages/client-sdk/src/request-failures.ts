import type { ServerAnswer } from "@chat/protocol";
import { ClientClosedError, RequestFailedError } from "./errors.ts";

/** Returns the error of what a closed client is asked, or was asked before and has not answered. */
export function closedError(mayHaveArrived: boolean): ClientClosedError {
  const text = mayHaveArrived
    ? "The client was closed before the answer came: it may have been carried out all the same."
    : "The client was closed.";
  return new ClientClosedError(text, { mayHaveArrived });
}

/** An endpoint that failed, or took too long, may have done a part of its work: a shout may have reached some. */
export function requestFailed({ text, reading }: ServerAnswer): RequestFailedError {
  return new RequestFailedError(text, { mayHaveArrived: reading?.kind === "endpointFailed" });
}
