// The attacks that every protocol knows, on our server and on others: what healthy users see of them.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { KINDS } from "./attack-peers/kinds.ts";
import { type Durations, measure } from "./attack-peers/measure.ts";
import type { PeerMetrics, PeerReport, PeerRow } from "./attack-peers/peer-report.ts";
import type { Contender } from "./comparison/contender.ts";
import { describeMachine } from "./comparison/machine.ts";
import { endWithin } from "./load/benchmark.ts";
import { mosquitto, natsServer } from "./peers/brokers.ts";
import { chatServer } from "./peers/chat-server.ts";
import { inspircd, ngircd } from "./peers/irc-servers.ts";
import { nodeRelay } from "./peers/relays.ts";

/** Ours with all its defaults: its rates are what it has against attacks. */
const ours: Contender = {
  ...chatServer,
  prepare: (folder, port) => {
    const { file, args } = chatServer.prepare(folder, port);
    return { file, args: args.slice(0, args.indexOf("--messages-per-second")) };
  },
};

/** The servers that are compared: ours, the relay that does nothing, and what others run. */
const SERVERS = [ours, nodeRelay, ngircd, inspircd, natsServer, mosquitto];

const WHOLE: Durations = { attackMs: 5_000, quietMs: 2_000 };
/** Shows that everything works, and nothing about a server. */
const QUICK: Durations = { attackMs: 500, quietMs: 500 };

/** Many times what all of it takes. */
const DEADLINE_S = 3_600;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, servers: { type: "string" } },
});
endWithin(DEADLINE_S);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
const rows: PeerRow[] = [];
for (const contender of SERVERS.filter(({ name }) => values.servers?.split(",").includes(name) ?? true)) {
  const version = contender.findVersion();
  if (version === null) console.log(`${contender.name} is not installed.`);
  else for (const kind of Object.keys(KINDS)) await addRow(contender, version, kind);
}
const report: PeerReport = { date: new Date().toISOString().slice(0, 10), machine: describeMachine(), rows };
const [file] = positionals;
if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);

async function addRow(contender: Contender, version: string, kind: string): Promise<void> {
  const metrics = await measure(contender, kind, values.quick ? QUICK : WHOLE).catch(notCarriedOut);
  const row = { server: contender.name, version, kind, ...metrics };
  rows.push(row);
  console.log(JSON.stringify(row));
}

/** The others go on: a server that can't be started, or lets nobody in, is one that shows nothing. */
function notCarriedOut({ message }: Error): PeerMetrics {
  const unknown = { delivered: 0, cutOff: 0, quietP99Ms: Number.NaN, p99Ms: Number.NaN, maxMs: Number.NaN };
  return { ...unknown, grownMiB: Number.NaN, failure: message.slice(0, 100) };
}
