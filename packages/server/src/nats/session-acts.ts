import { displayText } from "@chat/protocol";
import type { Act, ActResult } from "../control/act.ts";
import { AwaitedHits } from "../control/awaited-hits.ts";
import type { CarriedAct } from "./act-border.ts";
import { Malformed } from "./border.ts";
import { KeyedQueue } from "./concurrency.ts";
import type { ActEnvelope } from "./envelope.ts";
import type { Exchange } from "./exchange.ts";
import type { LiveNode } from "./presence.ts";
import type { ActingNode, SanctionLog } from "./sanction-log.ts";
import { ACT_TIMEOUT_MS, MAX_WAITING_ACTS } from "./timing.ts";

/** The session by which the acts come and go. */
export interface ActingSession {
  readonly presence: { isLive(session: string): boolean };
  readonly sanctions: Pick<SanctionLog, "hitsOf">;
  /** True while this node may send to others. */
  readonly canExchange: boolean;
  otherNodes(): readonly LiveNode[];
}

/**
 * The acts of operators, from this node to all others and from them to this one. Bans and mutes come by the log, for all nodes: of these,
 * an act asks whom they hit.
 */
export class SessionActs {
  readonly #session: ActingSession;
  readonly #node: ActingNode;
  readonly #exchange: Pick<Exchange, "act">;
  readonly #hits = new AwaitedHits<string>();
  /** One act at a time: each may visit all connections. */
  readonly #queue = new KeyedQueue(1);
  #waitingCount = 0;

  constructor(session: ActingSession, node: ActingNode, exchange: Pick<Exchange, "act">) {
    this.#session = session;
    this.#node = node;
    this.#exchange = exchange;
  }

  /** Carries an act out here and on all other nodes. The log shows a ban or a mute already. */
  async perform(act: Act): Promise<ActResult> {
    const [here, elsewhere] = await Promise.all([this.#carryOut(act), this.#ask(act)]);
    return { hits: here + elsewhere.hits, silent: elsewhere.silent };
  }

  received(session: string, { number, act }: ActEnvelope): void {
    if (!this.#session.presence.isLive(session)) return;
    if (act.kind === "done") return this.#hits.answered(number, session, act.hits);
    if (this.#waitingCount === MAX_WAITING_ACTS) return this.#node.dropped(session, Malformed.ActCount);
    this.#waitingCount += 1;
    this.#queue.run(session, async () => {
      const hits = await this.#carryOut(act);
      this.#waitingCount -= 1;
      this.#send(() => this.#exchange.act(session, number, { kind: "done", hits }));
    });
  }

  /** Waits no longer for the answers of a session that has gone. */
  gone(session: string): void {
    this.#hits.gone(session);
  }

  #carryOut(act: Exclude<CarriedAct, { readonly kind: "done" }>): Promise<number> {
    if (act.kind === "impose" || act.kind === "lift") return this.#session.sanctions.hitsOf(act.sanction);
    return this.#node.control.perform(act);
  }

  async #ask(act: Act): Promise<ActResult> {
    const names = new Map(this.#session.otherNodes().map(({ session, node }) => [session, displayText(node)]));
    let silent: string[] = [];
    let timer: NodeJS.Timeout | undefined;
    const hits = await this.#hits.begin(names.keys(), (number) => {
      if (names.size === 0) return;
      this.#send(() => this.#exchange.act(null, number, act));
      timer = setTimeout(() => {
        silent = this.#hits.giveUp(number);
      }, ACT_TIMEOUT_MS);
    });
    clearTimeout(timer);
    return { hits, silent: silent.map((session) => names.get(session) as string) };
  }

  #send(send: () => void): void {
    try {
      if (this.#session.canExchange) send();
    } catch {
      // The connection has just broken, and ends the session by itself.
    }
  }
}
