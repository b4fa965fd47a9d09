import { readFileSync } from "node:fs";
import { defineCommand, optionInfos, trueOrFalse, wholeNumber } from "@chat/command-line";
import { z } from "zod";
import { LEVELS } from "../checks/check.ts";
import { ClientScene } from "../client/client-scene.ts";
import { type Recipe, RecipeSchema } from "../client/recipe.ts";
import { EXIT_CODE_LINES } from "../verdict/exit-code.ts";
import { type JudgingOptions, judgeProgram, judgingOptions } from "./judging.ts";
import { defineSubcommand } from "./subcommand.ts";

/** Programs that run at the same time: each takes processor time to start. */
const CONCURRENCY = 8;

const command = defineCommand({
  name: "chat-conformance client",
  summary: "checks a chat client: the kit is the server, and starts the program",
  operands: "-- COMMAND… {host} {port} {name}",
  schema: z.object({
    level: z.enum(LEVELS.client).default("bronze").register(optionInfos, {
      group: "Checks",
      placeholder: "<level>",
      default: "bronze",
      allowed: "bronze, silver or gold",
      summary: "The level that the client has to hold.",
    }),
    recipe: z.string().optional().register(optionInfos, {
      group: "Program",
      placeholder: "<file>",
      default: "none: what the wire shows is judged",
      allowed: "a JSON file",
      summary: "How a person uses the program, and where it shows what it received.",
    }),
    wait: trueOrFalse().default(false).register(optionInfos, {
      group: "Program",
      placeholder: "",
      default: "false",
      allowed: "true or false",
      summary: "Start nothing: a person starts the client, once for each check.",
    }),
    port: wholeNumber(0, 65_535).default(0).register(optionInfos, {
      group: "Program",
      placeholder: "<port>",
      default: "0, which lets the system choose",
      allowed: "a whole number from 0 to 65535",
      summary: "The port of the kit's server, for --wait.",
    }),
    ...judgingOptions,
  }),
  exampleOption: "--level silver",
  examples: [
    {
      line: "chat-conformance client -- python3 client.py {host} {port} {name}",
      purpose: "start the program, and check it",
    },
  ],
  closing: EXIT_CODE_LINES,
});

export const client = defineSubcommand(command, async ({ options, operands, behind }) => {
  const { wait, level, port, seed } = options;
  if (operands.length > 0 || (behind.length === 0) === !wait)
    return "Which program? Write -- and its command, or --wait.";
  const recipe = readRecipe(options.recipe);
  if (typeof recipe === "string") return recipe;
  const onWaiting = (host: string, listening: number, name: string) =>
    process.stderr.write(`Start your client now: host ${host}, port ${listening}, name ${name}\n`);
  const launch = { command: wait ? null : behind, recipe, port, onWaiting };
  return await judgeProgram({
    role: "client",
    subject: `client ${wait ? "of a person" : behind.join(" ")}, level ${level}`,
    level,
    options: options as unknown as JudgingOptions,
    concurrency: wait ? 1 : CONCURRENCY,
    open: (check) => new ClientScene(launch, check, seed),
  });
});

/** Reads a recipe, or returns what is wrong with it. */
function readRecipe(file: string | undefined): Recipe | string {
  try {
    return RecipeSchema.parse(file === undefined ? {} : JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    return `The recipe ${file} can't be used: ${reason}`;
  }
}
