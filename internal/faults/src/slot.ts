import { ClientPool } from "./chat/client.ts";
import { Cluster } from "./cluster/cluster.ts";
import { History } from "./history/history.ts";
import { drawPlan } from "./plan/round-plan.ts";
import { SeededRandom } from "./plan/seeded-random.ts";
import { type RoundResult, toRoundResult } from "./report/round-result.ts";
import { Round, type Scene } from "./round/round.ts";
import { SteadyUsers } from "./round/steady-users.ts";
import { Watch } from "./round/watch.ts";

const NODES = 3;

/** Options of a slot. */
export interface SlotOptions {
  readonly seed: string;
  readonly namespace: string;
  /** Claims in each round, at least. */
  readonly minClaims: number;
  /** Returns the number of the next round, or `null` when there is none. */
  takeRound(): number | null;
  ended(result: RoundResult): void;
  /** Keeps what belongs to a round in which a rule did not hold. */
  keep(round: number, history: History, logs: Cluster["logs"]): void;
}

/** One chat with a broker and nodes of its own, on which rounds take place one after the other. */
export class Slot {
  readonly #options: SlotOptions;
  #cluster: Cluster | null = null;

  constructor(options: SlotOptions) {
    this.#options = options;
  }

  async run(): Promise<void> {
    let scene: Scene | null = null;
    try {
      for (let round = this.#options.takeRound(); round !== null; round = this.#options.takeRound()) {
        scene ??= await this.#open();
        const result = await this.#runRound(round, scene);
        this.#options.ended(result);
        // What has gone wrong once may go on: the next round begins from nothing.
        if (result.violations.length > 0) scene = await this.#close(scene);
      }
    } finally {
      if (scene) await this.#close(scene);
    }
  }

  /** Kills everything at once, when nothing can be waited for. */
  killNow(): void {
    this.#cluster?.killNow();
  }

  async #open(): Promise<Scene> {
    const pool = new ClientPool(new History());
    const { namespace } = this.#options;
    const cluster = await Cluster.start(NODES, namespace, (node) => pool.history.add({ kind: "node died", node }));
    this.#cluster = cluster;
    return { cluster, pool, steadyUsers: new SteadyUsers(cluster, pool), watch: new Watch(cluster, pool) };
  }

  async #close({ cluster, pool }: Scene): Promise<null> {
    for (const client of pool.clients) client.vanish();
    await cluster[Symbol.asyncDispose]();
    this.#cluster = null;
    return null;
  }

  async #runRound(number: number, scene: Scene): Promise<RoundResult> {
    const { seed, minClaims, keep } = this.#options;
    const random = new SeededRandom(`${seed}/${number}`);
    const plan = drawPlan(random.branch("plan"), NODES);
    const round = new Round(scene, plan, random, minClaims);
    try {
      const outcome = await round.run();
      if (outcome.check.violations.length > 0) keep(number, outcome.history, scene.cluster.logs);
      return toRoundResult(number, plan.faults, outcome);
    } catch (error) {
      keep(number, round.history, scene.cluster.logs);
      throw new Error(`Round ${number} of seed ${seed} could not be played: ${describe(error)}`, { cause: error });
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
