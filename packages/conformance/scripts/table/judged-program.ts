import { type BrokenPeer, BrokenServer, prepare } from "@chat/broken-peers";
import type { NamedCheck } from "../../src/checks/check.ts";
import type { Slots } from "../../src/checks/slots.ts";
import { RecipeSchema } from "../../src/client/recipe.ts";
import { makeReport } from "../../src/commands/judging.ts";
import { findChecks } from "../../src/find-modules.ts";
import type { Report } from "../../src/reporters/reporter.ts";

/** A program, and what the kit says of it. */
export interface JudgedProgram {
  readonly peer: BrokenPeer;
  /** True when nothing may be wrong but what the program does not offer at all: its rules. */
  readonly isRight: boolean;
  /** The checks that failed, sorted, by the rule that they found broken. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
  /** The checks that did not judge, with the reason. */
  readonly open: readonly string[];
  /** The errors that a server has printed, and its end by itself. */
  readonly crash?: string;
}

/** The way in which the clients are used that take input. */
const TALKING = RecipeSchema.parse({ direct: "@{to} {text}", request: "{to}", leave: "/quit", shows: "stdout" });
const BOT = RecipeSchema.parse({});
/** A client that takes no input has its say and leaves. What else it would do nobody sees. */
const BOT_CHECKS = ["sends-name", "sends-direct"];
/** Checks that take 30 s or hundreds of users: they judge the right programs, and those that break one of their rules. */
const COSTLY = new Set(["incomplete-message", "slow-reader", "many-users"]);
/** Checks that the bases fail: they prove them, and no program that inherits from them. */
const FAILED_BY_BASES = new Set(["names-complete", "vectors-display"]);

/** The way in which a program of the catalogue is judged. */
interface PeerJudging {
  /** True for a base, which all checks judge. */
  readonly isRight: boolean;
  /** The folder for programs that are built. */
  readonly workFolder: string;
  /** The checks of clients that may run at the same time: each runs a client. */
  readonly clientChecks: number | Slots;
  /**
   * The checks that judge it.
   * @default all that matter to it
   */
  readonly only?: readonly string[];
}

/** Judges a program of the catalogue, or a base. */
export async function judgePeer(
  peer: BrokenPeer,
  { isRight, workFolder, clientChecks, only }: PeerJudging,
): Promise<JudgedProgram> {
  const chosen = (await findChecks<never>(peer.role)).filter((check) => isRight || matters(check, peer));
  const checks = only ?? chosen.map(({ name }) => name);
  if (peer.role === "client")
    return summarize(peer, isRight, await judgeClient(peer, checks, workFolder, clientChecks));
  await using server = await BrokenServer.start(peer);
  return { ...summarize(peer, isRight, await judgeServer(server.port, checks)), crash: server.crash };
}

/** Judges the server on a port of this machine. */
export async function judgeServer(port: number, check?: readonly string[]): Promise<Report> {
  const target = { host: "127.0.0.1", port };
  return await makeReport({ role: "server", subject: "", level: "complete", options: { check }, target });
}

async function judgeClient(
  peer: BrokenPeer,
  checks: readonly string[],
  workFolder: string,
  concurrency: number | Slots,
): Promise<Report> {
  const takesInput = peer.language === "python" || peer.language === "javascript";
  const command = [...prepare(peer, workFolder), "{host}", "{port}", "{name}", ...(takesInput ? ["-"] : [])];
  const launch = { command, recipe: takesInput ? TALKING : BOT };
  const options = { check: takesInput ? checks : BOT_CHECKS };
  return await makeReport({ role: "client", subject: "", level: "gold", options, concurrency, launch });
}

/** Keeps of a report what the table needs. */
export function summarize(peer: BrokenPeer, isRight: boolean, { verdict, outcomes }: Report): JudgedProgram {
  const broken = new Map<string, Set<string>>();
  for (const { rules, outcome } of verdict.failures)
    for (const rule of rules)
      if (rule === "C-1") broken.set(rule, new Set(["its end"]));
      else broken.set(rule, (broken.get(rule) ?? new Set()).add(outcome.check.name));
  return {
    peer,
    isRight,
    broken: new Map([...broken].map(([rule, checks]) => [rule, [...checks].toSorted()])),
    open: outcomes.flatMap((outcome) =>
      outcome.kind === "not judged" ? [`${outcome.check.name}: ${outcome.reason}`] : [],
    ),
  };
}

function matters({ name, rules }: NamedCheck<never>, peer: BrokenPeer): boolean {
  return !FAILED_BY_BASES.has(name) && (!COSTLY.has(name) || rules.some((rule) => peer.rules.includes(rule)));
}
