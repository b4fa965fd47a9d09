import { parseArgs } from "node:util";

/** Options of the command line. */
export interface FaultsOptions {
  readonly rounds: number;
  /** The one round that is played, or `null` for all. */
  readonly only: number | null;
  readonly seed: string;
  /** Chats at a time. */
  readonly parallel: number;
  /** Folder for the report, or `null` for none. */
  readonly report: string | null;
  readonly minClaims: number;
  /** True when a violation fails the process. */
  readonly isCheck: boolean;
}

export const USAGE =
  "Usage: pnpm faults [--rounds 200] [--seed 1] [--parallel 4] [--report <folder>] [--check] [--only <round>] [--claims 500]";

const WHOLE_NUMBER = /^[1-9]\d{0,5}$/;

/** Reads the arguments, or says what is wrong with them. */
export function readOptions(args: readonly string[]): FaultsOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        rounds: { type: "string", default: "6" },
        only: { type: "string" },
        seed: { type: "string", default: "1" },
        parallel: { type: "string", default: "2" },
        report: { type: "string" },
        claims: { type: "string", default: "500" },
        check: { type: "boolean", default: false },
      },
    });
    for (const name of ["rounds", "only", "parallel", "claims"] as const) {
      const value = values[name];
      if (value !== undefined && !WHOLE_NUMBER.test(value)) {
        return `--${name} ${JSON.stringify(value)}: it has to be a whole number from 1 on.`;
      }
    }
    return {
      rounds: Number(values.rounds),
      only: values.only === undefined ? null : Number(values.only),
      seed: values.seed,
      parallel: Number(values.parallel),
      report: values.report ?? null,
      minClaims: Number(values.claims),
      isCheck: values.check,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
