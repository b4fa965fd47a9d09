import type { Contender } from "../comparison/contender.ts";
import { addMetric, type Metrics } from "../comparison/metrics.ts";
import { RunningServer } from "../comparison/running-server.ts";
import { readProcessorTime } from "../load/kernel-metrics.ts";
import { type ActName, Visitors } from "../load/visitors.ts";
import { metricName } from "./growth.ts";

export interface GrowthPlan {
  /** Numbers of users, the smallest first. */
  readonly sizes: readonly number[];
  /** Acts of each kind before anything counts, so that no runtime is measured that has compiled nothing yet. */
  readonly warmUp: number;
  /** Acts of each kind once there are so many users, before they count: a collection that the crowd has begun ends in them. */
  readonly practice: number;
  /** Acts of each kind with each number of users. */
  readonly times: number;
}

/** Guests who come before as many leave again: few beside the fewest users. */
const GUESTS = 20;

/** Lets one server grow, and measures all acts with each number of users. Returns its processor time in all, in microseconds. */
export async function measureGrowth(contender: Contender, plan: GrowthPlan, metrics: Metrics): Promise<number> {
  const { sizes, warmUp, practice, times } = plan;
  await using server = await RunningServer.start(contender);
  const [few = 2] = sizes;
  const visitors = await Visitors.join(server.port, few, "all in turn");
  await measureActs(server, visitors, warmUp);
  for (const users of sizes) {
    await visitors.grow(users);
    await measureActs(server, visitors, practice);
    const costs = await measureActs(server, visitors, times);
    for (const [act, us] of costs) addMetric(metrics, contender.name, metricName(act, users), us / times);
  }
  const allUs = await readProcessorTime(server.pid);
  visitors.vanish();
  return allUs;
}

/** Returns the processor time of all acts of a kind, in microseconds. */
async function measureActs(server: RunningServer, visitors: Visitors, times: number): Promise<Map<ActName, number>> {
  const costs = new Map<ActName, number>();
  const measure = async (act: ActName, count: number): Promise<void> => {
    const before = await readProcessorTime(server.pid);
    await visitors.repeat(act, count);
    costs.set(act, (costs.get(act) ?? 0) + (await readProcessorTime(server.pid)) - before);
  };
  await measure("direct message", times);
  await measure("/time", times);
  for (let done = 0; done < times; done += GUESTS) {
    await measure("join", GUESTS);
    await measure("leave", GUESTS);
  }
  return costs;
}
