/** One act, while some nodes have not said how many connections it hit there. */
interface AwaitedAct<Node> {
  readonly waiting: Set<Node>;
  readonly settle: (hits: number) => void;
  hits: number;
}

/** Collects how many connections each act has hit on other nodes. */
export class AwaitedHits<Node> {
  readonly #acts = new Map<number, AwaitedAct<Node>>();
  #lastNumber = 0;

  /**
   * Begins to wait for the answers of nodes to an act. Resolves with the sum when the last one has answered or is gone.
   *
   * @param ask - asks the nodes, with the number of the act that their answers name
   */
  begin(nodes: Iterable<Node>, ask: (number: number) => void): Promise<number> {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const { promise, resolve: settle } = Promise.withResolvers<number>();
    this.#acts.set(number, { waiting: new Set(nodes), settle, hits: 0 });
    ask(number);
    this.#settleIfDone(number);
    return promise;
  }

  /** Notes the answer of a node. One that nobody waits for is ignored. */
  answered(number: number, node: Node, hits: number): void {
    const act = this.#acts.get(number);
    if (!act?.waiting.delete(node)) return;
    act.hits += hits;
    this.#settleIfDone(number);
  }

  /** Waits no longer for the answers of a node. */
  gone(node: Node): void {
    for (const number of [...this.#acts.keys()]) this.answered(number, node, 0);
  }

  /** Waits no longer for any answer to an act. Returns the nodes that have not answered. */
  giveUp(number: number): Node[] {
    const act = this.#acts.get(number);
    const silent = [...(act?.waiting ?? [])];
    act?.waiting.clear();
    this.#settleIfDone(number);
    return silent;
  }

  #settleIfDone(number: number): void {
    const act = this.#acts.get(number);
    if (!act || act.waiting.size > 0) return;
    this.#acts.delete(number);
    act.settle(act.hits);
  }
}
