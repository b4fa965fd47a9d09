import { fileURLToPath } from "node:url";
import type { Contender } from "../comparison/contender.ts";

const PROGRAM = fileURLToPath(new URL("../servers/relay.ts", import.meta.url));

/** The yardstick: a bare relay on the same runtime, with its 'data' events. */
export const nodeRelay: Contender = {
  name: "node-relay",
  protocol: "chat",
  findVersion: () => process.versions.node,
  prepare: (_folder, port) => ({ file: process.execPath, args: ["--conditions=@chat/source", PROGRAM, `${port}`] }),
};
