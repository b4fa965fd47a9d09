import { defineCommand, optionInfos } from "@chat/command-line";
import { z } from "zod";
import { LEVELS } from "../checks/check.ts";
import { ServerScene } from "../server/server-scene.ts";
import { EXIT_CODE_LINES } from "../verdict/exit-code.ts";
import { type JudgingOptions, judgeProgram, judgingOptions } from "./judging.ts";
import { defineSubcommand } from "./subcommand.ts";

/** Checks that play at the same time: most of them wait, and a name has only 50 ms of silence. */
const CONCURRENCY = 16;

const command = defineCommand({
  name: "chat-conformance server",
  summary: "checks a chat server",
  operands: "HOST:PORT",
  schema: z.object({
    profile: z.enum(LEVELS.server).default("server").register(optionInfos, {
      group: "Checks",
      placeholder: "<profile>",
      default: "server",
      allowed: "server or complete",
      summary: "The profile of the contract that the server has to keep.",
    }),
    ...judgingOptions,
  }),
  exampleOption: "--profile complete",
  examples: [{ line: "chat-conformance server 127.0.0.1:65432", purpose: "check the server on this machine" }],
  closing: EXIT_CODE_LINES,
});

export const server = defineSubcommand(command, async ({ options, operands: [address, ...more] }) => {
  const [, host, port] = /^(?:\[?([^\]]*?)\]?:)?(\d{1,5})$/.exec(address ?? "") ?? [];
  if (port === undefined || more.length > 0) return "Which server? Write its address, such as 127.0.0.1:65432.";
  const target = { host: host || "127.0.0.1", port: Number(port) };
  const { profile } = options;
  return await judgeProgram({
    role: "server",
    subject: `server ${target.host}:${target.port}, profile ${profile}`,
    level: profile,
    options: options as unknown as JudgingOptions,
    concurrency: CONCURRENCY,
    open: (check) => new ServerScene(target, check, options.seed),
  });
});
