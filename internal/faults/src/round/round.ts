import { EndpointName } from "@chat/protocol";
import type { Client, NodeAddress } from "../chat/client.ts";
import type { ClientPool } from "../chat/client-pool.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { type NodeIndex, Stage } from "../history/chat-event.ts";
import { History } from "../history/history.ts";
import { findConnections } from "../judging/connections.ts";
import { FREED_WITHIN_MS } from "../judging/freed-names.ts";
import { type Judgement, judge } from "../judging/judge.ts";
import { EQUAL_WITHIN_MS, judgeLists } from "../judging/lists.ts";
import { findLosses } from "../judging/losses.ts";
import { findMessages } from "../judging/messages.ts";
import { costsNames, type Fault, FaultKind } from "../plan/fault.ts";
import type { RoundPlan } from "../plan/round-plan.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { type Arena, holdContests, sayGoodbye } from "./contests.ts";
import { chat } from "./crowd.ts";
import { pause } from "./pause.ts";
import type { Residents } from "./residents.ts";
import { succeed } from "./successors.ts";
import type { Watch } from "./watch.ts";

/** Time limit until every node has its session again, in milliseconds from the end of the last fault. */
const CALM_MS = 30_000;

/** Time in which senders have to hear of missing messages, in milliseconds after everybody is silent. */
const TOLD_MS = 15_000;

/** Longest extra time for the claims of a round, in milliseconds. */
const ENOUGH_CLAIMS_MS = 30_000;

/** The number of names of a failing node that replacements try to take. */
const WANTED_NAMES = 3;

/** Time for which names are tried beyond their deadline, in milliseconds. */
const BEYOND_MS = 2_000;

/** Chat in which one round takes place. */
export interface Scene {
  readonly cluster: Cluster;
  readonly pool: ClientPool;
  readonly residents: Residents;
  readonly watch: Watch;
}

/** Outcome of a round. */
export interface RoundOutcome {
  readonly history: History;
  readonly judgement: Judgement;
  /** Time from the end of the last fault until every node had its session, in milliseconds; `null` when that never was. */
  readonly calmMs: number | null;
  /** Time until every sender had been told what was missing, in milliseconds; `null` when some never were. */
  readonly toldMs: number | null;
}

/** Users chat, things fail, and when all is well again it is judged what the users saw. */
export class Round {
  readonly #scene: Scene;
  readonly #plan: RoundPlan;
  readonly #random: SeededRandom;
  readonly #minClaims: number;
  readonly #history = new History();
  /** Given when everybody is to be silent. */
  readonly #silence = new AbortController();
  readonly #engineBack = Promise.withResolvers<void>();
  /** Replacements: users who take the names of others and chat in them. */
  readonly #successions: Promise<void>[] = [];

  /** @param minClaims - claims that there are at least */
  constructor(scene: Scene, plan: RoundPlan, random: SeededRandom, minClaims: number) {
    this.#scene = scene;
    this.#plan = plan;
    this.#random = random;
    this.#minClaims = minClaims;
  }

  get history(): History {
    return this.#history;
  }

