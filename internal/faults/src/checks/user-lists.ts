import { foldName } from "@chat/protocol";
import { type EventOf, Stage, type TimedEvent } from "../history/chat-event.ts";
import type { NodeIndex } from "../plan/fault.ts";
import { type Connection, endOf } from "./connections.ts";
import { Rule, type Violation } from "./violation.ts";

/** Time in which all nodes have to list the same, in milliseconds, once they have their sessions and nobody joins or leaves. */
export const EQUAL_WITHIN_MS = 2_000;

/** Findings about the lists. */
export interface ListFinding {
  /** Time until the last node listed who is there, in milliseconds; `null` when one never did. */
  readonly equalMs: number | null;
  readonly violations: readonly Violation[];
}

/** Compares what each node lists after things have settled with who is there. */
export function checkUserLists(
  events: readonly TimedEvent[],
  connections: ReadonlyMap<string, Connection>,
  nodes: readonly NodeIndex[],
): ListFinding {
  const settled = events.find((event) => event.kind === "stage" && event.stage === Stage.Settled);
  if (!settled) {
    const text = "Not every node had its session again in time.";
    const evidence = events.filter((event) => event.kind === "listed").slice(-nodes.length);
    return { equalMs: null, violations: [{ rule: Rule.EqualLists, text, evidence }] };
  }
  const times: number[] = [];
  const violations: Violation[] = [];
  for (const node of nodes) {
    const lists = findLists(events, node, settled.at);
    const right = lists.find(({ event, position }) => isRight(event, usersAt(connections, position)));
    if (right) times.push(right.event.at - settled.at);
    if (right && right.event.at - settled.at <= EQUAL_WITHIN_MS) continue;
    const last = lists.at(-1);
    const what = last ? describe(last.event, usersAt(connections, last.position)) : "it answered nothing";
    const text = `Node ${node} did not list who is there within 2 s: ${what}.`;
    violations.push({ rule: Rule.EqualLists, text, evidence: last ? [settled, last.event] : [settled] });
  }
  return { equalMs: times.length < nodes.length ? null : Math.max(...times), violations };
}

function findLists(events: readonly TimedEvent[], node: NodeIndex, since: number) {
  const lists: { readonly event: EventOf<"listed">; readonly position: number }[] = [];
  events.forEach((event, position) => {
    if (event.kind === "listed" && event.node === node && event.askedAt >= since) lists.push({ event, position });
  });
  return lists;
}

function usersAt(connections: ReadonlyMap<string, Connection>, position: number): Set<string> {
  const users = [...connections.values()].filter((one) => one.welcomed < position && endOf(one) > position);
  return new Set(users.map(({ name }) => name));
}

function isRight({ names, isPartial }: EventOf<"listed">, users: ReadonlySet<string>): boolean {
  const listed = new Set(names.map(foldName));
  return !isPartial && names.length === users.size && [...users].every((name) => listed.has(name));
}

function describe({ names, isPartial }: EventOf<"listed">, users: ReadonlySet<string>): string {
  const listed = new Set(names.map(foldName));
  const ghosts = [...listed].filter((name) => !users.has(name));
  const missing = [...users].filter((name) => !listed.has(name));
  const parts = [`${names.length} users`];
  if (isPartial) parts.push("partial");
  if (ghosts.length > 0) parts.push(`not there: ${ghosts.join(", ")}`);
  if (missing.length > 0) parts.push(`missing: ${missing.join(", ")}`);
  return parts.join("; ");
}
