// The costs of reading `/metrics` and the list of connections every second, for the chat: runs with and without it in turn.
import { runLoad, type ScenarioFile } from "@chat/loadtest";
import { adminRequest } from "./attack-board/admin-request.ts";
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
  stages: [{ kind: "hold", clients: USERS, duration: "8s" }],
  personas: [{ name: "user", sends: { direct: 1 }, receivers: "partner", inFlight: 1 }],
};

endWithin(ROUNDS * 120);
const runs: Record<"without" | "with", { perSecond: number; p99Ms: number }[]> = { without: [], with: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const kind of ["without", "with"] as const) runs[kind].push(await run(kind === "with"));
}
for (const [kind, all] of Object.entries(runs)) {
  const perSecond = quantile(
    all.map((each) => each.perSecond),
    0.5,
  );
  const p99Ms = quantile(
    all.map((each) => each.p99Ms),
    0.5,
  );
  console.log(
    `${kind.padEnd(8)} ${Math.round(perSecond)} messages/s, p99 ${p99Ms.toFixed(2)} ms (median of ${ROUNDS})`,
  );
}
process.exit();

async function run(isScraped: boolean): Promise<{ perSecond: number; p99Ms: number }> {
  await using server = await ServerCommand.start({ flags: NO_RATES });
  const scrape = (): void => {
    for (const path of PATHS) new RawClient(server.adminPort).write(adminRequest(server, path));
  };
  const timer = isScraped ? setInterval(scrape, 1_000) : undefined;
  const target = { host: "127.0.0.1", port: server.port };
  const { accounts, durationMs, latencies } = await runLoad({ scenario, target, threads: 1 });
  clearInterval(timer);
  return {
    perSecond: ((accounts.direct?.received ?? 0) * 1_000) / durationMs,
    p99Ms: latencies.message?.p99 ?? Number.NaN,
  };
}