  async run(): Promise<RoundOutcome> {
    const { pool, residents, watch } = this.#scene;
    pool.history = this.#history;
    for (const client of pool.clients) client.introduce(this.#history);
    this.#enter(Stage.Quiet);
    await residents.gather();
    const contests = holdContests(this.#arena, this.#random.branch("contests"), this.#silence.signal);
    const chats = residents.clients.map((client) => this.#chat(client));
    await pause(this.#plan.quietMs);

    this.#enter(Stage.Faulty);
    await Promise.all(this.#plan.faults.map((fault) => this.#fail(fault)));
    const faultsOver = performance.now();
    const calmSince = await watch.waitForCalm(CALM_MS);
    if (calmSince !== null) {
      this.#enter(Stage.Quiet);
      await this.#makeEnoughClaims();
    }

    this.#silence.abort();
    await Promise.all([contests, ...chats, ...this.#successions]);
    const toldMs = calmSince === null ? null : await this.#settle();
    const judgement = judge(this.#history.events, this.#scene.cluster.indexes);
    const calmMs = calmSince === null ? null : Math.max(0, calmSince - faultsOver);
    return { history: this.#history, judgement, calmMs, toldMs };
  }

  get #arena(): Arena {
    const { cluster, pool, residents } = this.#scene;
    return {
      pool,
      residents: residents.names,
      nodeCount: cluster.size,
      addressOf: (node) => cluster.addressOf(node),
    };
  }

  #enter(stage: Stage): void {
    this.#history.add({ kind: "stage", stage });
  }

  #chat(client: Client): Promise<void> {
    const { names } = this.#scene.residents;
    return chat(client, names, this.#random.branch(`chat/${client.name}`), this.#silence.signal);
  }

  // ── Faults ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async #fail(fault: Fault): Promise<void> {
    const { cluster } = this.#scene;
    const { kind, node, beginsMs, durationMs } = fault;
    await pause(beginsMs);
    const names = node !== null && costsNames(fault) ? this.#chooseNames(node) : [];
    this.#history.add({ kind: "fault begins", fault: kind, node });
    await cluster.begin(fault);
    if (node !== null) for (const name of names) this.#successions.push(this.#succeed(name, node, fault));
    await pause(durationMs);
    // A server that finds no engine when it starts ends at once.
    if (kind === FaultKind.NodeKilled && this.#engineFault) await this.#engineBack.promise;
    await cluster.end(fault);
    this.#history.add({ kind: "fault ends", fault: kind, node });
    if (kind === FaultKind.EngineKilled) this.#engineBack.resolve();
  }

  get #engineFault(): Fault | undefined {
    return this.#plan.faults.find(({ kind }) => kind === FaultKind.EngineKilled);
  }

  #chooseNames(node: NodeIndex): string[] {
    return this.#scene.residents
      .at(node)
      .slice(0, WANTED_NAMES)
      .map(({ name }) => name);
  }

  /** Somebody else tries to have the name of a resident whose node fails, and then chats in it until all are silent. */
  async #succeed(name: string, node: NodeIndex, fault: Fault): Promise<void> {
    const { pool, residents } = this.#scene;
    const random = this.#random.branch(`successor/${name}`);
    this.#history.add({ kind: "name wanted", name, node });
    const giveUp = AbortSignal.timeout(Math.round(this.#patienceFor(fault)));
    const client = await succeed(pool, name, () => this.#healthyNodes, random, giveUp);
    if (!client) return;
    await chat(client, residents.names, random, this.#silence.signal);
    await sayGoodbye(client);
  }

  /** Returns the time for which replacements try to take the names of a node, in milliseconds. */
  #patienceFor({ kind, beginsMs, durationMs }: Fault): number {
    if (kind !== FaultKind.NodeKilled) return durationMs + BEYOND_MS;
    const engine = this.#engineFault;
    const engineBackMs = engine ? engine.beginsMs + engine.durationMs : 0;
    return Math.max(0, engineBackMs - beginsMs) + FREED_WITHIN_MS + BEYOND_MS;
  }

  get #healthyNodes(): NodeAddress[] {
    const { cluster } = this.#scene;
    const failing = new Set(this.#plan.faults.map(({ node }) => node));
    return cluster.indexes
      .filter((node) => !failing.has(node))
      .map((node) => cluster.addressOf(node))
      .filter((address) => address !== null);
  }

  // ── The end ───────────────────────────────────────────────────────────────────────────────────────────────────────

  async #makeEnoughClaims(): Promise<void> {
    const deadline = performance.now() + ENOUGH_CLAIMS_MS;
    const countClaims = () => this.#history.events.filter(({ kind }) => kind === "claims").length;
    do await pause(500);
    while (countClaims() < this.#minClaims && performance.now() < deadline);
  }

  /** Lets all come that has to come. Gives the time until every sender had been told what is missing. */
  async #settle(): Promise<number | null> {
    const { cluster, residents, watch } = this.#scene;
    const { events } = this.#history;
    this.#enter(Stage.Settled);
    const start = performance.now();
    do await watch.ask();
    while (
      performance.now() - start < EQUAL_WITHIN_MS + 500 &&
      judgeLists(events, findConnections(events), cluster.indexes).equalMs === null
    );
    // The answer to this comes behind those to all that was sent before.
    for (const client of residents.clients) client.ask(EndpointName.Time);
    const isAnswered = () => residents.clients.every((client) => !client.isAsking);
    const areAllTold = () => findLosses(events, findConnections(events), findMessages(events)).length === 0;
    while (performance.now() - start < TOLD_MS && !(isAnswered() && areAllTold())) await pause(100);
    this.#enter(Stage.Over);
    return isAnswered() && areAllTold() ? performance.now() - start : null;
  }
}
