import type { RunResult } from "../result/run-result.ts";
import { readScenario } from "../scenario/read-scenario.ts";
import type { TargetServer } from "../target/target-server.ts";
import { createChatScenario } from "../workloads/chat.ts";
import { runScenario } from "./run-scenario.ts";
import type { RunHooks, StressSettings } from "./run-settings.ts";

/** Lets bots join, and chat at a human pace for a while. */
export async function runStress(settings: StressSettings, server: TargetServer, hooks: RunHooks): Promise<RunResult> {
  const { chat, durationMs, messageBytes, seed } = settings;
  const scenario = readScenario({ ...createChatScenario(chat, durationMs), messageBytes, seed });
  return await runScenario({ command: "stress", scenario, settings }, server, hooks);
}
