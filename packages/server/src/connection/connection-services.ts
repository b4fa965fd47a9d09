import { foldName, QUIET_TIME_MS, UNFRAMED_WRITE_GAP_MS } from "@chat/protocol";
import { BLOCKED_SWEEP_MS, LEAVE_TIMEOUT_MS, LINGER_MS, MAX_READ_AHEAD_BYTES } from "../limits.ts";
import type { Logger } from "../logger.ts";
import { DeadlineQueue } from "../timing/deadline-queue.ts";
import { SliceQueue } from "../timing/slice-queue.ts";
import { Sweep } from "../timing/sweep.ts";
import type { Admission } from "./admission.ts";
import { Budget } from "./budget.ts";
import type { Connection, ConnectionServices } from "./connection.ts";
import { ConnectionIds } from "./connection-report.ts";
import { CounterTable } from "./counter-table.ts";
import { DisconnectReason } from "./disconnect-reason.ts";
import { FlushQueue } from "./flush-queue.ts";
import type { ServerHandshake } from "./handshake.ts";
import { createInboundRates } from "./inbound-rates.ts";
import type { InboundStream } from "./inbound-stream.ts";
import { relieveInputs, relieveOutboxes } from "./memory-relief.ts";
import { NOTICE_RETRY_MS, type Notices } from "./notices.ts";
import { OPEN_OBJECT_NOTICE_MS } from "./open-object.ts";
import type { Outbox, OutboxListener } from "./outbox.ts";
import type { Participant } from "./participant.ts";
import { ShoutBudget } from "./shout-budget.ts";

/** The services that depend on the options of a node. */
export interface GivenServices
  extends Pick<
    ConnectionServices,
    "limits" | "allowLookAlikes" | "backplane" | "dispatcher" | "admit" | "observer" | "trustedProxies"
  > {
  readonly admission: Admission;
  readonly logger: Logger;
}

/** Makes the services that all connections of an event loop share: its queues, budgets and rates. */
export function createConnectionServices({ admission, logger, ...given }: GivenServices): ConnectionServices {
  const { limits, backplane, dispatcher } = given;
  const { connections, nameless } = admission;
  const turns = new SliceQueue<InboundStream>((inbound) => inbound.retry());
  const paced = new SliceQueue<Outbox>((outbox) => outbox.flush());
  const outboxBudget: Budget = new Budget(limits.maxAllOutboxBytes, () =>
    relieveOutboxes(connections, outboxBudget, logger),
  );
  const inputBudget: Budget = new Budget(limits.maxAllIncompleteBytes, () =>
    relieveInputs(connections, inputBudget, logger),
  );
  return {
    ...given,
    nameless,
    outboxBudget,
    inputBudget,
    unreadBudget: new Budget(MAX_READ_AHEAD_BYTES, () => undefined),
    flushQueue: new FlushQueue(),
    pacer: new Sweep<Outbox>(UNFRAMED_WRITE_GAP_MS, (outbox) => paced.add(outbox)),
    paced,
    blocked: new Sweep<InboundStream>(BLOCKED_SWEEP_MS, (inbound) => turns.add(inbound)),
    turns,
    quiet: new DeadlineQueue<ServerHandshake>(QUIET_TIME_MS, (handshake) => handshake.quietTimePassed()),
    handshakes: new DeadlineQueue<ServerHandshake>(limits.handshakeTimeoutMs, (handshake) =>
      handshake.timedOut(limits.handshakeTimeoutMs),
    ),
    incomplete: new DeadlineQueue<InboundStream>(limits.incompleteMessageTimeoutMs, (inbound) => inbound.expire()),
    openObjects: new DeadlineQueue<InboundStream>(OPEN_OBJECT_NOTICE_MS, (inbound) => inbound.openObjectStalled()),
    waitingNotices: new Sweep<Notices>(NOTICE_RETRY_MS, (notices) => notices.retry()),
    receivers: {
      hasEndpoint: (name) => dispatcher.hasEndpoint(name),
      isOnline: (name) => backplane.find(foldName(name)) !== undefined,
    },
    stalled: new DeadlineQueue<OutboxListener>(limits.outboxStallTimeoutMs, (stuck) =>
      stuck.cutOff(DisconnectReason.SlowReader),
    ),
    leaving: new DeadlineQueue<Participant>(LEAVE_TIMEOUT_MS, (participant) => participant.leaveTimedOut()),
    lingering: new DeadlineQueue<Connection>(LINGER_MS, (connection) => connection.cutOff(DisconnectReason.Left)),
    rates: createInboundRates(limits),
    counters: new CounterTable(),
    ids: new ConnectionIds(),
    shoutBudget: new ShoutBudget(limits),
  };
}

/** Drops what waits in the services, with the timers. */
export function clearConnectionServices(services: ConnectionServices): void {
  for (const service of Object.values(services) as ({ clear?(): void } | null)[]) service?.clear?.();
}
