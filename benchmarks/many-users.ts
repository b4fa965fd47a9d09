// Very many users in one chat of several nodes: whether everybody gets in, and everything arrives exactly once.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { askForVersion } from "./comparison/installed-program.ts";
import { describeMachine } from "./comparison/machine.ts";
import { compileNativePrograms } from "./comparison/native-programs.ts";
import { endWithin } from "./load/deadline.ts";
import { reportTargets } from "./load/targets.ts";
import { CHAT_SERVER, ChatServer } from "./many-users/chat-server.ts";
import { Crowds, mergeTallies } from "./many-users/crowds.ts";
import { Engine } from "./many-users/engine.ts";
import { judgeRun } from "./many-users/judge.ts";
import { writePage } from "./many-users/page.ts";
import { type Chat, run } from "./many-users/run.ts";
import { readRunPlan } from "./many-users/run-plan.ts";
import { ProcessKind, type RunResult, type Tally } from "./many-users/run-result.ts";
import { type MeteredProcess, UsageMeter } from "./many-users/usage-meter.ts";
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
  reportTargets(judgeRun(result), plan.isCheck);
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
  const engine = nodes === 1 ? null : stack.use(await Engine.start());
  for (let node = 1; node <= nodes; node++) {
    servers.push(stack.use(await ChatServer.start(`node-${node}`, logs, engine?.url ?? null)));
  }
  const ports = servers.map(({ port }) => port);
  const crowds = stack.use(new Crowds(users, generators, ports));
  const watched = [...servers, ...crowds.all].map((owner) => owner.process);
  using meter = new UsageMeter([
    ...servers.map((server) => toMetered(ProcessKind.Node, server.process)),
    ...(engine ? [{ kind: ProcessKind.Engine, name: "nats-server", pid: engine.pid }] : []),
    ...crowds.all.map((crowd) => toMetered(ProcessKind.Generator, crowd.process)),
  ]);
  console.log(`${users} users on ${nodes} nodes, from ${generators} generators`);
  const chat: Chat = { users, ports, crowds };
  // Whoever ends too early fails the run at once, whatever it waits for.
  const findings = await Promise.race([run(chat, meter, console.log), ...watched.map(({ failed }) => failed)]);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: describeMachine(),
    loadBefore,
    command,
    versions: readVersions(engine !== null),
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

function readVersions(hasEngine: boolean): Record<string, string> {
  const chatServer = execFileSync(process.execPath, [CHAT_SERVER, "--version"], { encoding: "utf8" }).trim();
  const engine = hasEngine ? { "nats-server": askForVersion("nats-server", "--version") ?? "of unknown version" } : {};
  return { "chat-server": chatServer, Node: process.versions.node, ...engine };
}

function writeReport(folder: string, result: RunResult): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "report.json"), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(folder, "report.md"), writePage(result));
  console.log(`Written to ${folder}`);
}
