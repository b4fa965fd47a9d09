import type { RunResult } from "../result/run-result.ts";
import { runScenario, toCommonSettings } from "../runs/run-scenario.ts";
import { readScenario, ScenarioError, writeScenario } from "../scenario/read-scenario.ts";
import type { Scenario, ScenarioFile } from "../scenario/scenario.ts";
import { mergeTarget } from "../target/merge-target.ts";
import { writeDuration } from "../units/duration.ts";
import { OptionGroup, optionsIn, toggle } from "../units/option-values.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import type { CommonOptions } from "./common-options.ts";
import { runCommand } from "./run-command.ts";
import type { RunContext } from "./subcommand.ts";

const { option } = optionsIn(OptionGroup.Run);

/** Options of the commands that run a scenario. */
export const scenarioOptions = {
  printScenario: option(
    toggle(),
    "false",
    "Run nothing, and print the scenario that these options stand for: chat-load run makes the same load of it.",
  ),
};

export type ScenarioOptions = CommonOptions & { readonly printScenario: boolean };

/** Runs a scenario with the options of the command line, which win; or prints it. Returns the exit code. */
export async function executeScenario(
  command: RunResult["command"],
  file: ScenarioFile,
  options: ScenarioOptions,
  context: RunContext,
): Promise<number> {
  const merged = applyOptions(file, options);
  let scenario: Scenario;
  try {
    scenario = readScenario(merged, context.commandLine);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    context.stderr.write(`chat-load: ${error.message}\n`);
    return ExitCode.WrongUsage;
  }
  if (options.printScenario) {
    context.stdout.write(writeScenario(merged));
    return ExitCode.Passed;
  }
  const settings = toCommonSettings(scenario, { processes: options.workers, threads: options.threads });
  return await runCommand(
    { ...options, ...scenario.target, failIf: scenario.failIf },
    (server, hooks) => runScenario({ command, scenario, settings }, server, hooks),
    context,
  );
}

/** Puts the options into a scenario, under the keys that it has for them. */
function applyOptions(file: ScenarioFile, options: ScenarioOptions): ScenarioFile {
  const { host, port, pid, spawn, spawnLog, size: messageBytes, seed, timeout, failIf } = options;
  // The number of a process is of this day, and no part of a scenario.
  const { pid: _, ...target } = mergeTarget(file.target, { host, port, pid, spawn, spawnLog });
  const conditions = [...(file.failIf ?? []), ...failIf.map(({ condition }) => condition)];
  return {
    ...file,
    ...(Object.keys(target).length > 0 ? { target: target as ScenarioFile["target"] } : {}),
    ...(messageBytes === undefined ? {} : { messageBytes }),
    ...(timeout === undefined ? {} : { timeout: writeDuration(timeout) }),
    ...(seed === undefined ? {} : { seed }),
    ...(conditions.length > 0 ? { failIf: conditions } : {}),
  };
}
