import { FREED_WITHIN_MS } from "../checks/freed-names.ts";
import { costsNames, type Fault, FaultKind } from "../plan/fault.ts";
import { pause } from "./pause.ts";
import type { Replacements } from "./replacements.ts";
import type { RoundChat } from "./steady-users.ts";

/** Time for which names are tried beyond their deadline, in milliseconds. */
const BEYOND_MS = 2_000;

/** Makes the faults of a round happen, and lets replacements take the names of nodes that fail. */
export async function injectFaults(
  { cluster, pool }: RoundChat,
  faults: readonly Fault[],
  replacements: Replacements,
): Promise<void> {
  const brokerFault = faults.find(({ kind }) => kind === FaultKind.BrokerKilled);
  const brokerBack = Promise.withResolvers<void>();
  const inject = async (fault: Fault) => {
    const { kind, node, beginsMs, durationMs } = fault;
    await pause(beginsMs);
    const names = node !== null && costsNames(fault) ? replacements.chooseNames(node) : [];
    pool.history.add({ kind: "fault begins", fault: kind, node });
    await cluster.begin(fault);
    if (node !== null) for (const name of names) replacements.replace(name, node, patienceFor(fault, brokerFault));
    await pause(durationMs);
    // A server that finds no broker when it starts ends at once.
    if (kind === FaultKind.NodeKilled && brokerFault) await brokerBack.promise;
    await cluster.end(fault);
    pool.history.add({ kind: "fault ends", fault: kind, node });
    if (kind === FaultKind.BrokerKilled) brokerBack.resolve();
  };
  await Promise.all(faults.map(inject));
}

/** Returns the time for which replacements try to take the names of a node, in milliseconds. */
function patienceFor({ kind, beginsMs, durationMs }: Fault, brokerFault: Fault | undefined): number {
  if (kind !== FaultKind.NodeKilled) return durationMs + BEYOND_MS;
  const brokerBackMs = brokerFault ? brokerFault.beginsMs + brokerFault.durationMs : 0;
  return Math.max(0, brokerBackMs - beginsMs) + FREED_WITHIN_MS + BEYOND_MS;
}
