import type { Generator } from "./generator.ts";
import type { LoadPlan } from "./load-plan.ts";
import { seedRandom } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { ChatScenario } from "./scenarios/chat-scenario.ts";
import { DirectScenario } from "./scenarios/direct-scenario.ts";
import { HeartbeatScenario } from "./scenarios/heartbeat-scenario.ts";
import { JoinScenario } from "./scenarios/join-scenario.ts";
import { ShoutScenario } from "./scenarios/shout-scenario.ts";

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
