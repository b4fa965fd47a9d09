// `npm run loadtest`: from a fresh clone to a load test. Arguments go to it: `npm run loadtest -- stress --bots 100`.
import { launch, refuseTakenOptions } from "./launch.mjs";

refuseTakenOptions("npm run loadtest", [
  "bots",
  "duration",
  "workload",
  "users",
  "host",
  "port",
  "spawn",
  "html",
  "ramp",
  "step",
]);
await launch("@chat/loadtest", "apps/loadtest/dist/cli.js", process.argv.slice(2));
