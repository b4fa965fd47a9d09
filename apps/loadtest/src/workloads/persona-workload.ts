import type { LoadClient } from "../generator/load-client.ts";
import type { Stamp } from "../generator/stamp.ts";
import type { ClientPool, LoadPlan, Workload } from "../generator/workload.ts";
import type { Persona, Scenario } from "../scenario/scenario.ts";
import { createTimeline, type Timeline } from "../scenario/timeline.ts";
import { sendsAnything } from "../scenario/traits.ts";
import { type Assignment, assignPersonas } from "./assign-personas.ts";
import type { Bot } from "./bot.ts";
import type { BotLoop } from "./bot-loop.ts";
import { BotWriter } from "./bot-writer.ts";
import { ChurnLoop } from "./churn.ts";
import { ClosedLoop } from "./closed-loop.ts";
import { seedClientRandom } from "./random.ts";
import { rateCurve } from "./rate-curve.ts";
import { RateLoop } from "./rate-loop.ts";
import { ThinkTimeLoop } from "./think-time-loop.ts";

/** Lets a worker's clients do what the personas of a scenario do. */
export class PersonaWorkload implements Workload {
  readonly hasChurn: boolean;
  readonly #scenario: Scenario;
  readonly #plan: LoadPlan;
  readonly #timeline: Timeline;
  readonly #assignment: Assignment;
  readonly #bots = new Map<LoadClient, Bot>();
  readonly #writer: BotWriter;
  readonly #loops: ReadonlyMap<Persona, BotLoop | null>;
  readonly #churn: ChurnLoop | null;
  readonly #unsent = new Set<Bot>();
  readonly #allSent = Promise.withResolvers<void>();
  /** One more than the highest number of a client of this worker that has joined: about as many are online. */
  #joinedEnd = 0;
  #state: "joining" | "running" | "over" = "joining";

  constructor(scenario: Scenario, plan: LoadPlan, pool: ClientPool) {
    const { churn, personas } = scenario;
    this.#scenario = scenario;
    this.#plan = plan;
    this.#timeline = createTimeline(scenario);
    this.hasChurn = churn !== undefined || this.#timeline.isGrowing;
    this.#assignment = assignPersonas(personas, this.#timeline.clients);
    this.#writer = new BotWriter({
      run: plan.run,
      countReceivers: () => (this.#timeline.isGrowing ? this.#joinedEnd : this.#timeline.clients),
      onSpent: (bot) => this.#finish(bot),
    });
    const rateLoop = this.#createRateLoop();
    this.#loops = new Map(personas.map((persona) => [persona, this.#createLoop(persona, rateLoop)]));
    this.#churn = churn ? new ChurnLoop(plan, this.#timeline.clients, churn, pool) : null;
  }

  get allSent(): Promise<void> {
    return this.#allSent.promise;
  }

  onJoined(client: LoadClient): void {
    const bot = this.#bots.get(client) ?? this.#createBot(client);
    this.#bots.set(client, bot);
    this.#joinedEnd = Math.max(this.#joinedEnd, client.index + 1);
    client.isExempt = !bot.persona.reads;
    if (this.#state === "running") this.#startBot(bot);
  }

  start(): void {
    this.#state = "running";
    // Personas at a rate have one loop together.
    for (const loop of new Set(this.#loops.values())) loop?.start();
    for (const bot of this.#bots.values()) if (bot.client.isJoined) this.#startBot(bot);
    this.#churn?.start();
    if (this.#unsent.size === 0) this.#allSent.resolve();
  }

  stop(): void {
    this.#state = "over";
    this.#churn?.stop();
    for (const loop of this.#loops.values()) loop?.stop();
  }

  onClosed(client: LoadClient): void {
    const bot = this.#bots.get(client);
    if (bot) this.#loops.get(bot.persona)?.remove(bot);
    this.#churn?.onClosed(client);
    if (bot && (!this.#churn || client.isRemoved)) this.#finish(bot);
  }

  onMessage(client: LoadClient, { sender }: Stamp): void {
    if (this.#state === "over") return;
    const bot = this.#bots.get(client);
    // A partner in another worker may have started sooner.
    if (bot && bot.partner === sender) this.#loops.get(bot.persona)?.onPartnerMessage?.(bot);
  }

  onAnswer(client: LoadClient): void {
    const bot = this.#bots.get(client);
    if (bot && this.#state !== "over") this.#loops.get(bot.persona)?.onAnswer?.(bot);
  }

  #createBot(client: LoadClient): Bot {
    const persona = this.#personaOf(client.index);
    return {
      client,
      persona,
      partner: this.#assignment.partnerOf[client.index] ?? -1,
      random: seedClientRandom(this.#plan.seed, client.index),
      left: this.#scenario.messagesPerClient ?? Number.POSITIVE_INFINITY,
    };
  }

  #startBot(bot: Bot): void {
    const { client, persona } = bot;
    const loop = this.#loops.get(persona);
    if (loop && this.#writer.canWrite(bot)) this.#unsent.add(bot);
    // A bot that reads nothing would not notice that the server has closed: it goes when it is cut off.
    if (persona.reads) this.#churn?.add(client);
    else client.stopReading();
    loop?.add(bot);
  }

  #finish(bot: Bot): void {
    if (this.#unsent.delete(bot) && this.#unsent.size === 0) this.#allSent.resolve();
  }

  #personaOf(index: number): Persona {
    const { personas } = this.#scenario;
    return personas[this.#assignment.personaOf[index] ?? 0] as Persona;
  }

  #createLoop(persona: Persona, rateLoop: BotLoop | null): BotLoop | null {
    if (!sendsAnything(persona.sends)) return null;
    if (persona.thinkTime) return new ThinkTimeLoop(persona.thinkTime, (bot) => this.#writer.write(bot, 0));
    if (persona.inFlight === undefined) return rateLoop;
    return new ClosedLoop(persona.inFlight, persona, (bot) => this.#writer.write(bot, 0));
  }

  /** Creates this worker's part of the rate: that of its clients among all who are paced by it. */
  #createRateLoop(): BotLoop | null {
    const { worker, workers } = this.#plan;
    let [own, all] = [0, 0];
    for (let index = 0; index < this.#timeline.clients; index++) {
      const { sends, thinkTime, inFlight } = this.#personaOf(index);
      if (!sendsAnything(sends) || thinkTime || inFlight !== undefined) continue;
      all += 1;
      if (index % workers === worker) own += 1;
    }
    if (own === 0) return null;
    const dueTimes = rateCurve(this.#timeline.load, own / all);
    return new RateLoop(dueTimes, (bot, lateUs) => this.#writer.write(bot, lateUs));
  }
}
