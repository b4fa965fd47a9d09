// The costs of the page for those who run the server: the chat's processor time with and without it in turn, what goes to the
// browser, and the tasks that hold the browser up. Each view is open for a while, in a real browser, while users chat.
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runLoad, type ScenarioFile } from "@chat/loadtest";
import type { ConnectionWindow, Now } from "@chat/server-app/admin-api";
import { chromium } from "playwright-core";
import { endWithin } from "./load/benchmark.ts";
import { readProcessorTime } from "./load/kernel-metrics.ts";
import { LatenessWatch } from "./load/lateness.ts";
import { ServerCommand } from "./load/server-command.ts";
import { quantile } from "./load/statistics.ts";

/** Path in Debian's package. */
const CHROMIUM = "/usr/bin/chromium";
const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The most that the page may cost: percent of a core, KB a second, milliseconds. */
const MOST = { cpuPercent: 2, kbPerSecond: 50, taskMs: 50 } as const;

/** Lateness of this process from which on other programs decide what is measured, in milliseconds. */
const BUSY_MS = 20;

const JOIN_S = 20;
const SETTLE_MS = 2_000;
const WINDOW_MS = 5_000;
const DEADLINE_MS = 60_000;

const { values } = parseArgs({
  options: {
    users: { type: "string", default: "10000" },
    rounds: { type: "string", default: "2" },
    check: { type: "boolean", default: false },
  },
});
const [users, rounds] = [Number(values.users), Number(values.rounds)];
const views = ["now", "who", "client", "left", "show"];
const seconds = (2 * rounds * views.length * (WINDOW_MS + 2 * SETTLE_MS)) / 1_000;
endWithin(3 * seconds + 240);

/** Everybody writes to somebody every ten seconds. */
const scenario: ScenarioFile = {
  stages: [
    { kind: "ramp", clients: users, duration: `${JOIN_S}s` },
    { kind: "hold", duration: `${3 * seconds + 60}s` },
  ],
  personas: [{ name: "user", sends: { direct: 1 }, thinkTime: { kind: "exponential", mean: "10s" } }],
};

await using server = await ServerCommand.start({ build: ROOT, hasDoors: true, flags: [] });
const address = `http://127.0.0.1:${server.adminPort}/`;
const token = readFileSync(server.adminTokenFile, "utf8").trim();
const ask = async <Answer>(path: string): Promise<Answer> => {
  const answer = await fetch(`${address}api/v1/${path}`, { headers: { Authorization: `Bearer ${token}` } });
  return (await answer.json()) as Answer;
};
const load = new AbortController();
const target = { host: "127.0.0.1", port: server.port, pid: server.pid };
const run = runLoad({ scenario, target, threads: 1, signal: load.signal });
run.catch((error) => {
  console.error(error);
  process.exit(1);
});

const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1_400, height: 900 } });
page.setDefaultTimeout(DEADLINE_MS);
await page.addInitScript({
  content: `globalThis.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration))))
      .observe({ type: "longtask" });`,
});
let bytesToBrowser = 0;
const network = await page.context().newCDPSession(page);
network.on("Network.responseReceived", ({ response }) => {
  bytesToBrowser += response.encodedDataLength;
});
network.on("Network.dataReceived", ({ dataLength }) => {
  bytesToBrowser += dataLength;
});
await network.send("Network.enable");

while ((await ask<Now>("now")).totals.users < 0.99 * users) await pause(500);

const [busiest] = (await ask<ConnectionWindow>("connections?sort=messagesIn&limit=1")).rows;
console.log(`${users} users, ${WINDOW_MS / 1_000} s with each view and as long without, ${rounds} times`);
const lateness = new LatenessWatch();
const all = { cpuPercent: [] as number[], kbPerSecond: [] as number[], tasks: [] as number[], lateMs: [] as number[] };
for (const view of views) {
  const found: { readonly cpuPercent: number; readonly kbPerSecond: number }[] = [];
  const tasks: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Each comes first in half of the rounds.
    const order = round % 2 === 0 ? [false, true] : [true, false];
    let cpuPercent = 0;
    let kbPerSecond = 0;
    for (const isOpen of order) {
      await show(isOpen ? view : null);
      const window = await measure();
      cpuPercent += isOpen ? window.cpuPercent : -window.cpuPercent;
      if (isOpen) kbPerSecond = window.kbPerSecond;
      if (isOpen) tasks.push(...(await longTasks()));
    }
    found.push({ cpuPercent, kbPerSecond });
  }
  const [cpu, kb] = (["cpuPercent", "kbPerSecond"] as const).map((key) => found.map((each) => each[key]));
  all.cpuPercent.push(...(cpu ?? []));
  all.kbPerSecond.push(...(kb ?? []));
  all.tasks.push(...tasks);
  const write = (list: readonly number[] = []) => list.map((value) => value.toFixed(1)).join(", ");
  console.log(
    `${view}: ${write(cpu)} % of a core more; ${write(kb)} KB/s; long tasks (ms): ${tasks.join(", ") || "none"}`,
  );
}
const lateMs = quantile(all.lateMs, 0.5);
const isBusy = lateMs > BUSY_MS;
console.log(`Lateness of this process, p99: ${lateMs.toFixed(0)} ms`);
judge(`at most ${MOST.cpuPercent} % of a core more, median`, quantile(all.cpuPercent, 0.5) <= MOST.cpuPercent, isBusy);
judge(`at most ${MOST.kbPerSecond} KB/s to the browser in each view`, Math.max(...all.kbPerSecond) <= MOST.kbPerSecond);
judge(`no task of the page over ${MOST.taskMs} ms`, all.tasks.length === 0, isBusy);
await browser.close();
load.abort();
await run;
process.exit();

/** Opens a view, or nothing, and waits until it shows what it polls. */
async function show(view: string | null): Promise<void> {
  await page.goto("about:blank");
  if (view !== null) {
    await page.goto(`${address}#token=${token}`);
    const fragment = view === "client" ? `client/${encodeURIComponent(busiest?.id ?? "")}/${busiest?.name}` : view;
    await page.evaluate(`location.hash = ${JSON.stringify(fragment)}`);
    await page
      .getByText(/^All is well|^Look at/)
      .first()
      .waitFor();
  }
  await pause(SETTLE_MS);
  if (view !== null) await longTasks();
}

async function measure(): Promise<{ readonly cpuPercent: number; readonly kbPerSecond: number }> {
  const [cpuBefore, bytesBefore, startedAt] = [await readProcessorTime(server.pid), bytesToBrowser, performance.now()];
  lateness.take();
  await pause(WINDOW_MS);
  const ms = performance.now() - startedAt;
  all.lateMs.push(lateness.take().p99Ms);
  const cpuUs = (await readProcessorTime(server.pid)) - cpuBefore;
  return { cpuPercent: cpuUs / ms / 10, kbPerSecond: (bytesToBrowser - bytesBefore) / ms };
}

/** Takes the long tasks since the last look, by their durations in milliseconds. */
function longTasks(): Promise<number[]> {
  return page.evaluate("longTasks.splice(0)");
}

function judge(what: string, isMet: boolean, isUnclear = false): void {
  console.log(isUnclear ? `– ${what}: not judged, the machine was busy` : `${isMet ? "✓" : "✗"} ${what}`);
  if (values.check && !isMet && !isUnclear) process.exitCode = 1;
}
