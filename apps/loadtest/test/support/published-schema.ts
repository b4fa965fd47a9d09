import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";

/** The JSON Schema of results, as the package publishes it. */
export const publishedSchema = JSON.parse(readFileSync(new URL("../../result.schema.json", import.meta.url), "utf8"));

// Another program's validator: zod, which the schema is made with, would not notice that it was left out of the schema.
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(publishedSchema);

/** Expects of a result that it is what the published schema says, as it stands in a file. */
export function expectPublished(result: unknown): void {
  validate(JSON.parse(JSON.stringify(result)));
  expect(validate.errors).toBeNull();
}
