import type { Churn } from "../generator/load-plan.ts";
import type { RunResult } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { judgeAccounts } from "../verdict/account-verdict.ts";
import { assembleResult } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { RunHooks, StressSettings } from "./run-settings.ts";

/** For how long the system keeps the port of a client that has left, in seconds. */
const PORT_REST_S = 60;

/** Bots that join and chat at a human pace for a while. */
export async function runStress(settings: StressSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { bots, durationMs, personas, churn } = settings;
  const load = { kind: "chat", users: bots, personas, churn } as const;
  const connections = bots + Math.ceil((churn?.perSecond ?? 0) * PORT_REST_S);
  await using run = await LoadRun.start({ settings, server, hooks, load, connections });
  run.enter("joining", () => run.monitor.joins / bots);
  await run.grow(bots);
  await run.runLoad(durationMs);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "stress",
    settings: {
      bots: `${bots}`,
      duration: `${durationMs / 1_000} s`,
      personas: personas.map(({ name, share }) => `${name} ${Math.round(share * 100)} %`).join(", "),
      ...(churn ? { churn: describeChurn(churn) } : {}),
      "message size": `${settings.messageBytes} bytes`,
      seed: `${settings.seed}`,
    },
    verdict: judgeAccounts(run.accounts, hooks.signal.aborted, run.clientTotals),
  });
}

function describeChurn({ perSecond, awayMs: { min, max } }: Churn): string {
  const away = min === max ? `${min / 1_000}` : `${min / 1_000} to ${max / 1_000}`;
  return `${perSecond} leave each second, and come back after ${away} s`;
}
