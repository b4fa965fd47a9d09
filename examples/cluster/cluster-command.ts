import { defineCommand, optionInfos, wholeNumber } from "@chat/command-line";
import { z } from "zod";

/** As many as it takes to lose one, and still to have several. */
export const NODE_COUNT = 3;

const DEFAULT_PORT = 65_432;
const MAX_PORT = 65_535 - (NODE_COUNT - 1);

const group = "The cluster";

/** Options of the command. */
const ClusterOptionsSchema = z.object({
  port: wholeNumber(0, MAX_PORT)
    .default(DEFAULT_PORT)
    .register(optionInfos, {
      group,
      placeholder: "<port>",
      default: `${DEFAULT_PORT}`,
      allowed: `a whole number from 0 to ${MAX_PORT}`,
      summary: "Port of the first node, the others have the next ones; 0 lets the system choose all.",
    }),
  nats: z
    .string()
    .regex(/^(nats|tls):\/\/[^\s@]+$/)
    .optional()
    .register(optionInfos, {
      group,
      placeholder: "<url>",
      default: "one that is started for this",
      allowed: "the URL of a NATS server without a login, such as nats://127.0.0.1:4222",
      summary: "NATS server with JetStream that runs already.",
    }),
});

export type ClusterOptions = z.output<typeof ClusterOptionsSchema>;

export const clusterCommand = defineCommand({
  name: "cluster",
  summary: `starts ${NODE_COUNT} chat servers on this machine that are one chat.`,
  schema: ClusterOptionsSchema,
  exampleOption: "--port 5000",
  examples: [
    { line: "cluster", purpose: "with a NATS server of its own" },
    { line: "cluster --port 5000", purpose: "on the ports 5000, 5001 and 5002" },
    { line: "cluster --nats nats://127.0.0.1:4222", purpose: "with one that runs already" },
  ],
  closing: ["Ctrl-C stops all of it."],
});
