import { fileURLToPath } from "node:url";
import { Application, TSConfigReader } from "typedoc";
import { expect, it } from "vitest";
import { findMissingComments } from "./require-comments.ts";

it("complains about each export and member without a comment, and each option without a default", async () => {
  const fixture = fileURLToPath(new URL("../test/fixtures/", import.meta.url));
  const entryPoints = [`${fixture}exports.ts`];
  const tsconfig = `${fixture}tsconfig.json`;
  // Without the readers that would find this package's own options.
  const readers = [new TSConfigReader()];
  const app = await Application.bootstrap({ entryPoints, tsconfig, excludePrivate: true, logLevel: "Error" }, readers);
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc could not read the fixture.");
  expect(findMissingComments(project).toSorted()).toEqual([
    "BareInterface has no comment.",
    "BareType has no comment.",
    "Thing.bareAccessor has no comment.",
    "Thing.bareMethod has no comment.",
    "Thing.bareProperty has no comment.",
    "ThingOptions.bareOption has no @default.",
    "bareFunction has no comment.",
    "bareVariable has no comment.",
  ]);
});
