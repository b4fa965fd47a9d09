// First of all: an older Node.js is told so before it meets something that it does not have.
import "./check-node.ts";

export type { Backplane, ClaimOptions, ClaimOutcome, Mailbox } from "./backplane/backplane.ts";
export { LocalBackplane } from "./backplane/local-backplane.ts";
export { type ChatNode, createChatNode } from "./chat-node.ts";
export type { ChatNodeEventName, ChatNodeEvents, LogEntry } from "./chat-node-events.ts";
export { type ChatServer, createChatServer } from "./chat-server.ts";
export type { ConnectionReport } from "./connection/connection-report.ts";
export type { ConnectionCounts } from "./connection/counter-table.ts";
export { DisconnectReason } from "./connection/disconnect-reason.ts";
export type { Act, ActCarrier, ActResult, Whom } from "./control/act.ts";
export type { ActOptions, ReasonOptions, SanctionOptions } from "./control/act-rules.ts";
export type { Control, OnlineUser } from "./control/control.ts";
export { LoopControl } from "./control/loop-control.ts";
export type { Sanction, SanctionTarget } from "./control/sanctions.ts";
export { DeliveryOutcome, type DeliveryReceipt, type Refusal } from "./delivery/delivery-outcome.ts";
export { type Sender, User } from "./delivery/user.ts";
export type { Clock, Endpoint, EndpointContext, OtherUsers } from "./dispatch/endpoint.ts";
export { TroubleKind } from "./dispatch/trouble.ts";
export { standardEndpoints } from "./endpoints/index.ts";
export { LIMITS, type Limit, type LimitName, type ServerLimits } from "./limits.ts";
export { type Logger, type LogLevel, silentLogger } from "./logger.ts";
export type { ChatModule, FilteredMessage, ModuleUser } from "./modules/chat-module.ts";
export { isNetwork } from "./networks.ts";
export { OPEN_FILE_RESERVE, readOpenFileLimit } from "./open-files.ts";
export type { ChatNodeOptions, ChatServerOptions, CloseOptions, JournalOptions } from "./options.ts";
export { MAX_THREADS } from "./threads/thread-count.ts";
export type { CountsBy, LoopTotals, ServerTotals } from "./totals.ts";
