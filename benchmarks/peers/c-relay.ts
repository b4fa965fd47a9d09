import type { Contender } from "../comparison/contender.ts";
import { askForVersion } from "../comparison/installed-program.ts";
import { nativeProgram } from "../comparison/native-programs.ts";

/** The floor: a bare relay on epoll. */
export const cRelay: Contender = {
  name: "c-relay",
  protocol: "chat",
  findVersion: () => askForVersion("gcc", "-dumpfullversion"),
  prepare: (_folder, port) => ({ file: nativeProgram("relay"), args: [`${port}`] }),
};
