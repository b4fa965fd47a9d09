import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Contender } from "../comparison/contender.ts";
import { askForVersion } from "../comparison/installed-program.ts";

/** An IRC server in C. Without the limits that would hold up the load, and without questions to others about who connects. */
export const ngircd: Contender = {
  name: "ngircd",
  protocol: "irc",
  // Its accept queue takes ten.
  joinsAtOnce: 8,
  findVersion: () => askForVersion("ngircd", "--version"),
  prepare(folder, port) {
    const file = join(folder, "ngircd.conf");
    writeFileSync(
      file,
      `[Global]
Name = irc.bench.test
Info = bench
Listen = 127.0.0.1
Ports = ${port}

[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxPenaltyTime = 0
PingTimeout = 3600
PongTimeout = 3600

[Options]
DNS = no
Ident = no
PAM = no
`,
    );
    return { file: "ngircd", args: ["--nodaemon", "--config", file] };
  },
};
