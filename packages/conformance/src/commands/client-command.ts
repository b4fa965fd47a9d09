import { defineCommand, optionInfos, wholeNumber } from "@chat/command-line";
import { z } from "zod";
import { LEVELS } from "../checks/check.ts";
import { type Recipe, RecipeSchema } from "../client/recipe.ts";
import { EXIT_CODE_LINES } from "../verdict/exit-code.ts";
import { type JudgingOptions, judgeProgram, judgingOptions } from "./judging.ts";
import { choice, file, flag } from "./options.ts";
import { readJson } from "./read-json.ts";
import { defineSubcommand } from "./subcommand.ts";

/** Longest time of one check when a person starts the client, in milliseconds. */
const PERSON_TIME_LIMIT_MS = 180_000;

const RECIPE =
  "A file of JSON: how a person uses the program, and where it shows messages. Without it, the wire is judged.";

const command = defineCommand({
  name: "chat-conformance client",
  summary: "checks a chat client: the kit is the server, and starts the program",
  operands: "-- COMMAND… {host} {port} {name}",
  schema: z.object({
    level: choice("Checks", LEVELS.client, "The level that the client has to hold."),
    recipe: file("Program", RECIPE),
    wait: flag("Program", "Start nothing: a person starts the client, once for each check."),
    port: wholeNumber(1, 65_535)
      .optional()
      .register(optionInfos, {
        ...{ group: "Program", placeholder: "<port>", default: "none", allowed: "a whole number from 1 to 65535" },
        summary: "The port of the kit's server; without it 65432 for --wait, else one that is free.",
      }),
    ...judgingOptions,
  }),
  exampleOption: "--level silver",
  examples: [{ line: "chat-conformance client -- python3 client.py {host} {port} {name}", purpose: "check a program" }],
  closing: EXIT_CODE_LINES,
});

export const client = defineSubcommand(command, async ({ options, operands, behind }) => {
  const { wait, level, port = wait ? 65_432 : 0 } = options;
  if (operands.length > 0 || (behind.length === 0) !== wait)
    return "Which program? Write -- and its command, or --wait.";
  const recipe = readRecipe(options.recipe);
  if (typeof recipe === "string") return recipe;
  if (port === 0 && !JSON.stringify([behind, recipe]).includes("{port}"))
    return "Nothing tells the program where to connect: write {port} into its command or its recipe, or choose a --port.";
  const onWaiting = (host: string, listening: number, name: string) =>
    process.stderr.write(`Start your client now: host ${host}, port ${listening}, name ${name}\n`);
  return await judgeProgram({
    role: "client",
    launch: { command: wait ? null : behind, recipe, port, onWaiting },
    subject: `client ${wait ? "of a person" : behind.join(" ")}, level ${level}`,
    level,
    options: options as JudgingOptions,
    // A person needs time to start the client again.
    ...(wait && { concurrency: 1, timeLimitMs: PERSON_TIME_LIMIT_MS }),
  });
});

/** Reads a recipe, or returns what is wrong with it. */
function readRecipe(file: string | undefined): Recipe | string {
  try {
    return RecipeSchema.parse(file === undefined ? {} : readJson(file));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    const known = Object.keys(RecipeSchema.shape).join(", ");
    return `The recipe ${file} can't be used: ${reason}\nA recipe has these members, and each may be missing: ${known}.`;
  }
}
