// First of all: an older Node.js is told so before it meets something that it does not have.
import "./check-node.ts";

export {
  type ChatMessage,
  InvalidMessageError,
  InvalidUsernameError,
  type NameList,
  type ServerKind,
} from "@chat/protocol";
export { ChatClient, type ClientOptions } from "./chat-client.ts";
export { ChatError, type ChatErrorCode } from "./chat-error.ts";
export type { ClientEventName, ClientEvents } from "./client-events.ts";
export type { ConnectionState } from "./connection-state.ts";
export {
  ClientClosedError,
  ConnectFailedError,
  ConnectionLostError,
  ConnectTimeoutError,
  type FailureOptions,
  HandshakeTimeoutError,
  ListenerFailedError,
  type LossOptions,
  MessageTooLargeError,
  NoAnswerError,
  NotConnectedError,
  RefusedError,
  RemovedByOperatorError,
  RequestFailedError,
  SendQueueFullError,
  ServerBusyError,
  UsernameTakenError,
  WrongServerError,
} from "./errors.ts";
export type { DirectMessage, IncomingMessage, MessageKind, NoticeMessage, ShoutMessage } from "./incoming-message.ts";
export { DEFAULT_LIVENESS, type LivenessOptions } from "./liveness-policy.ts";
export { DEFAULT_RECONNECT, decideReconnect, type FailedTry, type ReconnectOptions } from "./reconnect-policy.ts";
export type { SentMessage, UndeliverableReason } from "./sent-message.ts";
export type { ServerAddress } from "./server-rotation.ts";
export type {
  ClientTransport,
  ClientTransportListener,
  ConnectTransport,
  Destination,
} from "./transport/client-transport.ts";
export type { WaitOptions } from "./wait-options.ts";
