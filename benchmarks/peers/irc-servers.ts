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

/** An IRC server in C++. Without the limits that would hold up the load, and without questions to others about who connects. */
export const inspircd: Contender = {
  name: "inspircd",
  protocol: "irc",
  // It welcomes those who have arrived once a second.
  joinsAtOnce: 2_000,
  findVersion: () => askForVersion("inspircd", "--version"),
  prepare(folder, port) {
    const file = join(folder, "inspircd.conf");
    writeFileSync(
      file,
      `<config format="xml">
<server name="irc.bench.test" description="bench" network="bench" id="001">
<admin name="bench" nick="bench" email="bench@bench.test">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect name="bench" allow="*" timeout="60" pingfreq="3600" limit="100000" localmax="100000" globalmax="100000"
  maxconnwarn="no" recvq="1M" softsendq="64M" hardsendq="64M" threshold="1000000" commandrate="1000000000" fakelag="no"
  resolvehostnames="no" useident="no">
<performance softlimit="100000" somaxconn="4096">
<pid file="${join(folder, "inspircd.pid")}">
`,
    );
    // It refuses to be run by root without being told to; to anybody else the flag means nothing.
    return { file: "inspircd", args: [`--config=${file}`, "--nofork", "--nolog", "--runasroot"] };
  },
};
