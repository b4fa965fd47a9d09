import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CommandProcess } from "@chat/testing";
import { expect, it } from "vitest";
import { toCommonSettings } from "../src/runs/run-scenario.ts";
import { readScenario } from "../src/scenario/read-scenario.ts";
import { takeGivenServer } from "../src/target/open-target.ts";
import { runScenario } from "./support/checked-runs.ts";

const SERVER = fileURLToPath(new URL("../../server/src/cli.ts", import.meta.url));

/** Rates would make notices that the tester does not count. */
const NO_RATES = ["messages", "bytes", "shouts"].flatMap((what) => [`--${what}-per-second`, "0"]);

/** Starts `chat-server` with an admin port. */
async function startServer(threads: string) {
  const folder = await mkdtemp(join(tmpdir(), "chat-metrics-"));
  const [tokenFile, token] = [join(folder, "token"), randomBytes(24).toString("hex")];
  await writeFile(tokenFile, token, { mode: 0o600 });
  const admin = ["--admin-port", "0", "--admin-token-file", tokenFile, "--control-socket", "off"];
  const server = ["--host", "127.0.0.1", "--port", "0", "--log-format", "json", "--threads", threads, ...NO_RATES];
  const command = new CommandProcess(SERVER, [...server, ...admin]);
  await command.waitForOutput(/"event":"listening".*\n/, 150_000);
  const portOf = (event: string) => Number(new RegExp(`"event":"${event}".*?"port":(\\d+)`).exec(command.output)?.[1]);
  return {
    port: portOf("listening"),
    /** Connections that the tester made to find out whether the server lives: it does so on a busy machine. */
    get probes(): number {
      return command.output.match(/"event":"join","name":"check/g)?.length ?? 0;
    },
    /** Returns a metric, added up over its labels. */
    async readMetrics(): Promise<(name: string) => number> {
      const headers = { Authorization: `Bearer ${token}` };
      const text = await (await fetch(`http://127.0.0.1:${portOf("admin")}/metrics`, { headers })).text();
      return (name) =>
        Array.from(text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)$`, "gm")), ([, value]) =>
          Number(value),
        ).reduce((sum, value) => sum + value, 0);
    },
    async [Symbol.asyncDispose]() {
      await command[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

it.each(["1", "2"])("a server with %s threads has counted exactly what the tester has", async (threads) => {
  await using server = await startServer(threads);
  const scenario = readScenario({
    stages: [{ kind: "hold", clients: 30, duration: "10m" }],
    personas: [
      {
        name: "talker",
        sends: { direct: 6, shout: 2, time: 1, nobody: 1 },
        thinkTime: { kind: "exponential", mean: "20ms" },
        texts: ["hi", 'é "quoted" \\ 😀'],
      },
    ],
    messagesPerClient: 20,
    timeout: "60s",
  });
  const settings = toCommonSettings(scenario, { processes: 1, threads: 1 });
  const hooks = { signal: new AbortController().signal, onPhase: () => undefined, onSample: () => undefined };
  const target = takeGivenServer("127.0.0.1", server.port, null);
  const { clients, accounts } = await runScenario({ command: "run", scenario, settings }, target, hooks);
  while ((await server.readMetrics())("chat_connections") > 0);
  // The last threads may have counted before the last connections had ended.
  const metric = await server.readMetrics();
  const { probes } = server;
  const joins = clients.joined + clients.rejoined + probes;
  const { direct, shout, request } = accounts;
  expect(clients.joined).toBe(30);
  expect({
    users: metric("chat_users"),
    joins: metric("chat_joins_total"),
    leaves: metric("chat_leaves_total"),
    messagesIn: metric("chat_received_messages_total"),
    messagesOut: metric("chat_sent_messages_total"),
    messagesLost: metric("chat_lost_messages_total"),
  }).toEqual({
    users: 0,
    joins,
    leaves: joins,
    // Each shout has an answer, so it is a request, too.
    messagesIn: (direct?.expected ?? 0) + (request?.expected ?? 0),
    messagesOut: joins + (direct?.received ?? 0) + (shout?.received ?? 0) + (request?.received ?? 0),
    messagesLost: 0,
  });
});
