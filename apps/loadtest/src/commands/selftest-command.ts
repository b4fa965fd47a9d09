import { defineCommand } from "@chat/command-line";
import { z } from "zod";
import { defineSubcommand } from "./subcommand.ts";

const selftestCommand = defineCommand({
  name: "chat-load selftest",
  summary: "proves the load tester against a server that counts its own faults.",
  schema: z.object({}),
  exampleOption: "--help",
  examples: [{ line: "chat-load selftest", purpose: "a line for each thing that was proved" }],
  closing: ["Exit codes: 0 everything it reported was true, 1 something was not, 2 wrong usage."],
});

export const selftest = defineSubcommand(selftestCommand, async (_options, _operands, { stdout }) => {
  // No other command needs the server with faults.
  const { runSelftest } = await import("../selftest/run-selftest.ts");
  return await runSelftest((line) => stdout.write(`${line}\n`));
});
