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
export { type ChatNode, type ChatNodeEvents, type CloseOptions, createChatNode } from "./chat-node.ts";
export { type ChatServer, type ChatServerOptions, createChatServer } from "./chat-server.ts";
export { DisconnectReason } from "./connection/disconnect-reason.ts";
export { User } from "./delivery/user.ts";
export type { Clock, Endpoint, EndpointContext, OtherUsers } from "./dispatch/endpoint.ts";
export { standardEndpoints } from "./endpoints/index.ts";
export { LIMITS, type Limit, type LimitName, type ServerLimits } from "./limits.ts";
export { type Logger, type LogLevel, silentLogger } from "./logger.ts";
export { OPEN_FILE_RESERVE, readOpenFileLimit } from "./open-files.ts";
export type { ChatNodeOptions } from "./options.ts";
export { MAX_THREADS } from "./threads/thread-count.ts";
export { isNetwork } from "./trusted-proxies.ts";
