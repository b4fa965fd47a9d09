import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contender } from "../comparison/contender.ts";
import { askForVersion } from "../comparison/installed-program.ts";

/** A message broker in Go. */
export const natsServer: Contender = {
  name: "nats-server",
  protocol: "nats",
  findVersion: () => askForVersion("nats-server", "--version"),
  prepare: (_folder, port) => ({ file: "nats-server", args: ["--addr", "127.0.0.1", "--port", `${port}`] }),
};

/** An MQTT broker in C. */
export const mosquitto: Contender = {
  name: "mosquitto",
  protocol: "mqtt",
  // Its accept queue takes a hundred.
  joinsAtOnce: 16,
  findVersion: () => askForVersion("mosquitto", "-h"),
  prepare(folder, port) {
    const file = join(folder, "mosquitto.conf");
    writeFileSync(
      file,
      `listener ${port} 127.0.0.1
allow_anonymous true
set_tcp_nodelay true
`,
    );
    return { file: "mosquitto", args: ["-c", file] };
  },
};

const AEDES = fileURLToPath(new URL("../servers/aedes.ts", import.meta.url));
const MANIFEST = new URL("../node_modules/aedes/package.json", import.meta.url);

/** An MQTT broker on the same runtime. */
export const aedes: Contender = {
  name: "aedes",
  protocol: "mqtt",
  findVersion: () => (existsSync(MANIFEST) ? JSON.parse(readFileSync(MANIFEST, "utf8")).version : null),
  prepare: (_folder, port) => ({ file: process.execPath, args: [AEDES, `${port}`] }),
};
