import type { RunResult } from "../report/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { assembleResult } from "./assemble-result.ts";
import { judgeAccount } from "./judge-account.ts";
import { LoadRun } from "./load-run.ts";
import type { RunHooks } from "./run-hooks.ts";
import type { StressSettings } from "./run-settings.ts";

/** Bots that join and chat at a human pace for a while. */
export async function runStress(settings: StressSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { bots, durationMs, personas } = settings;
  const load = { kind: "chat", users: bots, personas } as const;
  await using run = await LoadRun.start({ settings, server, hooks, load, connections: bots });
  run.enter("joining", () => run.monitor.joins / bots);
  await run.grow(bots);
  await run.carry(durationMs);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "stress",
    settings: {
      bots: `${bots}`,
      duration: `${durationMs / 1_000} s`,
      personas: personas.map(({ name, share }) => `${name} ${Math.round(share * 100)} %`).join(", "),
      "message size": `${settings.messageBytes} bytes`,
      seed: `${settings.seed}`,
    },
    verdict: judgeAccount(run.accounts, hooks.signal.aborted, run.missing),
  });
}
