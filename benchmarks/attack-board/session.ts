import { setTimeout as pause } from "node:timers/promises";
import { NatsServer } from "@chat/testing";
import { Child } from "../load/child.ts";
import type { CrowdAnswer, CrowdOrder } from "../load/crowd-process.ts";
import { ServerCommand } from "../load/server-command.ts";
import { ServerWatch } from "../load/server-watch.ts";
import type { NamedAttack } from "./attack.ts";
import type { AttackAnswer, AttackOrder } from "./attackers-process.ts";

const HEALTHY_USERS = 300;
/** Some 850 messages and answers. */
const QUIET_MS = 500;
/** Time for which the healthy users go on after the attackers have left: each writes once more. */
const AFTER_MS = 250;
/** After this time all must be as before, and all messages have arrived. */
const RECOVERY_MS = 10_000;
/** Time limit for every other step, besides the attack's own seconds. */
const DEADLINE_MS = 120_000;

const CROWD = new URL("../load/crowd-process.ts", import.meta.url);
const ATTACKERS = new URL("attackers-process.ts", import.meta.url);

/** The kinds of server that are attacked. */
export const KINDS_OF_SERVER = { loop: "one loop", threads: "two threads", nodes: "two nodes" } as const;
export type KindOfServer = keyof typeof KINDS_OF_SERVER;

/** The server that is attacked, and its healthy users. */
export interface SessionOptions {
  readonly over: KindOfServer;
  readonly flags?: readonly string[] | undefined;
  readonly healthyUsers?: number | undefined;
  readonly build?: string | undefined;
  readonly weakness?: string | undefined;
}

/** Starts the attackers of the next row, whose program has loaded by the time that the row begins. */
const startAttackers = () => new Child<AttackOrder | object, AttackAnswer>(ATTACKERS, []);

/** A server and its healthy users. Attacks are carried out on it, one after the other. */
export type Session = Awaited<ReturnType<typeof startSession>>;
/** Everything that one row has shown, before it is judged. */
export type Findings = Awaited<ReturnType<Session["run"]>>;

/** Starts the server, of two nodes the one that is attacked first, and lets the healthy users join. */
export async function startSession({ over, flags = [], healthyUsers = HEALTHY_USERS, ...how }: SessionOptions) {
  await using starting = new AsyncDisposableStack();
  let attackers = startAttackers();
  starting.defer(() => attackers[Symbol.asyncDispose]());
  const nats = over === "nodes" ? starting.use(await NatsServer.start()) : null;
  const own = nats ? ["--nats", nats.url] : ["--threads", over === "threads" ? "2" : "1"];
  const startServer = async () => starting.use(await ServerCommand.start({ ...how, flags: [...own, ...flags] }));
  const server = await startServer();
  const ports = [server.port, ...(nats ? [(await startServer()).port] : [])];
  const order = JSON.stringify([ports, healthyUsers]);
  const crowd = starting.use(new Child<CrowdOrder, CrowdAnswer>(CROWD, [order]));
  const joined = await crowd.nextAnswer(DEADLINE_MS);
  const online = "size" in joined ? joined.size : 0;
  const { adminPort, adminTokenFile, controlSocket } = server;
  const doors = { adminPort, adminTokenFile, controlSocket };
  const target = { ...doors, port: server.port, serverPid: server.pid, nats: nats?.url ?? null, healthyUsers: online };
  const parts = starting.move();

  /** Carries out one attack. */
  async function run({ name }: NamedAttack, seconds: number) {
    // The program of the attackers has loaded.
    await attackers.nextAnswer(DEADLINE_MS);
    using watch = await ServerWatch.start(server);
    crowd.tell({ begin: true });
    await pause(QUIET_MS);
    crowd.tell({ enter: "preparation" });
    const outcome = await strike([name, { ...target, seconds }]);
    const endedAt = performance.now();
    attackers = startAttackers();
    await pause(AFTER_MS);
    crowd.tell({ finishWithinMs: RECOVERY_MS });
    const answer = await crowd.nextAnswer(DEADLINE_MS);
    if (!("report" in answer)) throw new Error("The healthy users made no report.");
    const metrics = await watch.finish(endedAt, RECOVERY_MS);
    return { ...outcome, crowd: answer.report, server: metrics, isRunning: !server.hasEnded };
  }

  /** Lets the attackers carry out their attack, until the last of them has left. */
  async function strike(attack: AttackOrder) {
    attackers.tell(attack);
    await attackers.nextAnswer(DEADLINE_MS);
    const [startedAt, bytesBefore] = [performance.now(), server.log.bytes];
    crowd.tell({ enter: "attack" });
    attackers.tell({});
    const answer = await attackers.nextAnswer(DEADLINE_MS + attack[1].seconds * 1_000);
    if (typeof answer === "string") throw new Error("The attackers have begun twice.");
    crowd.tell({ enter: "after" });
    /** Bytes of the log from the begin of the attack to its end, and how long it took. */
    const spent = { loggedBytes: server.log.bytes - bytesBefore, attackMs: performance.now() - startedAt };
    attackers.tell({});
    await attackers.end(RECOVERY_MS);
    return { ...answer, ...spent };
  }

  return { run, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}
