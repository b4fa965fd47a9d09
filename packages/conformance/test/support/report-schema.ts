import { z } from "zod";
import { LEVELS, STAGES } from "../../src/checks/check.ts";
import { LANGUAGES } from "../../src/checks/failure.ts";
import { VERSION } from "../../src/reporters/json.ts";

const numbers = z.array(z.string().regex(/^C-\d+$/)).describe("Numbers of rules of the contract.");
const t = z.number().describe("Milliseconds since the connection was opened.");
const side = z.enum(["client", "server"]);
const bytes = {
  length: z.int().describe("Number of bytes. When it is more than `hex` has, the rest is left out."),
  text: z.string().describe("The bytes as UTF-8, with U+FFFD for what is none."),
  hex: z.string().describe("The bytes in hexadecimal digits."),
};
const seen = z.union([
  z.strictObject({ words: z.string().describe("What was seen, when it has no bytes.") }),
  z.strictObject(bytes),
]);

const event = z.discriminatedUnion("event", [
  z.strictObject({ event: z.literal("opened"), t }),
  z
    .strictObject({ event: z.literal("bytes"), t, from: side, offset: z.int(), ...bytes })
    .describe("One write of the kit, or one read from the program."),
  z.strictObject({ event: z.literal("ended"), t, by: side }).describe("The side sends nothing more."),
  z.strictObject({ event: z.literal("closed"), t, by: z.enum(["client", "server", "network"]), reason: z.string() }),
]);

const failure = z.strictObject({
  rules: numbers.describe("The rules that are broken."),
  expected: seen,
  came: seen,
  firstDifference: z.int().nullable().describe("Position of the first byte that differs, from 0."),
  mend: z
    .strictObject({ any: z.string(), ...Object.fromEntries(LANGUAGES.map((name) => [name, z.string().optional()])) })
    .describe("How to mend it: in any language, and in those for which there is more to say."),
  hint: z.string().nullable().describe("The known mistake that explains the bytes of the program."),
  connections: z.array(z.strictObject({ owner: z.string(), events: z.array(event) })),
});

const state = z.enum(["passed", "failed", "not judged"]);

const ReportSchema = z.strictObject({
  version: z.literal(VERSION),
  role: z.enum(["server", "client"]),
  subject: z.string().describe("The program that was judged."),
  level: z.enum([...LEVELS.server, ...LEVELS.client]).describe("The level that was asked for."),
  contractHash: z.string(),
  seed: z.string(),
  seconds: z.number(),
  failedStage: z.enum(STAGES).nullable().describe("The earliest stage with a failure."),
  levels: z.array(
    z.strictObject({
      level: z.enum([...LEVELS.server, ...LEVELS.client]),
      state: z.enum(["held", "failed", "open"]).describe("`open` when nothing failed, but not all could be judged."),
      failed: numbers,
      notJudged: numbers,
    }),
  ),
  rules: z.array(
    z.strictObject({
      number: z.string(),
      text: z.string(),
      strength: z.enum(["MUST", "SHOULD", "MAY"]),
      state: z.enum([...state.options, "not covered"]),
      reasons: z.array(z.string()).describe("Why it was not judged, or is not covered."),
      checks: z.array(z.strictObject({ name: z.string(), state })),
    }),
  ),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string().describe("The checked behaviour; the program is the subject of the sentence."),
      stage: z.enum(STAGES),
      rules: numbers,
      outcome: state,
      milliseconds: z.number(),
      reason: z.string().nullable().describe("Why it could not judge."),
      failures: z.array(failure),
    }),
  ),
});

/** Writes the JSON Schema of what `--json` writes, as the package publishes it: `@chat/conformance/report.schema.json`. */
export function writeReportSchema(): string {
  const about = { $id: `urn:chat:conformance:report:${VERSION}`, title: "Report of chat-conformance" };
  return `${JSON.stringify({ ...about, ...z.toJSONSchema(ReportSchema) }, null, 2)}\n`;
}
