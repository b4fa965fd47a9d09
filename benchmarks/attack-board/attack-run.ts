import type { NamedAttack } from "./attack.ts";
import { claimsOf } from "./claims.ts";
import { makeRow, printRow, type Row } from "./report.ts";
import { type Session, type SessionOptions, startSession } from "./session.ts";
import { Verdict } from "./verdict.ts";

/** A weakness fails its rows each time; what else the machine does, now and then: a row is tried again, and says so. */
const MAX_TRIES = 3;

/** Attacks one after the other on one server, which shows what one leaves behind for the next. */
export function startRun(options: SessionOptions, seconds: number) {
  let session: Session | null = null;

  async function end(): Promise<void> {
    await session?.[Symbol.asyncDispose]();
    session = null;
  }

  /** Carries out an attack and prints its row. Whoever was harmed is no measure for the next one, which gets a new server. */
  async function carryOut(attack: NamedAttack): Promise<Row> {
    session ??= await startSession(options);
    const row = await judge(attack, session);
    printRow(row, options.over);
    if (row.verdict !== Verdict.Passed || attack.endsServer) await end();
    return row;
  }

  async function judge(attack: NamedAttack, { run }: Session): Promise<Row> {
    try {
      const findings = await run(attack, seconds);
      return makeRow(attack, claimsOf(attack, findings), findings);
    } catch (error) {
      return makeRow(attack, [{ what: `it can be carried out (${(error as Error).message})`, isMet: false }], null);
    }
  }

  /** Carries it out again while the row is not as it is meant, a few times at most. */
  async function carryOutUntil(attack: NamedAttack, isAsMeant: (row: Row) => boolean): Promise<Row> {
    for (let tries = 1; ; tries++) {
      const row = await carryOut(attack);
      if (isAsMeant(row) || tries === MAX_TRIES) return { ...row, tries };
    }
  }

  return { carryOut, carryOutUntil, [Symbol.asyncDispose]: end };
}
