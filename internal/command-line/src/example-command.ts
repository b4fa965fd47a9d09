import * as z from "zod";
import { defineCommand } from "./command.ts";
import { optionInfos, trueOrFalse, wholeNumber } from "./option.ts";

/** A command with an option of each kind, for the tests. */
export const exampleCommand = defineCommand({
  name: "brew",
  summary: "makes tea for a class.",
  schema: z
    .object({
      port: wholeNumber(1, 65_535).default(65_432).register(optionInfos, {
        group: "Network",
        placeholder: "<port>",
        default: "65432",
        allowed: "a whole number from 1 to 65535",
        summary: "TCP port of the kettle.",
      }),
      teaName: z
        .string()
        .refine((name) => !name.includes(","), { message: "A name can't have a comma." })
        .optional()
        .register(optionInfos, {
          group: "Tea",
          placeholder: "<name>",
          default: "any",
          allowed: "a name",
          summary: "Which tea.",
        }),
      addition: z
        .array(z.enum(["milk", "sugar", "lemon"]))
        .default([])
        .register(optionInfos, {
          group: "Tea",
          placeholder: "<what>",
          default: "none",
          allowed: "milk, sugar or lemon",
          summary:
            "What goes into each cup, however long the sentence is that says so, and it is longer than one line can be.",
          isRepeatable: true,
        }),
      quiet: trueOrFalse().default(false).register(optionInfos, {
        group: "Tea",
        placeholder: "",
        default: "false",
        allowed: "true or false",
        summary: "Do not whistle.",
      }),
    })
    .refine(({ addition }) => !(addition.includes("milk") && addition.includes("lemon")), {
      message: "Milk and lemon do not go together.",
    }),
  renamed: { "tea-kind": "tea-name" },
  exampleOption: "--port 5000",
  examples: [
    { line: "brew --tea-name mint", purpose: "one cup" },
    { line: "brew --addition sugar --addition milk --quiet", purpose: "as they like it" },
  ],
  closing: ["Exit codes: 0 made, 1 spilt, 2 wrong option."],
});
