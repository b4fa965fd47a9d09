import { ErrorKind } from "../result/error-kind.ts";
import { writeClock, writeCount } from "../result/format.ts";
import { sumAccounts } from "../result/outcomes.ts";
import type { MeasuredRun, RunEnding, Verdict } from "../result/run-result.ts";
import { countAbsent, countNotBack } from "./run-evidence.ts";

/** One way in which a run has ended, with its sentence. */
export interface Failure {
  readonly kind: Verdict["kind"];
  readonly text: string;
  /**
   * True when a tester that is too busy may have caused it: what it reads too late seems to be missing, and a server cuts off
   * who reads too late. What a server doubles, alters or refuses in words it does by itself.
   */
  readonly isTimed: boolean;
}

type Rule = (run: MeasuredRun) => Failure | null;

/** From cause to effect: clients of a server that is gone lose messages and connections. */
const RULES: readonly Rule[] = [
  findServerEnd,
  findNobodyJoined,
  findLost,
  findCorrupted,
  findDuplicated,
  findDisordered,
  findWrongAnswers,
  findDropped,
  findAbsent,
  findNotBack,
  findNothingSent,
];

/** Lists the failures that a run shows, the cause first. */
export function findFailures(run: MeasuredRun): Failure[] {
  return RULES.flatMap((find) => find(run) ?? []);
}

/** Writes what became of a server that did not last: `The server ended at 0:04 (SIGKILL).` */
export function describeServerEnd({ server, atMs }: RunEnding): string {
  const at = writeClock(Math.floor((atMs ?? 0) / 1_000));
  if (server?.state === "silent") return `The server fell silent: nothing came after ${at}.`;
  if (!server?.hasExited) return `The server went away at ${at}: its connections were closed, and it takes no new one.`;
  const { signal, exitCode } = server;
  const cause = signal ?? (exitCode === null ? null : `exit code ${exitCode}`);
  return `The server ended at ${at}${cause === null ? "" : ` (${cause})`}.`;
}

function findServerEnd({ ending }: MeasuredRun): Failure | null {
  if (!ending.server) return null;
  const kind = ending.server.state === "gone" ? "server-gone" : "server-silent";
  return { kind, text: describeServerEnd(ending), isTimed: false };
}

function findNobodyJoined(run: MeasuredRun): Failure | null {
  const { clients, errors, ending } = run;
  if (clients.joined > 0 || ending.interruptedBy !== null) return null;
  const reason = findReason(errors);
  if (!reason) return null;
  const kind = reason.isRefusal ? "server-refused" : "server-mute";
  const none = ending.goal === "joins" ? "no client" : `none of ${writeCount(clients.asked)} clients`;
  return { kind, text: `${capitalize(none)} joined: ${reason.words}.`, isTimed: reason.isTimed };
}

function findLost({ accounts }: MeasuredRun): Failure | null {
  const { lost, corrupted, expected } = sumAccounts(accounts);
  // A message that arrives altered counts as lost as well.
  if (lost <= corrupted) return null;
  const text = `${writeCount(lost)} of ${writeCount(expected)} messages and answers were lost.`;
  return { kind: "messages-lost", text, isTimed: true };
}

function findCorrupted(run: MeasuredRun): Failure | null {
  return findFault(
    run,
    "messages-corrupted",
    "corrupted",
    "arrived that was not sent so",
    "arrived that were not sent so",
  );
}

function findDuplicated(run: MeasuredRun): Failure | null {
  return findFault(run, "messages-duplicated", "duplicated", "arrived twice");
}

function findDisordered(run: MeasuredRun): Failure | null {
  return findFault(run, "messages-disordered", "outOfOrder", "arrived after a later one");
}

function findFault(
  { accounts }: MeasuredRun,
  kind: Verdict["kind"],
  fault: "corrupted" | "duplicated" | "outOfOrder",
  wordsOfOne: string,
  words = wordsOfOne,
): Failure | null {
  const { expected, [fault]: count } = sumAccounts(accounts);
  if (count === 0) return null;
  const things =
    count === 1 ? `1 message or answer ${wordsOfOne}` : `${writeCount(count)} messages or answers ${words}`;
  const text = `${things}; ${writeCount(expected)} were expected.`;
  return { kind, text, isTimed: false };
}

