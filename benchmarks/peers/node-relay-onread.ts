import { fileURLToPath } from "node:url";
import type { Contender } from "../comparison/contender.ts";

const PROGRAM = fileURLToPath(new URL("../servers/relay-onread.ts", import.meta.url));

/** The bare relay with one buffer for all reads, as our server has it where the runtime lets it. No line is judged by it. */
export const nodeRelayOnread: Contender = {
  name: "node-relay-onread",
  protocol: "chat",
  findVersion: () => process.versions.node,
  prepare: (_folder, port) => ({ file: process.execPath, args: ["--conditions=@chat/source", PROGRAM, `${port}`] }),
};
