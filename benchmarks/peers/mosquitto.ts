import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender } from "../comparison/contender.ts";
import { askForVersion } from "../comparison/installed-program.ts";

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
