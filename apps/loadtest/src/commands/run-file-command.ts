import { defineCommand, writeProblems } from "@chat/command-line";
import { z } from "zod";
import { loadScenarioFile, readScenario, ScenarioError } from "../scenario/read-scenario.ts";
import type { ScenarioFile } from "../scenario/scenario.ts";
import { ExitCode } from "../verdict/exit-code.ts";
import {
  CLOSING_LINES,
  fleetOptions,
  MANY_THREADS,
  messageOptions,
  resultOptions,
  TARGET_RULES,
  targetOptions,
} from "./common-options.ts";
import { executeScenario, scenarioOptions } from "./scenario-command.ts";
import { defineSubcommand, withRules } from "./subcommand.ts";

const runFileCommand = defineCommand({
  name: "chat-load run",
  summary: "a scenario from a file: who joins when, and what each sends.",
  operands: "FILE.json",
  schema: withRules(
    z.object({
      ...scenarioOptions,
      ...targetOptions,
      ...fleetOptions(MANY_THREADS),
      ...messageOptions,
      ...resultOptions,
    }),
    TARGET_RULES,
  ),
  exampleOption: "--port 5000",
  examples: [
    { line: "chat-load run evening.json", purpose: "against the server in it" },
    { line: "chat-load run evening.json --port 5000 --seed 2", purpose: "flags win" },
    { line: "chat-load stress --print-scenario > evening.json", purpose: "a file to begin with" },
  ],
  closing: CLOSING_LINES,
});

export const run = defineSubcommand(runFileCommand, async (options, files, context) => {
  const [path, ...others] = files;
  if (path === undefined || others.length > 0) {
    context.stderr.write(writeProblems(runFileCommand, ["It needs one scenario file."]));
    return ExitCode.WrongUsage;
  }
  try {
    const file = await loadScenarioFile(path);
    readScenario(file, path);
    return await executeScenario("run", file as ScenarioFile, options, context);
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    context.stderr.write(`chat-load run: ${error.message}\n`);
    return ExitCode.WrongUsage;
  }
});
