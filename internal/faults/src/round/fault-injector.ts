import { FREED_WITHIN_MS } from "../checks/freed-names.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { History } from "../history/history.ts";
import { costsNames, type Fault, FaultKind } from "../plan/fault.ts";
import { pause } from "./pause.ts";
import type { Replacements } from "./replacements.ts";

/** Time for which names are tried beyond their deadline, in milliseconds. */
const BEYOND_MS = 2_000;

/** Makes the faults of a round happen, and lets replacements take the names of nodes that fail. */
export class FaultInjector {
  readonly #cluster: Cluster;
  readonly #faults: readonly Fault[];
  readonly #history: History;
  readonly #replacements: Replacements;
  readonly #brokerBack = Promise.withResolvers<void>();

  constructor(cluster: Cluster, faults: readonly Fault[], history: History, replacements: Replacements) {
    this.#cluster = cluster;
    this.#faults = faults;
    this.#history = history;
    this.#replacements = replacements;
  }

  /** Resolves when the last fault is over. */
  async run(): Promise<void> {
    await Promise.all(this.#faults.map((fault) => this.#inject(fault)));
  }

  async #inject(fault: Fault): Promise<void> {
    const { kind, node, beginsMs, durationMs } = fault;
    await pause(beginsMs);
    const names = node !== null && costsNames(fault) ? this.#replacements.chooseNames(node) : [];
    this.#history.add({ kind: "fault begins", fault: kind, node });
    await this.#cluster.begin(fault);
    if (node !== null) for (const name of names) this.#replacements.replace(name, node, this.#patienceFor(fault));
    await pause(durationMs);
    // A server that finds no broker when it starts ends at once.
    if (kind === FaultKind.NodeKilled && this.#brokerFault) await this.#brokerBack.promise;
    await this.#cluster.end(fault);
    this.#history.add({ kind: "fault ends", fault: kind, node });
    if (kind === FaultKind.BrokerKilled) this.#brokerBack.resolve();
  }

  get #brokerFault(): Fault | undefined {
    return this.#faults.find(({ kind }) => kind === FaultKind.BrokerKilled);
  }

  /** Returns the time for which replacements try to take the names of a node, in milliseconds. */
  #patienceFor({ kind, beginsMs, durationMs }: Fault): number {
    if (kind !== FaultKind.NodeKilled) return durationMs + BEYOND_MS;
    const broker = this.#brokerFault;
    const brokerBackMs = broker ? broker.beginsMs + broker.durationMs : 0;
    return Math.max(0, brokerBackMs - beginsMs) + FREED_WITHIN_MS + BEYOND_MS;
  }
}
