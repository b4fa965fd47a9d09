import { describe } from "@chat/command-line/describe";
import { ChatError } from "@chat/protocol";

/** Facts about a failure. */
export interface FailureOptions extends ErrorOptions {
  /**
   * True when something was sent whose outcome nobody can know.
   * @default false
   */
  readonly mayHaveArrived?: boolean | undefined;
}

/** Facts about the loss of a connection. */
export interface LossOptions extends FailureOptions {
  /**
   * True when the server was silent.
   * @default false
   */
  readonly isSilence?: boolean | undefined;
}

/** The server could not be reached: refused, unreachable, no such host. `cause` is the system's error. */
export class ConnectFailedError extends ChatError {
  override readonly name = "ConnectFailedError";
  readonly code = "CONNECT_FAILED";
  readonly isRetryable = true;
}

/** The connection was not made in time. */
export class ConnectTimeoutError extends ChatError {
  override readonly name = "ConnectTimeoutError";
  readonly code = "CONNECT_TIMEOUT";
  readonly isRetryable = true;
}

/** The server took the connection and did not answer the name in time. */
export class HandshakeTimeoutError extends ChatError {
  override readonly name = "HandshakeTimeoutError";
  readonly code = "HANDSHAKE_TIMEOUT";
  readonly isRetryable = true;
}

/** The other side does not speak the contract of the chat. */
export class WrongServerError extends ChatError {
  override readonly name = "WrongServerError";
  readonly code = "WRONG_SERVER";
  readonly isRetryable = false;
}

/** Another user online has the name [C-34]. */
export class UsernameTakenError extends ChatError {
  override readonly name = "UsernameTakenError";
  readonly code = "USERNAME_TAKEN";
  readonly isRetryable = false;
}

/** The server refuses the name or this client; the message is the server's reason. */
export class RefusedError extends ChatError {
  override readonly name = "RefusedError";
  readonly code = "REFUSED";
  readonly isRetryable = false;
}

/** The server is full, or can't check names right now; the message is the server's reason. */
export class ServerBusyError extends ChatError {
  override readonly name = "ServerBusyError";
  readonly code = "SERVER_BUSY";
  readonly isRetryable = true;
}

/** An operator has removed us from the server; the message is the server's. The client does not come back by itself [C-76]. */
export class RemovedByOperatorError extends ChatError {
  override readonly name = "RemovedByOperatorError";
  readonly code = "REMOVED_BY_OPERATOR";
  readonly isRetryable = false;
}

/** The connection broke. What waited for an answer {@link ChatError.mayHaveArrived | may have arrived}. */
export class ConnectionLostError extends ChatError {
  override readonly name = "ConnectionLostError";
  readonly code = "CONNECTION_LOST";
  readonly isRetryable = true;
  override readonly mayHaveArrived: boolean;
  /** True when the client itself has given the connection up, because the server was silent; the message says for how long. */
  readonly isSilence: boolean;

  constructor(message: string, { mayHaveArrived = false, isSilence = false, ...options }: LossOptions = {}) {
    super(message, options);
    this.mayHaveArrived = mayHaveArrived;
    this.isSilence = isSilence;
  }
}

/** There is no connection now, and the message is not kept for later: by the option, or because the limit is reached. */
export class NotConnectedError extends ChatError {
  override readonly name = "NotConnectedError";
  readonly code = "NOT_CONNECTED";
  readonly isRetryable = true;
}

/** The client was closed, before something was sent or while it waited for an answer. */
export class ClientClosedError extends ChatError {
  override readonly name = "ClientClosedError";
  readonly code = "CLIENT_CLOSED";
  readonly isRetryable = false;
  override readonly mayHaveArrived: boolean;

  constructor(message: string, { mayHaveArrived = false, ...options }: FailureOptions = {}) {
    super(message, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** The message is larger than this server takes. */
export class MessageTooLargeError extends ChatError {
  override readonly name = "MessageTooLargeError";
  readonly code = "MESSAGE_TOO_LARGE";
  readonly isRetryable = false;
  /** The largest message that the server takes, in bytes. */
  readonly limitBytes: number;

  constructor(bytes: number, limitBytes: number) {
    super(
      `The message is ${bytes} bytes on the wire: the server takes at most ${limitBytes}. Send less text at a time.`,
    );
    this.limitBytes = limitBytes;
  }
}

/** The server does not read or does not answer, and the queue for it is full. */
export class SendQueueFullError extends ChatError {
  override readonly name = "SendQueueFullError";
  readonly code = "SEND_QUEUE_FULL";
  readonly isRetryable = true;
}

/**
 * The server answered a request with an error; the message is the server's. When the endpoint exists and has failed, a part of
 * its work {@link ChatError.mayHaveArrived | may have been done}.
 */
export class RequestFailedError extends ChatError {
  override readonly name = "RequestFailedError";
  readonly code = "REQUEST_FAILED";
  readonly isRetryable = false;
  override readonly mayHaveArrived: boolean;

  constructor(message: string, { mayHaveArrived = false, ...options }: FailureOptions = {}) {
    super(message, options);
    this.mayHaveArrived = mayHaveArrived;
  }
}

/** No answer came in time, or the server has answered a later request already. The original server loses requests. */
export class NoAnswerError extends ChatError {
  override readonly name = "NoAnswerError";
  readonly code = "NO_ANSWER";
  readonly isRetryable = true;
  override readonly mayHaveArrived = true;
}

/** A callback of the program has failed: `cause` is what it threw, or what its promise was rejected with. */
export class ListenerFailedError extends ChatError {
  override readonly name = "ListenerFailedError";
  readonly code = "LISTENER_FAILED";
  readonly isRetryable = false;
  /** The event that the listener was called for; `listen` for the option of that name. */
  readonly event: string;

  constructor(event: string, cause: unknown) {
    super(`A listener of "${event}" failed: ${describe(cause)}`, { cause });
    this.event = event;
  }
}
