// First of all: an older Node.js is told so before it meets something that it does not have.
import "./check-node.ts";

export { ChatError, type ChatMessage, InvalidMessageError, InvalidUsernameError, type NameList } from "@chat/protocol";
export { ChatClient, type ClientOptions, type WaitOptions } from "./chat-client.ts";
export type { ClientEvents } from "./client-events.ts";
export type { ConnectionState } from "./connection-state.ts";
export {
  ClientClosedError,
  ConnectFailedError,
  ConnectionLostError,
  ConnectTimeoutError,
  HandshakeTimeoutError,
  MessageTooLargeError,
  NoAnswerError,
  NotConnectedError,
  RefusedError,
  RequestFailedError,
  SendQueueFullError,
  ServerBusyError,
  UsernameTakenError,
  WrongServerError,
} from "./errors.ts";
export { DEFAULT_RECONNECT, decideReconnect, type FailedTry, type ReconnectOptions } from "./reconnect-policy.ts";
export type { SentMessage, UndeliverableReason } from "./sent-message.ts";
export type { ServerKind } from "./server-kind.ts";
