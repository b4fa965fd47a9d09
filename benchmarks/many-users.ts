// Very many users in one chat of several nodes: whether everybody gets in, and everything arrives exactly once.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { NatsServer } from "@chat/testing";
import { askForVersion } from "./comparison/installed-program.ts";
import { describeMachine } from "./comparison/machine.ts";
import { compileNativePrograms } from "./comparison/native-programs.ts";
import { endWithin, reportTargets } from "./load/benchmark.ts";
import { CHAT_SERVER, ChatServer } from "./many-users/chat-server.ts";
import { writePage } from "./many-users/page.ts";
import { PagePoll } from "./many-users/page-poll.ts";
import { type Chat, run } from "./many-users/run.ts";
import { readRunPlan } from "./many-users/run-plan.ts";
import { ProcessKind, type RunResult, type Tally } from "./many-users/run-result.ts";
import { checkRun } from "./many-users/run-targets.ts";
import { type MeteredProcess, UsageMeter } from "./many-users/usage-meter.ts";
import { mergeTallies, UserGenerators } from "./many-users/user-generators.ts";
import type { WatchedProcess } from "./many-users/watched-process.ts";

/** Many times what the full run takes. */
const DEADLINE_S = 1_800;

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

const plan = readRunPlan(process.argv.slice(2));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
endWithin(DEADLINE_S);
compileNativePrograms();
const servers: ChatServer[] = [];
const logs = mkdtempSync(join(tmpdir(), "chat-bench-"));
process.once("exit", () => rmSync(logs, { recursive: true }));
try {
  const result = await measure();
  reportTargets(checkRun(result), plan.isCheck);
  if (plan.report !== null) writeReport(resolve(REPOSITORY, plan.report), result);
} catch (error) {
  console.error(`The run has failed: ${(error as Error).message}`);
  for (const { text, count } of countWarnings()) console.error(`  ${count} × ${text}`);
  process.exitCode = 1;
}

async function measure(): Promise<RunResult> {
  const { users, nodes, generators, command } = plan;
  const startedAt = performance.now();
  const [loadBefore = 0] = loadavg();
  await using stack = new AsyncDisposableStack();
  const broker = nodes === 1 ? null : stack.use(await NatsServer.start());
  // However this program ends, nothing of it stays behind.
  process.once("exit", () => broker?.signal("SIGKILL"));
  for (let node = 1; node <= nodes; node++) {
    const hasPage = plan.hasPage && node === 1;
    servers.push(stack.use(await ChatServer.start(`node-${node}`, logs, broker?.url ?? null, hasPage)));
  }
  const ports = servers.map(({ port }) => port);
  const userGenerators = stack.use(new UserGenerators(users, generators, ports));
  const watched = [...servers, ...userGenerators.all].map((owner) => owner.process);
  using meter = new UsageMeter([
    ...servers.map((server) => toMetered(ProcessKind.Node, server.process)),
    ...(broker ? [{ kind: ProcessKind.Broker, name: "nats-server", pid: broker.pid }] : []),
    ...userGenerators.all.map((generator) => toMetered(ProcessKind.Generator, generator.process)),
  ]);
  console.log(`${users} users on ${nodes} nodes, from ${generators} generators`);
  const [first] = servers;
  const page = plan.hasPage && first ? new PagePoll(first.adminPort, first.adminTokenFile) : null;
  const stopPage = page && (() => page.stop());
  const chat: Chat = { users, ports, generators: userGenerators, stopPage };
  // A process that ends too early fails the run at once, whatever it waits for.
  const findings = await Promise.race([run(chat, meter, console.log), ...watched.map(({ failed }) => failed)]);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    loadBefore,
    command,
    versions: readVersions(broker !== null),
    users,
    nodes,
    generators,
    seconds: (performance.now() - startedAt) / 1_000,
    ...findings,
    logged: countWarnings(),
  };
}

/** Counts the warnings and errors in the nodes' logs. */
function countWarnings(): Tally[] {
  return mergeTallies(servers.map((server) => server.countWarnings()));
}

function toMetered(kind: ProcessKind, { name, pid }: WatchedProcess): MeteredProcess {
  return { kind, name, pid };
}

function readVersions(hasBroker: boolean): Record<string, string> {
  const chatServer = execFileSync(process.execPath, [CHAT_SERVER, "--version"], { encoding: "utf8" }).trim();
  const broker = hasBroker ? { "nats-server": askForVersion("nats-server", "--version") ?? "of unknown version" } : {};
  return { "chat-server": chatServer, Node: process.versions.node, ...broker };
}

function writeReport(folder: string, result: RunResult): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.md"), writePage(result));
  console.log(`Written to ${folder}`);
}
