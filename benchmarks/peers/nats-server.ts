import type { Contender } from "../comparison/contender.ts";
import { askForVersion } from "../comparison/installed-program.ts";

/** A message broker in Go. */
export const natsServer: Contender = {
  name: "nats-server",
  protocol: "nats",
  findVersion: () => askForVersion("nats-server", "--version"),
  prepare: (_folder, port) => ({ file: "nats-server", args: ["--addr", "127.0.0.1", "--port", `${port}`] }),
};
