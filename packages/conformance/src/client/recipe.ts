import { z } from "zod";
import { NotJudged } from "../checks/failure.ts";
import { fillWords } from "../program.ts";

/** A line to type, or some text to wait for in the output and then a line to type. */
const StepSchema = z.union([z.string(), z.strictObject({ wait: z.string(), type: z.string() })]);
const FORMS = 'a text to type, or a list of such texts and of steps like { "wait": "To:", "type": "{to}" }';

/** @param words - what is put into its texts beside the name of the program */
function actionSchema(...words: readonly string[]) {
  const known = [...words, "name"].map((word) => `{${word}}`);
  const action = z.union([z.string(), z.array(StepSchema).min(1)], `It has to be ${FORMS}.`);
  const isKnown = (value: unknown) =>
    (JSON.stringify(value).match(/\{\w+\}/g) ?? []).every((word) => known.includes(word));
  return action.refine(isKnown, `Only these words are put in: ${known.join(", ")}.`).optional();
}

/** The way in which a person uses a program: what is typed, and where the program shows what it received. Every member can be left out. */
export const RecipeSchema = z.strictObject({
  /** True for a program that needs a terminal. */
  terminal: z.boolean().default(false),
  /** Form of the program's names, such as `{name}-bot`. */
  name: z
    .string()
    .regex(/^[^{}]*(\{name\}[^{}]*)?$/, "Only {name} is put in.")
    .default("{name}"),
  /** The lines that are typed at the start, such as the name. */
  start: actionSchema("host", "port"),
  /** Sends a text to a user: `{to}` and `{text}` are replaced. */
  direct: actionSchema("to", "text"),
  /** Sends a request to an endpoint: `{to}` is its name with the slash. */
  request: actionSchema("to"),
  /** Leaves the chat. */
  leave: actionSchema(),
  /** The stream in which the program shows messages from others; missing when nobody can see that. */
  shows: z.enum(["stdout", "stderr"]).optional(),
});

export type Recipe = z.output<typeof RecipeSchema>;
export type ActionName = "start" | "direct" | "request" | "leave";
type Step = z.output<typeof StepSchema>;

/** Returns the steps of an action with the words put in. @throws {NotJudged} when the recipe does not say how it is done */
export function stepsOf(recipe: Recipe, action: ActionName, words: Readonly<Record<string, string>>): readonly Step[] {
  const steps = recipe[action];
  if (steps === undefined) throw new NotJudged(`a recipe has to say how a person does "${action}"`);
  const fill = (text: string) => fillWords(text, words);
  return (typeof steps === "string" ? [steps] : steps).map((step) =>
    typeof step === "string" ? fill(step) : { wait: fill(step.wait), type: fill(step.type) },
  );
}
