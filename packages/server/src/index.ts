export {
  type Backplane,
  type ClaimOptions,
  type ClaimOutcome,
  DeliveryOutcome,
  type DeliveryReceipt,
  type Mailbox,
  type Refusal,
  type Sender,
} from "./backplane/backplane.ts";
export { LocalBackplane } from "./backplane/local-backplane.ts";
export { type ChatNode, createChatNode } from "./chat-node.ts";
export type { ChatNodeEvents, ChatServer, CloseOptions } from "./chat-server.ts";
export { DisconnectReason } from "./connection/disconnect-reason.ts";
export { createChatServer } from "./create-chat-server.ts";
export { User } from "./delivery/user.ts";
export type { Clock, Endpoint, EndpointContext, OtherUsers } from "./dispatch/endpoint.ts";
export { standardEndpoints } from "./endpoints/index.ts";
export { LIMITS, type Limit, type LimitName, type ServerLimits } from "./limits.ts";
export { type Logger, type LogLevel, silentLogger } from "./logger.ts";
export { OPEN_FILE_RESERVE, readOpenFileLimit } from "./open-files.ts";
export type { ChatNodeOptions, ChatServerOptions } from "./options.ts";
export { MAX_THREADS } from "./threads/thread-count.ts";
export { isNetwork } from "./trusted-proxies.ts";
