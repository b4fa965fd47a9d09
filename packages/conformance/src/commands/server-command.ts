import { defineCommand } from "@chat/command-line";
import { z } from "zod";
import { LEVELS } from "../checks/check.ts";
import { EXIT_CODE_LINES } from "../verdict/exit-code.ts";
import { readAddress } from "./address.ts";
import { type JudgingOptions, judgeProgram, judgingOptions } from "./judging.ts";
import { choice } from "./options.ts";
import { defineSubcommand } from "./subcommand.ts";

const command = defineCommand({
  name: "chat-conformance server",
  summary: "checks a chat server",
  operands: "HOST:PORT",
  schema: z.object({
    profile: choice("Checks", LEVELS.server, "The profile of the contract that the server has to keep."),
    ...judgingOptions,
  }),
  exampleOption: "--profile complete",
  examples: [{ line: "chat-conformance server 127.0.0.1:65432", purpose: "check the server on this machine" }],
  closing: EXIT_CODE_LINES,
});

export const server = defineSubcommand(command, async ({ options, operands: [address, ...more] }) => {
  const target = readAddress(address ?? "");
  if (!target || more.length > 0) return "Which server? Write its address, such as 127.0.0.1:65432.";
  return await judgeProgram({
    role: "server",
    subject: `server ${target.host}:${target.port}, profile ${options.profile}`,
    level: options.profile,
    options: options as JudgingOptions,
    target,
  });
});
