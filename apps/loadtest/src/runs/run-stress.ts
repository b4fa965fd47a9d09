import { writeBytes, writeCount, writeMs, writeNumber, writePercent } from "../result/format.ts";
import type { RunResult } from "../result/run-result.ts";
import type { TargetServer } from "../target/target-server.ts";
import { chat, churnOf } from "../workloads/chat.ts";
import type { ChurnSettings } from "../workloads/churn.ts";
import { createPersonas } from "../workloads/personas.ts";
import { createLoad } from "../workloads/workloads.ts";
import { assembleResult } from "./assemble-result.ts";
import { LoadRun } from "./load-run.ts";
import type { RunHooks, StressSettings } from "./run-settings.ts";

/** Time for which the system keeps the port of a client that has left, in seconds. */
const PORT_REST_S = 60;

/** Lets bots join, and chat at a human pace for a while. */
export async function runStress(settings: StressSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { durationMs } = settings;
  const { bots } = settings.chat;
  const churn = churnOf(settings.chat);
  const load = createLoad(chat, settings.chat);
  const connections = bots + Math.ceil((churn?.perSecond ?? 0) * PORT_REST_S);
  await using run = await LoadRun.start({ settings, server, hooks, load, connections });
  await run.join(bots);
  await run.runLoad(durationMs);
  await run.end();
  return assembleResult(run, settings, server, {
    command: "stress",
    settings: {
      bots: writeCount(bots),
      duration: writeMs(durationMs),
      personas: createPersonas(settings.chat)
        .map(({ name, ofBots }) => `${name} ${writePercent(ofBots)}`)
        .join(", "),
      ...(churn ? { churn: describeChurn(churn) } : {}),
      "message size": writeBytes(settings.messageBytes),
      seed: `${settings.seed}`,
    },
    goal: "messages",
  });
}

function describeChurn({ perSecond, awayMs: { min, max } }: ChurnSettings): string {
  const away = min === max ? writeMs(min) : `${writeMs(min)} to ${writeMs(max)}`;
  return `${writeNumber(perSecond)} leave each second, and come back after ${away}`;
}
