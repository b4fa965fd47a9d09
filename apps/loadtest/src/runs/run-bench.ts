import type { Load, Pacing } from "../generator/load-plan.ts";
import type { RunResult, Verdict } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { judgeAccounts } from "../verdict/account-verdict.ts";
import { assembleResult } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { BenchSettings, RunHooks } from "./run-settings.ts";

/** One kind of load as fast as the server answers (closed loop), or at a rate (open loop). */
export async function runBench(settings: BenchSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { scenario, users, pacing, durationMs, warmUpMs } = settings;
  const isJoining = scenario === "connect";
  // Clients that leave again hold a port for a minute each.
  const connections = isJoining ? 100_000 : users;
  await using run = await LoadRun.start({ settings, server, hooks, load: createLoad(settings), connections });
  if (!isJoining) {
    run.enter("joining", () => run.monitor.joins / users);
    await run.grow(users);
  }
  await run.runLoad(durationMs, warmUpMs);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "bench",
    settings: {
      scenario,
      ...(isJoining ? {} : { users: `${users}` }),
      ...(scenario === "shout" ? { shouters: `${settings.shouters}` } : {}),
      pacing: describePacing(pacing, scenario),
      duration: `${durationMs / 1_000} s`,
      "warm-up": `${warmUpMs / 1_000} s`,
      "message size": `${settings.messageBytes} bytes`,
    },
    verdict: isJoining
      ? judgeJoins(run, hooks.signal.aborted)
      : judgeAccounts(run.accounts, hooks.signal.aborted, run.clientTotals),
  });
}

function judgeJoins({ measured: { joins, durationMs }, monitor }: LoadRun, isInterrupted: boolean): Verdict {
  const perSecond = Math.round(joins / Math.max(0.001, durationMs / 1_000));
  const failed = Object.entries(monitor.errors).filter(([, count]) => count > 0);
  return {
    kind: isInterrupted ? "interrupted" : "passed",
    text: `${joins} clients joined and left, ${perSecond} a second.`,
    evidence: failed.map(([problem, count]) => `${count} did not get in, or were dropped: ${problem}.`),
    clients: null,
    limit: null,
  };
}

function createLoad({ scenario, users, shouters, pacing }: BenchSettings): Load {
  switch (scenario) {
    case "connect":
      return { kind: "join", pacing };
    case "dm":
      return { kind: "direct", users, pacing };
    case "shout":
      return { kind: "shout", users, shouters, pacing };
  }
}

function describePacing(pacing: Pacing, scenario: BenchSettings["scenario"]): string {
  if (pacing.kind === "open") return `open loop, ${pacing.perSecond} a second`;
  const each = { connect: "in each worker", dm: "between each pair", shout: "of each shouter" }[scenario];
  return `closed loop, ${pacing.inFlight} in flight ${each}`;
}
