// The costs of reading `/metrics` and the list of connections every second, for the chat: runs with and without it in turn.
import { runLoad, type ScenarioFile } from "@chat/loadtest";
import { adminRequest } from "./load/admin-request.ts";
import { endWithin } from "./load/benchmark.ts";
import { RawClient } from "./load/raw-client.ts";
import { ServerCommand } from "./load/server-command.ts";
import { quantile } from "./load/statistics.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const USERS = 500;
const PATHS = ["/metrics", "/api/v1/connections"];
const NO_RATES = ["messages", "bytes", "shouts"].flatMap((what) => [`--${what}-per-second`, "0"]);

/** Pairs of users, each with one message in flight: as fast as the server lets them. */
const scenario: ScenarioFile = {
  stages: [{ kind: "hold", clients: USERS, duration: "5s" }],
  personas: [{ name: "user", sends: { direct: 1 }, receivers: "partner", inFlight: 1 }],
};

interface Metrics {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Processor time of the server for a message, in microseconds. */
  readonly cpuUs: number;
}

endWithin(ROUNDS * 120);
const runs: Record<"without" | "with", Metrics[]> = { without: [], with: [] };
for (let round = 0; round < ROUNDS; round++) {
  // Each kind comes first in half of the rounds.
  for (const kind of round % 2 === 0 ? (["without", "with"] as const) : (["with", "without"] as const)) {
    runs[kind].push(await run(kind === "with"));
  }
}
console.log(`Median, least and most of ${ROUNDS} rounds:`);
print("without scraping", runs.without, [0, 1, 2]);
print("with scraping", runs.with, [0, 1, 2]);
print("with / without", runs.with.map(compareToWithout), [3, 3, 3]);
process.exit();

/** Divides the metrics of a run by those of the same round without scraping. */
function compareToWithout(metrics: Metrics, round: number): Metrics {
  const { perSecond, p99Ms, cpuUs } = runs.without[round] as Metrics;
  return { perSecond: metrics.perSecond / perSecond, p99Ms: metrics.p99Ms / p99Ms, cpuUs: metrics.cpuUs / cpuUs };
}

/** @param digits - behind the point, of each metric */
function print(kind: string, all: readonly Metrics[], digits: readonly [number, number, number]): void {
  const show = (values: readonly number[], places: number): string =>
    [0.5, 0, 1].map((fraction) => quantile(values, fraction).toFixed(places)).join(", ");
  const perSecond = show(
    all.map((metrics) => metrics.perSecond),
    digits[0],
  );
  const p99Ms = show(
    all.map((metrics) => metrics.p99Ms),
    digits[1],
  );
  const cpuUs = show(
    all.map((metrics) => metrics.cpuUs),
    digits[2],
  );
  console.log(`${kind}: messages/s ${perSecond}; p99 ms ${p99Ms}; processor us/message ${cpuUs}`);
}

async function run(isScraped: boolean): Promise<Metrics> {
  await using server = await ServerCommand.start({ flags: NO_RATES });
  const scrape = (): void => {
    for (const path of PATHS) new RawClient(server.adminPort).write(adminRequest(server, path));
  };
  const timer = isScraped ? setInterval(scrape, 1_000) : undefined;
  const target = { host: "127.0.0.1", port: server.port, pid: server.pid };
  const { latencies, samples } = await runLoad({ scenario, target, threads: 1 });
  clearInterval(timer);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const perSecond = mean(samples.map(({ receivedPerSecond }) => receivedPerSecond));
  const cpuUs = (mean(samples.map(({ serverCpuShare }) => serverCpuShare ?? Number.NaN)) * 1e6) / perSecond;
  return { perSecond, p99Ms: latencies.message?.p99 ?? Number.NaN, cpuUs };
}
