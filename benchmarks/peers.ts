// Our server beside its peers, on this machine, under the same load.
import { parseArgs } from "node:util";
import { generateLoad } from "./comparison/load-generator.ts";
import { compileNativePrograms } from "./comparison/native-programs.ts";
import { RunningServer } from "./comparison/running-server.ts";
import { quantile } from "./load/quantile.ts";
import { cRelay } from "./peers/c-relay.ts";
import { builtChatServer, chatServer } from "./peers/chat-server.ts";
import { nodeRelay } from "./peers/node-relay.ts";

const LOADS = { dm1: "dm:1", dm16: "dm:16", shout: "shout:4", latency: "latency:5000" };
const { values: options } = parseArgs({
  options: {
    servers: { type: "string", default: "" },
    only: { type: "string", default: Object.keys(LOADS).join() },
    build: { type: "string", multiple: true, default: [] },
    rounds: { type: "string", default: "9" },
  },
});
// --build name=path/to/cli.js: another build of our server beside this one.
const builds = options.build.map((build) => builtChatServer(...(build.split("=") as [string, string])));
const contenders = [chatServer, nodeRelay, cRelay, ...builds];
const only = options.only.split(",") as (keyof typeof LOADS)[];
const chosen = contenders.filter(
  ({ name }) =>
    options.servers === "" || options.servers.split(",").includes(name) || builds.some((build) => build.name === name),
);
compileNativePrograms();
const figures = new Map<string, number[]>();
await using stack = new AsyncDisposableStack();
const running: RunningServer[] = [];
for (const contender of chosen) running.push(stack.use(await RunningServer.start(contender)));
for (let round = 0; round < Number(options.rounds); round++) {
  for (const server of round % 2 === 0 ? running : running.toReversed()) {
    const window = { warmUpMs: 300, durationMs: 1_000 };
    for (const result of await generateLoad(
      server,
      1_000,
      window,
      only.map((name) => LOADS[name]),
    )) {
      for (const figure of [
        "serverCpuUs",
        "generatorCpuUs",
        "perSecond",
        "p50Us",
        "p99Us",
        "missing",
        "unexpected",
      ] as const) {
        const key = `${result.measure} ${server.contender.name} ${figure}`;
        const value = result[figure];
        if (value !== undefined) figures.set(key, [...(figures.get(key) ?? []), value]);
      }
    }
  }
}
const row = (values: readonly number[]) => ({
  lowest: Math.min(...values),
  median: quantile(values, 0.5),
  highest: Math.max(...values),
});
console.table(
  Object.fromEntries(
    [...figures].map(([key, values]) => [key, row(values)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
);
