import type { Scenario, Stage } from "./scenario.ts";

/** A part of the run in which clients and rate go evenly from one number to another. */
export interface Segment {
  readonly durationMs: number;
  readonly fromClients: number;
  readonly clients: number;
  /** Messages per second. */
  readonly fromRate: number;
  readonly rate: number;
}

/** The numbers of clients and messages over the time of a run. */
export interface Timeline {
  /** Stages in which all join before the first message is sent: none but with a fixed number of messages. */
  readonly joining: readonly Segment[];
  /** Stages with load. */
  readonly load: readonly Segment[];
  /** Clients at the end. */
  readonly clients: number;
  /** True when clients join while others send already. */
  readonly isGrowing: boolean;
}

/** Creates the timeline of a scenario. */
export function createTimeline({
  stages,
  messagesPerClient,
}: Pick<Scenario, "stages" | "messagesPerClient">): Timeline {
  const segments = createSegments(stages);
  // With a fixed number of messages all join first: who gets a message must not depend on who joins sooner.
  const firstLoad = messagesPerClient === undefined ? 0 : stages.findLastIndex(({ kind }) => kind === "ramp") + 1;
  const load = segments.slice(firstLoad);
  const clients = segments.at(-1)?.clients ?? 0;
  return {
    joining: segments.slice(0, firstLoad),
    load:
      messagesPerClient === undefined ? load : load.map((segment) => ({ ...segment, fromClients: clients, clients })),
    clients,
    isGrowing: messagesPerClient === undefined && (load[0]?.fromClients ?? 0) < clients,
  };
}

/** Returns the clients that there should be at a time of some segments; behind their end as at their end. */
export function clientsAt(segments: readonly Segment[], atMs: number): number {
  let startMs = 0;
  for (const { durationMs, fromClients, clients } of segments) {
    const elapsedMs = atMs - startMs;
    if (elapsedMs < durationMs) return Math.floor(fromClients + ((clients - fromClients) * elapsedMs) / durationMs);
    startMs += durationMs;
  }
  return segments.at(-1)?.clients ?? 0;
}

export function durationOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function createSegments(stages: readonly Stage[]): Segment[] {
  let last = { clients: 0, rate: 0 };
  return stages.map(({ kind, duration: durationMs, clients = last.clients, rate = last.rate }) => {
    const from = kind === "ramp" ? last : { clients, rate };
    last = { clients, rate };
    return { durationMs, fromClients: from.clients, clients, fromRate: from.rate, rate };
  });
}
