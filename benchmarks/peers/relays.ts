import { fileURLToPath } from "node:url";
import type { Contender } from "../comparison/contender.ts";
import { askForVersion } from "../comparison/installed-program.ts";
import { nativeProgram } from "../comparison/native-programs.ts";

const RELAY = fileURLToPath(new URL("../servers/relay.ts", import.meta.url));
const RELAY_ONREAD = fileURLToPath(new URL("../servers/relay-onread.ts", import.meta.url));

/** The yardstick: a bare relay on the same runtime, with its 'data' events. */
export const nodeRelay: Contender = {
  name: "node-relay",
  protocol: "chat",
  findVersion: () => process.versions.node,
  prepare: (_folder, port) => ({ file: process.execPath, args: ["--conditions=@chat/source", RELAY, `${port}`] }),
};

/** The bare relay with one buffer for all reads, as our server has it where the runtime lets it. No line is judged by it. */
export const nodeRelayOnread: Contender = {
  name: "node-relay-onread",
  protocol: "chat",
  findVersion: () => process.versions.node,
  prepare: (_folder, port) => ({
    file: process.execPath,
    args: ["--conditions=@chat/source", RELAY_ONREAD, `${port}`],
  }),
};

/** The floor: a bare relay on epoll. */
export const cRelay: Contender = {
  name: "c-relay",
  protocol: "chat",
  findVersion: () => askForVersion("gcc", "-dumpfullversion"),
  prepare: (_folder, port) => ({ file: nativeProgram("relay"), args: [`${port}`] }),
};
