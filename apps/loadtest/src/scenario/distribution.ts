import { z } from "zod";
import { duration, strictObject } from "./scenario-values.ts";

const KINDS = "constant, uniform, exponential, log-normal";

/** A time that is drawn anew each time. */
export const DistributionSchema = z.discriminatedUnion(
  "kind",
  [
    strictObject({ kind: z.literal("constant"), value: duration(1) }).describe("Always the same time."),
    strictObject({ kind: z.literal("uniform"), min: duration(0), max: duration(1) }).describe(
      "Each time between two is as likely as the others.",
    ),
    strictObject({ kind: z.literal("exponential"), mean: duration(1) }).describe(
      "Independent events, such as people who arrive: short times are the most likely.",
    ),
    strictObject({ kind: z.literal("log-normal"), median: duration(1), p95: duration(1) }).describe(
      "People who think: half of the times are below the median, one in 20 is above p95.",
    ),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? `expected one of ${KINDS}` : "expected an object") },
);

/** Times are in milliseconds. */
export type Distribution = z.output<typeof DistributionSchema>;
