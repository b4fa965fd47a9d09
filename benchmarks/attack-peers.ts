// The attacks that every protocol knows, on our server and on others: what healthy users see of them.

import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { KINDS } from "./attack-peers/kinds.ts";
import { PeerClient, vanishAll } from "./attack-peers/peer-client.ts";
import type { PeerReport, PeerRow } from "./attack-peers/peer-report.ts";
import { WIRES } from "./attack-peers/wire.ts";
import type { Contender } from "./comparison/contender.ts";
import { describeMachine } from "./comparison/machine.ts";
import { RunningServer } from "./comparison/running-server.ts";
import { endWithin } from "./load/benchmark.ts";
import { readMemory } from "./load/kernel-metrics.ts";
import { quantile } from "./load/statistics.ts";
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
const USERS = 40;
const SEND_EVERY_MS = 200;
const QUIET_MS = 2_000;
const ATTACK_MS = 5_000;
const AFTER_MS = 2_000;

const [mode, ...args] = process.argv.slice(2);
if (mode === "attackers") await attack(args[0] ?? "", args[1] as keyof typeof WIRES, Number(args[2]), Number(args[3]));
else await compare(mode);

/** Runs in a process of its own: attacks until it is over, and goes. */
async function attack(kind: string, protocol: keyof typeof WIRES, port: number, joinsAtOnce: number): Promise<void> {
  process.on("disconnect", () => process.exit());
  const target = { port, wire: WIRES[protocol], joinsAtOnce, milliseconds: ATTACK_MS };
  await KINDS[kind]?.(target).catch((error: Error) => process.send?.(error.message));
  vanishAll();
  setTimeout(() => process.exit(), 100);
}

async function compare(file: string | undefined): Promise<void> {
  endWithin(3_600);
  const rows: PeerRow[] = [];
  for (const contender of SERVERS) {
    const version = contender.findVersion();
    if (version === null) {
      console.log(`${contender.name} is not installed.`);
      continue;
    }
    for (const kind of Object.keys(KINDS)) {
      await using server = await RunningServer.start(contender);
      const row = { server: contender.name, version, kind, ...(await measure(server, kind)) };
      rows.push(row);
      console.log(JSON.stringify(row));
    }
  }
  const report: PeerReport = { date: new Date().toISOString().slice(0, 10), machine: describeMachine(), rows };
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

async function measure({ port, pid, contender }: RunningServer, kind: string) {
  const { protocol, joinsAtOnce = 64 } = contender;
  const wire = WIRES[protocol];
  const users = await PeerClient.joinMany({ port, wire, joinsAtOnce }, USERS, "healthy");
  const times = { quiet: [] as number[], attack: [] as number[] };
  const counts = { sent: 0, arrived: 0 };
  let phase: keyof typeof times = "quiet";
  for (const user of users) {
    user.onText = (text) => {
      for (const [, of, sentAt] of text.matchAll(/#(quiet|attack)#([\d.]+)#/g)) {
        counts.arrived += 1;
        times[of as keyof typeof times].push(performance.now() - Number(sentAt));
      }
    };
  }
  let next = 0;
  const timer = setInterval(() => {
    const index = next++ % USERS;
    if (users[index]?.isClosed) return;
    counts.sent += 1;
    users[index]?.write(wire.message(`healthy${index}`, `healthy${index ^ 1}`, `#${phase}#${performance.now()}#`));
  }, SEND_EVERY_MS / USERS);
  await pause(QUIET_MS);
  const before = readMemory(pid).residentMiB;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, readMemory(pid).residentMiB || 0);
  }, 100);
  phase = "attack";
  const attackers = fork(new URL(import.meta.url), ["attackers", kind, protocol, `${port}`, `${joinsAtOnce}`]);
  let failure: string | null = null;
  attackers.on("message", (reason) => {
    failure = `${reason}`.slice(0, 100);
  });
  await once(attackers, "exit");
  clearInterval(watch);
  await pause(AFTER_MS);
  clearInterval(timer);
  await pause(AFTER_MS);
  const cutOff = users.filter(({ isClosed }) => isClosed).length;
  for (const user of users) user.vanish();
  return {
    delivered: (100 * counts.arrived) / counts.sent,
    cutOff,
    quietP99Ms: quantile(times.quiet, 0.99),
    p99Ms: quantile(times.attack, 0.99),
    maxMs: quantile(times.attack, 1),
    grownMiB: peak - before,
    failure,
  };
}
