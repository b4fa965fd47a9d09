import { z } from "zod";
import { RESULT_VERSION, RunResultSchema } from "./run-result.ts";

/** Longest line of the schema on which a list stands whole: the formatter of this repository writes it so too. */
const LINE_COLUMNS = 120;

/** The JSON Schema of the file that `--json` writes, as the package publishes it: `@chat/loadtest/result.schema.json`. */
export function writeResultSchema(): string {
  const schema = {
    $id: `urn:chat:loadtest:result:${RESULT_VERSION}`,
    title: "Result of a chat-load run",
    ...z.toJSONSchema(RunResultSchema),
  };
  return `${JSON.stringify(schema, null, 2).replace(/^( *"\w+": )\[\s+("[^[\]{}]*")\s+\](,?)$/gm, joinList)}\n`;
}

function joinList(lines: string, key: string, items: string, comma: string): string {
  const joined = `${key}[${items.replace(/,\s+/g, ", ")}]${comma}`;
  return joined.length <= LINE_COLUMNS ? joined : lines;
}
