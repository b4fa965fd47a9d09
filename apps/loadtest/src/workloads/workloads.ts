import type { Generator } from "../generator/generator.ts";
import type { LoadPlan } from "../generator/load-plan.ts";
import type { Scenario } from "../generator/workload.ts";
import { ChatScenario } from "./chat.ts";
import { JoinScenario } from "./connect.ts";
import { DirectScenario } from "./direct.ts";
import { HeartbeatScenario } from "./heartbeat.ts";
import { seedRandom } from "./random.ts";
import { ShoutScenario } from "./shout.ts";

export function createScenario(plan: LoadPlan, generator: Generator): Scenario {
  const { load, seed, worker } = plan;
  const random = seedRandom(seed + worker);
  switch (load.kind) {
    case "chat":
      return new ChatScenario(plan, load, generator);
    case "heartbeat":
      return new HeartbeatScenario(load.everyMs, random);
    case "direct":
      return new DirectScenario(plan, load.users, load.pacing);
    case "shout":
      return new ShoutScenario(plan, load.shouters, load.pacing);
    case "join":
      return new JoinScenario(plan, load.pacing, generator);
  }
}