function findWrongAnswers({ errors, accounts }: MeasuredRun): Failure | null {
  const wrong = errors[ErrorKind.ErrorAnswer] ?? 0;
  if (wrong === 0) return null;
  const were = wrong === 1 ? "was not an answer" : "were not answers";
  const text = `${writeCount(wrong)} of ${writeCount(accounts.request?.received ?? wrong)} answers ${were} to what was asked.`;
  return { kind: "answers-wrong", text, isTimed: false };
}

function findDropped({ errors }: MeasuredRun): Failure | null {
  const dropped = errors[ErrorKind.Dropped] ?? 0;
  if (dropped === 0) return null;
  const were = dropped === 1 ? "1 connection was" : `${writeCount(dropped)} connections were`;
  return { kind: "connections-dropped", text: `Nothing was lost, but ${were} dropped.`, isTimed: true };
}

function findAbsent(run: MeasuredRun): Failure | null {
  const { clients, errors, ending } = run;
  const reason = findReason(errors);
  const absent = ending.goal === "joins" ? (reason?.all ?? 0) : countAbsent(run);
  if (absent === 0 || ending.interruptedBy !== null) return null;
  const of = ending.goal === "joins" ? clients.joined + absent : clients.asked;
  const words = reason ? `: ${reason.words}` : "";
  const text = `${writeCount(absent)} of ${writeCount(of)} clients did not join${words}.`;
  return { kind: "clients-absent", text, isTimed: reason?.isTimed ?? false };
}

function findNotBack(run: MeasuredRun): Failure | null {
  const { clients, errors, ending } = run;
  const notBack = countNotBack(run);
  if (notBack === 0 || ending.interruptedBy !== null) return null;
  const reason = findReason(errors);
  const words = reason ? `: ${reason.words}` : "";
  const text = `${writeCount(notBack)} of ${writeCount(clients.asked)} clients left and did not come back${words}.`;
  return { kind: "clients-absent", text, isTimed: reason?.isTimed ?? false };
}

function findNothingSent({ accounts, ending, clients }: MeasuredRun): Failure | null {
  if (ending.interruptedBy !== null) return null;
  const isEmpty = ending.goal === "joins" ? clients.joined === 0 : sumAccounts(accounts).expected === 0;
  return isEmpty ? { kind: "nothing-sent", text: "Nothing was sent: there is nothing to judge.", isTimed: true } : null;
}

interface JoinProblem {
  /** Reason why clients did not join, as the end of a sentence. */
  readonly words: string;
  /** True when the server did something about it; else nothing came. */
  readonly isRefusal: boolean;
  /** True when a tester that is too busy may have caused it: see {@link Failure.isTimed}. */
  readonly isTimed: boolean;
}

/** Reasons that a server has by itself, however busy the tester is. */
const REFUSED = { isRefusal: true, isTimed: false } as const;
const UNANSWERED = { isRefusal: false, isTimed: true } as const;

const JOIN_PROBLEMS: Readonly<Record<string, JoinProblem>> = {
  [ErrorKind.ConnectRefused]: { words: "their connections were refused", ...REFUSED },
  [ErrorKind.NameRefused]: { words: "the server refused them", ...REFUSED },
  [ErrorKind.ServerFull]: { words: "the server was full", ...REFUSED },
  [ErrorKind.NoChatServer]: { words: "what answered them was no chat server", ...REFUSED },
  [ErrorKind.NotWelcomed]: {
    words: "the server closed their connections without a word",
    isRefusal: true,
    // A server does not wait for a name for ever, and a busy tester gives it late.
    isTimed: true,
  },
  [ErrorKind.ConnectTimeout]: { words: "their connections were not accepted in time", ...UNANSWERED },
  [ErrorKind.HandshakeTimeout]: { words: "the server accepted their connections and did not answer", ...UNANSWERED },
};

/** Finds the most frequent reason why clients did not join, and how many had any; `null` when none is known. */
function findReason(errors: MeasuredRun["errors"]): (JoinProblem & { readonly all: number }) | null {
  const counts = Object.keys(JOIN_PROBLEMS).map((kind) => [kind, errors[kind] ?? 0] as const);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const [most] = counts.toSorted(([, a], [, b]) => b - a);
  const problem = most && JOIN_PROBLEMS[most[0]];
  return all > 0 && problem ? { ...problem, all } : null;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
