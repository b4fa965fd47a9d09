import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { LoadClient } from "../generator/load-client.ts";
import type { ClientPool, LoadPlan } from "../generator/workload.ts";
import type { Distribution } from "../scenario/distribution.ts";
import { ChurnLoop } from "./churn.ts";

const AWAY: Distribution = { kind: "constant", value: 1_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each([
  ["lets a client come back that was dropped", false, 1],
  ["leaves a client away that an operator has removed [C-76]", true, 0],
])("%s", (_, isRemoved, returns) => {
  const reconnect = vi.fn();
  const plan = { seed: 1, worker: 0, workers: 1 } as LoadPlan;
  const pool = { reconnect } as Partial<ClientPool> as ClientPool;
  const churn = new ChurnLoop(plan, 1, { rate: 0, away: AWAY }, pool);
  churn.start();
  const client = { isRemoved } as LoadClient;
  churn.add(client);
  churn.onClosed(client);
  vi.advanceTimersByTime(60_000);
  expect(reconnect).toHaveBeenCalledTimes(returns);
  churn.stop();
});
