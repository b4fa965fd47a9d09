/** Base of every error that this project's packages throw at a program. Texts for people on the wire are in `serverTexts`. */
export abstract class ChatError extends Error {
  /** Stable identifier to switch on; the message is for people and may change. */
  abstract readonly code: string;
  /** True when the same call can succeed later with nothing changed by the caller. */
  abstract readonly isRetryable: boolean;
  /**
   * True when the call failed, and what it sent may have arrived all the same: nobody can know. Sent again, it may arrive
   * twice. False when it is known that nothing arrived.
   */
  readonly mayHaveArrived: boolean = false;
}

/** A value that is not a message of the contract was about to be written. */
export class InvalidMessageError extends ChatError {
  override readonly name = "InvalidMessageError";
  readonly code = "INVALID_MESSAGE";
  readonly isRetryable = false;
}

/** A name that the contract does not allow was about to be sent. */
export class InvalidUsernameError extends ChatError {
  override readonly name = "InvalidUsernameError";
  readonly code = "INVALID_USERNAME";
  readonly isRetryable = false;
}
