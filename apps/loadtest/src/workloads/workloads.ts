import type { Generator } from "../generator/generator.ts";
import type { LoadPlan } from "../generator/load-plan.ts";
import type { Workload } from "../generator/workload.ts";
import { ChatWorkload } from "./chat.ts";
import { ConnectWorkload } from "./connect.ts";
import { DirectWorkload } from "./direct.ts";
import { HeartbeatWorkload } from "./heartbeat.ts";
import { seedRandom } from "./random.ts";
import { ShoutWorkload } from "./shout.ts";

export function createWorkload(plan: LoadPlan, generator: Generator): Workload {
  const { load, seed, worker } = plan;
  const random = seedRandom(seed + worker);
  switch (load.kind) {
    case "chat":
      return new ChatWorkload(plan, load, generator);
    case "heartbeat":
      return new HeartbeatWorkload(load.everyMs, random);
    case "direct":
      return new DirectWorkload(plan, load.users, load.pacing);
    case "shout":
      return new ShoutWorkload(plan, load.shouters, load.pacing);
    case "join":
      return new ConnectWorkload(plan, load.pacing, generator);
  }
}
