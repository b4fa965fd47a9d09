import { setTimeout as pause } from "node:timers/promises";
import { NatsServer } from "@chat/testing";
import { Child } from "../load/child.ts";
import type { CrowdReport } from "../load/crowd.ts";
import type { CrowdAnswer, CrowdOrder } from "../load/crowd-process.ts";
import { type Lateness, NOT_LATE } from "../load/lateness.ts";
import type { LogSummary } from "../load/log-summary.ts";
import { ServerCommand } from "../load/server-command.ts";
import { type ServerMetrics, ServerWatch } from "../load/server-watch.ts";
import type { NamedAttack } from "./attack.ts";
import type { AttackAnswer, AttackOrder } from "./attackers-process.ts";
import type { Outcome, Target } from "./room.ts";

const HEALTHY_USERS = 300;
const QUIET_MS = 1_000;
/** Time for which the healthy users go on after the attackers have left. */
const AFTER_MS = 500;
/** After this time all must be as before, and all messages have arrived. */
const RECOVERY_MS = 10_000;
/** Time limit for every other step, besides the attack's own seconds. */
const DEADLINE_MS = 120_000;

/** The kind of server that is attacked. */
export interface SessionOptions {
  readonly flags: readonly string[];
  readonly threads: number;
  /** Nodes of one chat; the first is the one that is attacked. */
  readonly nodes: number;
  /** @default 300 */
  readonly healthyUsers?: number | undefined;
  readonly build?: string | undefined;
  readonly weakness?: string | undefined;
}

/** Everything that one row has shown, before it is judged. */
export interface Findings {
  readonly crowd: CrowdReport;
  readonly outcome: Outcome;
  /** Texts of the server to the attackers, each with its number. */
  readonly told: readonly string[];
  readonly attackersLateness: Lateness;
  readonly server: ServerMetrics;
  /** Bytes of the log from the begin of the attack to its end. */
  readonly loggedBytes: number;
  readonly attackMs: number;
  readonly isRunning: boolean;
}

/** A server and its healthy users. Attacks are carried out on it, one after the other. */
export class Session implements AsyncDisposable {
  readonly #parts = new AsyncDisposableStack();
  #servers: ServerCommand[] = [];
  #crowd: Child<CrowdOrder, CrowdAnswer> | null = null;
  #nats: NatsServer | null = null;
  #healthyUsers = 0;

  /** Starts the server, and lets the healthy users join. */
  static async start({
    nodes,
    threads,
    healthyUsers = HEALTHY_USERS,
    flags,
    ...how
  }: SessionOptions): Promise<Session> {
    const session = new Session();
    const parts = session.#parts;
    try {
      if (nodes > 1) session.#nats = parts.use(await NatsServer.start());
      const own = session.#nats ? ["--nats", session.#nats.url] : ["--threads", `${threads}`];
      for (let node = 0; node < nodes; node++) {
        session.#servers.push(parts.use(await ServerCommand.start({ ...how, flags: [...own, ...flags] })));
      }
      const order = JSON.stringify([session.#ports, healthyUsers]);
      session.#crowd = parts.use(new Child(new URL("../load/crowd-process.ts", import.meta.url), [order]));
      const answer = await session.#crowd.nextAnswer(DEADLINE_MS);
      session.#healthyUsers = "size" in answer ? answer.size : 0;
      return session;
    } catch (error) {
      await parts.disposeAsync();
      throw error;
    }
  }

  /** Carries out one attack. */
  async run({ name }: NamedAttack, seconds: number): Promise<Findings> {
    const crowd = this.#crowd as Child<CrowdOrder, CrowdAnswer>;
    using watch = await ServerWatch.start(this.#server);
    crowd.tell({ begin: true });
    await pause(QUIET_MS);
    const target: Target = {
      ports: this.#ports as [number, ...number[]],
      serverPid: this.#server.pid,
      nats: this.#nats?.url ?? null,
      seconds,
      healthyUsers: this.#healthyUsers,
    };
    const struck = await strike({ name, target }, crowd, this.#server.log);
    const endedAt = performance.now();
    await pause(AFTER_MS);
    crowd.tell({ finishWithinMs: RECOVERY_MS });
    const answer = await crowd.nextAnswer(DEADLINE_MS);
    if (!("report" in answer)) throw new Error("The healthy users made no report.");
    const server = await watch.finish(endedAt, RECOVERY_MS);
    return { crowd: answer.report, ...struck, server, isRunning: !this.#server.hasEnded };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.disposeAsync();
  }

  get #server(): ServerCommand {
    return this.#servers[0] as ServerCommand;
  }

  get #ports(): number[] {
    return this.#servers.map(({ port }) => port);
  }
}

/** Lets the attackers carry out their attack, until the last of them has left. */
async function strike(order: AttackOrder, crowd: Child<CrowdOrder, CrowdAnswer>, log: LogSummary) {
  const file = new URL("attackers-process.ts", import.meta.url);
  await using attackers = new Child<object, AttackAnswer>(file, [JSON.stringify(order)]);
  let answer = await attackers.nextAnswer(DEADLINE_MS);
  const [startedAt, bytesBefore] = [performance.now(), log.bytes];
  crowd.tell({ enter: "attack" });
  if ("prepared" in answer) {
    attackers.tell({});
    answer = await attackers.nextAnswer(DEADLINE_MS + order.target.seconds * 1_000);
  }
  crowd.tell({ enter: "after" });
  const spent = { loggedBytes: log.bytes - bytesBefore, attackMs: performance.now() - startedAt };
  attackers.tell({});
  await attackers.end(RECOVERY_MS);
  return { ...readAnswer(answer), ...spent };
}

/** An attack that could not be carried out has shown nothing, so it fails. */
function readAnswer(answer: AttackAnswer) {
  if ("outcome" in answer) {
    return { outcome: answer.outcome, told: answer.told, attackersLateness: answer.lateness };
  }
  const failure = "failure" in answer ? answer.failure : "it has begun twice";
  const claims = [{ what: `the attack is carried out (${failure})`, isMet: false }];
  return { outcome: { notes: [], claims }, told: [], attackersLateness: NOT_LATE };
}
