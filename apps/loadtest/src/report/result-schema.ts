import { z } from "zod";
import { RESULT_VERSION, RunResultSchema } from "./run-result.ts";

/** The JSON Schema of the file that `--json` writes, as the package publishes it: `@chat/loadtest/result.schema.json`. */
export function writeResultSchema(): string {
  const schema = {
    $id: `urn:chat:loadtest:result:${RESULT_VERSION}`,
    title: "Result of a chat-load run",
    ...z.toJSONSchema(RunResultSchema),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}
