import { ErrorKind } from "../result/error-kind.ts";
import { writeClock, writeCount, writeMs } from "../result/format.ts";
import type { MeasuredRun, Verdict } from "../result/run-result.ts";

/** Verdicts whose own text says how many clients were absent. */
const ABOUT_ABSENT: ReadonlySet<Verdict["kind"]> = new Set(["clients-absent", "server-refused", "server-mute"]);

/** Lists what else a reader of a verdict should know, a sentence each: refusals, drops, faults, a stall. */
export function describeEvidence(run: MeasuredRun, kind: Verdict["kind"]): string[] {
  // The clients that a breaking point lacks are the limit that it looks for, and its evidence says so.
  const saysAbsent = run.ending.goal !== "limit" && !ABOUT_ABSENT.has(kind);
  return [
    ...(kind === "server-silent" ? [SILENCE] : []),
    ...(run.ending.isDeserted ? ["No client was left, so the run ended early."] : []),
    ...(run.ending.isCutShort ? ["Not all messages were sent: the stages ended first."] : []),
    ...(saysAbsent ? describeAbsent(run) : []),
    ...describeClients(run),
    ...describeFaults(run),
    ...describeServer(run),
  ];
}

const SILENCE =
  "Something was owed all that time, a fresh connection was not answered either, and the tester was not late.";

/** Counts the clients that were asked for and never got in. */
export function countAbsent({ clients: { asked, joined, rejoined }, ending }: MeasuredRun): number {
  // Where clients join and leave again, as many join as there is time for.
  return ending.goal === "joins" ? 0 : Math.max(0, asked - (joined - rejoined));
}

/** Counts the clients that a server which lives did not let in again. */
export function countNotBack({ clients: { notBack = 0 }, ending }: MeasuredRun): number {
  return ending.server ? 0 : notBack;
}

function describeAbsent(run: MeasuredRun): string[] {
  const [absent, notBack] = [countAbsent(run), countNotBack(run)];
  const of = `of ${writeCount(run.clients.asked)} clients did not`;
  return [
    ...(absent > 0 ? [`${writeCount(absent)} ${of} join.`] : []),
    ...(notBack > 0 ? [`${writeCount(notBack)} ${of} come back.`] : []),
  ];
}

function describeClients({ clients, errors, ending }: MeasuredRun): string[] {
  const dropped = errors[ErrorKind.Dropped] ?? 0;
  return [
    ...(ending.refusal !== null ? [`The first refusal: "${ending.refusal}"`] : []),
    ...(ending.wrongAnswer === undefined ? [] : [`The first wrong answer: "${ending.wrongAnswer}"`]),
    ...(dropped > 0 ? [`Connections dropped: ${writeCount(dropped)}. The server closed them, or they broke.`] : []),
    ...(clients.cutOff > 0 ? [`${writeCount(clients.cutOff)} times a slow reader was cut off.`] : []),
    ...(clients.rejoined > 0 ? [`${writeCount(clients.rejoined)} times a client came back under its name.`] : []),
  ];
}

function describeFaults({ accounts }: MeasuredRun): string[] {
  return Object.entries(accounts).flatMap(([kind, account]) => {
    const { expected, lost, duplicated, outOfOrder, corrupted, refused, exempt } = account;
    const faults = { lost, duplicated, "out of order": outOfOrder, corrupted, refused, exempt };
    const found = Object.entries(faults).filter(([, count]) => count > 0);
    if (found.length === 0) return [];
    const counts = found.map(([fault, count]) => `${writeCount(count)} ${fault}`).join(", ");
    return [`${kind}: ${counts}, of ${writeCount(expected)}.`];
  });
}

function describeServer({ errors, ending: { stall } }: MeasuredRun): string[] {
  const malformed = errors[ErrorKind.Malformed] ?? 0;
  const late = errors[ErrorKind.LateAnswer] ?? 0;
  const times = malformed === 1 ? "Once" : `${writeCount(malformed)} times`;
  const since = stall ? writeClock(Math.floor(stall.atMs / 1_000)) : "";
  return [
    ...(malformed > 0 ? [`${times} the server sent bytes that are no message.`] : []),
    ...(late > 0 ? [`Answers later than the timeout of the run: ${writeCount(late)}.`] : []),
    ...(stall ? [`For ${writeMs(stall.forMs)} from ${since} on nothing came, and then it went on.`] : []),
  ];
}
