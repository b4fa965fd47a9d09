// Attacks on a server with its default limits, while healthy users chat: what the attack does to them, and to the server.
import { parseArgs } from "node:util";
import { readOpenFileLimit } from "@chat/server";
import type { Attack } from "./attacks/harness/attack.ts";
import { claimsOf, countLost } from "./attacks/harness/attack-claims.ts";
import { type Claim, Verdict, verdictOf } from "./attacks/harness/claim.ts";
import { type AttackFindings, runAttack } from "./attacks/harness/run-attack.ts";
import { attacks } from "./attacks/index.ts";
import { endWithin } from "./load/benchmark.ts";

const USAGE = `Usage: pnpm bench attacks [options]

  --only <name,name>    only these attacks: ${attacks.map(({ name }) => name).join(", ")}
  --seconds <number>    how long each goes on that has no end of its own (default: 10)
  --threads <number>    threads of the server (default: 1)
  --build <folder>      the built server of another checkout instead of this one's sources
  --check               exit with 1 when an attack succeeds`;

/** The process of the attackers. */
const ATTACKERS = new URL("attacks/attack-process.ts", import.meta.url);

/** Many times what each takes. */
const DEADLINE_S = 3_600;

const SIGNS: Record<Verdict, string> = { passed: "✓", failed: "✗", "not judged": "–" };

const options = readOptions();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(DEADLINE_S);
const rows: Record<string, Record<string, string>> = {};
for (const attack of options.attacks) {
  const row = await carryOut(attack);
  rows[attack.name] = row;
  if (options.check && row.verdict === Verdict.Failed) process.exitCode = 1;
}
console.log();
console.table(rows);

/** Carries out an attack and prints its outcome at once: all together may take a while. */
async function carryOut(attack: Attack): Promise<Record<string, string>> {
  try {
    const findings = await runAttack(attack, { ...options, attackers: ATTACKERS });
    const claims = claimsOf(attack, findings, options.seconds);
    const verdict = verdictOf(claims);
    console.log(`\n${writeReport(attack, findings, claims, verdict).join("\n  ")}`);
    return toRow(verdict, findings);
  } catch (error) {
    console.log(`\n${SIGNS.failed} ${attack.name}: could not be carried out. ${(error as Error).message}`);
    return { verdict: Verdict.Failed };
  }
}

function writeReport(attack: Attack, findings: AttackFindings, claims: readonly Claim[], verdict: Verdict): string[] {
  const reason = verdict === Verdict.NotJudged ? ": the machine was busy" : "";
  const reasons = Object.entries(findings.log.leaveReasons).map(([why, count]) => `${count} ${why}`);
  return [
    `${SIGNS[verdict]} ${attack.name}: ${verdict}${reason}`,
    attack.summary,
    ...findings.outcome.notes.map((note) => `· ${note}`),
    `· who left, as the server says: ${reasons.join(", ") || "nobody"}`,
    ...claims.map(({ what, isMet, isExplained }) => `${isMet ? "✓" : isExplained ? "–" : "✗"} ${what}`),
  ];
}

function toRow(verdict: Verdict, { healthyUsers, memory, loggedBytes, attackersLateness }: AttackFindings) {
  const { messages, answers, lateness } = healthyUsers;
  return {
    verdict,
    "message p50, p99, max (ms)": list([messages.attack.p50Ms, messages.attack.p99Ms, messages.attack.maxMs]),
    "/time p99, max (ms)": list([answers.attack.p99Ms, answers.attack.maxMs]),
    "cut off": `${healthyUsers.cutOff}`,
    lost: `${countLost(healthyUsers)}`,
    "RSS before, peak, after (MiB)": list([memory.beforeMiB, memory.peakMiB, memory.afterMiB]),
    "kernel (MiB)": memory.peakTcpMiB.toFixed(0),
    "log (KiB)": (loggedBytes / 1_024).toFixed(0),
    "own lateness p99, attackers' (ms)": list([lateness.attack.p99Ms, attackersLateness.p99Ms]),
  };
}

function list(values: readonly number[]): string {
  return values.map((value) => (Number.isNaN(value) ? "–" : value.toFixed(value < 10 ? 1 : 0))).join(" ");
}

function readOptions() {
  const { values } = readCommandLine();
  if (values.help) {
    console.log(USAGE);
    process.exit();
  }
  const names = values.only?.split(",") ?? attacks.map(({ name }) => name);
  const unknown = names.find((name) => !attacks.some((attack) => attack.name === name));
  if (unknown !== undefined) fail(`There is no attack "${unknown}".`);
  const [seconds, threads] = [Number(values.seconds), Number(values.threads)];
  if (!(seconds >= 1)) fail(`--seconds takes a number from 1 on, and not ${values.seconds}.`);
  if (!Number.isSafeInteger(threads) || threads < 1) fail(`--threads takes a whole number, and not ${values.threads}.`);
  const chosen = attacks.filter(({ name }) => names.includes(name));
  const openFiles = Math.max(0, ...chosen.map((attack) => attack.openFiles ?? 0));
  if (openFiles > (readOpenFileLimit() ?? 0))
    fail(`A process must be allowed ${openFiles} open files: ulimit -n ${openFiles}`);
  return { attacks: chosen, seconds, threads, build: values.build, check: values.check };
}

function readCommandLine() {
  try {
    return parseArgs({
      options: {
        only: { type: "string" },
        seconds: { type: "string", default: "10" },
        threads: { type: "string", default: "1" },
        build: { type: "string" },
        check: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    fail((error as Error).message);
  }
}

function fail(problem: string): never {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}
