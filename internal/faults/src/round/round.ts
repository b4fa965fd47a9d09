import { EndpointName } from "@chat/protocol";
import type { RecordingClient } from "../chat/client.ts";
import { checkHistory, type HistoryCheck } from "../checks/check-history.ts";
import { findConnections } from "../checks/connections.ts";
import { findMessageLoss } from "../checks/message-loss.ts";
import { findMessages } from "../checks/messages.ts";
import { checkUserLists, EQUAL_WITHIN_MS } from "../checks/user-lists.ts";
import { Stage } from "../history/chat-event.ts";
import { History } from "../history/history.ts";
import type { RoundPlan } from "../plan/round-plan.ts";
import type { SeededRandom } from "../plan/seeded-random.ts";
import { injectFaults } from "./inject-faults.ts";
import { runNameRaces } from "./name-races.ts";
import { pause } from "./pause.ts";
import { Replacements } from "./replacements.ts";
import type { RoundChat } from "./steady-users.ts";
import { chat } from "./traffic.ts";
import type { Watch } from "./watch.ts";

/** Time limit until every node has its session again, in milliseconds from the end of the last fault. */
const CALM_MS = 30_000;

/** Time in which senders have to hear of missing messages, in milliseconds after everybody is silent. */
const TOLD_MS = 15_000;

/** Longest extra time for the claims of a round, in milliseconds. */
const ENOUGH_CLAIMS_MS = 30_000;

/** The chat in which one round takes place, and those who watch it. */
export interface Scene extends RoundChat {
  readonly watch: Watch;
}

/** Outcome of a round. */
export interface RoundOutcome {
  readonly history: History;
  readonly check: HistoryCheck;
  /** Time from the end of the last fault until every node had its session, in milliseconds; `null` when that never was. */
  readonly calmMs: number | null;
  /** Time until every sender had been told what was missing, in milliseconds; `null` when some never were. */
  readonly toldMs: number | null;
}

/** Lets users chat while things fail, and checks what the users saw once all is well again. */
export class Round {
  readonly #scene: Scene;
  readonly #plan: RoundPlan;
  readonly #random: SeededRandom;
  readonly #minClaims: number;
  readonly #history = new History();
  /** Aborted when everybody is to be silent. */
  readonly #silence = new AbortController();

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
    const { cluster, pool, steadyUsers, watch } = this.#scene;
    pool.history = this.#history;
    for (const client of pool.clients) client.introduce(this.#history);
    this.#enter(Stage.Quiet);
    await steadyUsers.gather();
    const nameRaces = runNameRaces(this.#scene, this.#random.branch("name races"), this.#silence.signal);
    const chats = steadyUsers.clients.map((client) => this.#chat(client));
    await pause(this.#plan.quietMs);

    this.#enter(Stage.Faulty);
    const random = this.#random.branch("replacements");
    const replacements = new Replacements(this.#scene, this.#plan.faults, random, this.#silence.signal);
    await injectFaults(this.#scene, this.#plan.faults, replacements);
    const faultsOver = performance.now();
    const calmSince = await watch.waitForCalm(CALM_MS);
    if (calmSince !== null) {
      this.#enter(Stage.Quiet);
      await this.#makeEnoughClaims();
    }

    this.#silence.abort();
    await Promise.all([nameRaces, ...chats, replacements.ended()]);
    const toldMs = calmSince === null ? null : await this.#settle();
    const check = checkHistory(this.#history.events, cluster.indexes);
    const calmMs = calmSince === null ? null : Math.max(0, calmSince - faultsOver);
    return { history: this.#history, check, calmMs, toldMs };
  }

  #enter(stage: Stage): void {
    this.#history.add({ kind: "stage", stage });
  }

  #chat(client: RecordingClient): Promise<void> {
    const { names } = this.#scene.steadyUsers;
    return chat(client, names, this.#random.branch(`chat/${client.name}`), this.#silence.signal);
  }

  async #makeEnoughClaims(): Promise<void> {
    const deadline = performance.now() + ENOUGH_CLAIMS_MS;
    const countClaims = () => this.#history.events.filter(({ kind }) => kind === "claims").length;
    do await pause(500);
    while (countClaims() < this.#minClaims && performance.now() < deadline);
  }

  /** Waits for everything that is in progress. Returns the time until all missing messages were reported to their senders. */
  async #settle(): Promise<number | null> {
    const { cluster, steadyUsers, watch } = this.#scene;
    const { events } = this.#history;
    this.#enter(Stage.Settled);
    const start = performance.now();
    do await watch.ask();
    while (
      performance.now() - start < EQUAL_WITHIN_MS + 500 &&
      checkUserLists(events, findConnections(events), cluster.indexes).equalMs === null
    );
    // The answer to this comes behind those to all that was sent before.
    for (const client of steadyUsers.clients) client.ask(EndpointName.Time);
    const isAnswered = () => steadyUsers.clients.every((client) => !client.isAsking);
    const areAllTold = () => findMessageLoss(events, findConnections(events), findMessages(events)).length === 0;
    while (performance.now() - start < TOLD_MS && !(isAnswered() && areAllTold())) await pause(100);
    this.#enter(Stage.Over);
    return isAnswered() && areAllTold() ? performance.now() - start : null;
  }
}
