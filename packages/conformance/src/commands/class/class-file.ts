import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { displayText } from "@chat/protocol";
import { z } from "zod";
import { RecipeSchema } from "../../client/recipe.ts";
import { readAddress } from "../address.ts";
import { readJson } from "../read-json.ts";

/** The values of each member, in a form that follows "allowed". */
const ALLOWED: Readonly<Record<string, string>> = {
  programs: "a list of programs, each with group, kind and what starts it",
  group: "a name of 1 to 60 characters, which has one client and one server at most",
  kind: '"client" or "server"',
  command:
    "a list of texts, which are the program and its arguments; {port} is in one of them, or in what a recipe types",
  address: "HOST:PORT of a server that runs already, in place of its command",
  recipe: "a recipe, or the path of its file beside this one",
  folder: "the path of the folder in which the command runs, beside this file; without it that of this file",
};

const NO_PORT = "nothing says {port}";

/** Reads what a file of a class says; paths in it start at its folder. */
function classSchema(base: string) {
  const group = z.string().trim().min(1).max(60);
  const command = z.array(z.string()).min(1);
  const folder = z
    .string()
    .default(".")
    .transform((path) => resolve(base, path))
    .refine((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory(), "there is no such folder");
  const recipe = z.preprocess((value, context) => {
    try {
      return typeof value === "string" ? readJson(resolve(base, value)) : value;
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
      return z.NEVER;
    }
  }, RecipeSchema.prefault({}));
  const address = z.string().transform((text, context) => {
    const target = readAddress(text);
    if (!target) context.addIssue({ code: "custom", message: "this is no address" });
    return target ?? z.NEVER;
  });
  const client = z
    .strictObject({ group, kind: z.literal("client"), command, recipe, folder })
    .refine((program) => JSON.stringify(program).includes("{port}"), { path: ["command"], error: NO_PORT });
  const started = command.refine((parts) => parts.join(" ").includes("{port}"), NO_PORT).optional();
  const server = z
    .strictObject({ group, kind: z.literal("server"), command: started, address: address.optional(), folder })
    .refine((program) => (program.command === undefined) !== (program.address === undefined), {
      path: ["address"],
      error: "a server has either a command or an address",
    });
  const programs = z.array(z.discriminatedUnion("kind", [client, server])).min(1);
  return z.strictObject({ programs: programs.superRefine(refuseSecond) });
}

/** A client or a server of a group. */
export type ClassProgram = z.output<ReturnType<typeof classSchema>>["programs"][number];

function refuseSecond(
  programs: readonly { readonly group: string; readonly kind: string }[],
  context: z.RefinementCtx,
) {
  const seen = new Set<string>();
  for (const [index, { group, kind }] of programs.entries()) {
    const key = `${kind} ${group.normalize()}`;
    const message = `there is another ${kind} of this group`;
    if (seen.has(key)) context.addIssue({ code: "custom", path: [index, "group"], message });
    seen.add(key);
  }
}

/** Reads the file of a class. @throws {Error} with a line for each mistake in it */
export function readClassFile(file: string): readonly ClassProgram[] {
  const read = classSchema(dirname(resolve(file))).safeParse(readJson(file));
  if (read.success) return read.data.programs;
  throw new Error(read.error.issues.map(describeIssue).join("\n"));
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  const member = path.findLast((part) => typeof part === "string" && Object.hasOwn(ALLOWED, part)) ?? "programs";
  return displayText(`${z.core.toDotPath(path) || "the file"}: ${message}. Allowed: ${ALLOWED[String(member)]}.`);
}
