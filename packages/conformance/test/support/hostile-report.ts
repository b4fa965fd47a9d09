import type { NamedCheck } from "../../src/checks/check.ts";
import { Failure, NotJudged } from "../../src/checks/failure.ts";
import { type Outcome, runChecks } from "../../src/checks/run-checks.ts";
import { readRules } from "../../src/contract/contract-rules.ts";
import type { Report } from "../../src/reporters/reporter.ts";
import { judge } from "../../src/verdict/judge.ts";

/** A text that tries to be markup of every kind, to move a cursor, and to be no text at all. */
const HOSTILE =
  "<script>alert(1)</script><img src=x onerror=alert(1)>\" ' ]]> <!-- &amp; | `x` | **b** [a](http://a.example) @octocat #1\n# h\r\n" +
  "\u0000\u0008\u001b]0;t\u0007\u009b2J\u007f\u202e\ud800\udc00\ud800\ufffe\uffff";

const bytes = Buffer.concat([Buffer.from(HOSTILE), Buffer.from([0xff, 0xc3])]);

const passing: NamedCheck<never> = {
  name: "passing",
  title: "joins",
  rules: ["C-33"],
  stage: "joins",
  run: async () => undefined,
};

const checks: readonly NamedCheck<never>[] = [
  passing,
  {
    ...passing,
    name: "failing",
    title: `keeps ${HOSTILE}`,
    rules: ["C-10"],
    stage: "frames",
    run: () =>
      Promise.reject(new Failure({ expected: `${HOSTILE}!`, came: bytes, mend: { any: "Mend it.", go: "Go." } })),
  },
  {
    ...passing,
    name: "failing-in-words",
    rules: ["C-12"],
    stage: "frames",
    run: () => Promise.reject(new Failure({ expected: { words: HOSTILE }, came: { words: HOSTILE }, mend: HOSTILE })),
  },
  {
    ...passing,
    name: "unjudged",
    rules: ["C-14"],
    stage: "told-off",
    run: () => Promise.reject(new NotJudged(HOSTILE)),
  },
  {
    ...passing,
    name: "beyond",
    rules: ["C-20"],
    level: "complete",
    run: () => Promise.reject(new Failure({ expected: "a", came: "ab" })),
  },
];

/** Makes a report in which everything that a stranger's program can choose is hostile. */
export async function makeHostileReport(): Promise<Report> {
  const wire = {
    label: HOSTILE,
    events: [
      { t: 0, event: "opened" },
      { t: 1, event: "bytes", from: "client", offset: 0, bytes },
      { t: 2, event: "bytes", from: "server", offset: 0, bytes },
      { t: 3, event: "ended", by: "server" },
      { t: 4, event: "closed", by: "network", reason: HOSTILE },
    ],
  } as const;
  const open = () => ({ wires: [wire], [Symbol.asyncDispose]: () => Promise.resolve() }) as never;
  const ran = await runChecks(checks, { open, concurrency: 1, timeLimitMs: 60_000 });
  const outcomes: Outcome[] = ran.map((outcome) => ({ ...outcome, milliseconds: 7 }));
  const judged = { role: "server", rules: readRules(), outcomes, lastLevel: "complete", uncovered: {} } as const;
  return {
    subject: `client ${HOSTILE}`,
    level: "server",
    contractHash: "0".repeat(64),
    seed: HOSTILE,
    seconds: 1.5,
    verdict: judge(judged),
    outcomes,
    language: null,
    isStaged: false,
    failedStage: "frames",
  };
}
