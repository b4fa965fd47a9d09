// The attackers, in a process of their own.
import { once } from "node:events";
import { findAttack } from "../index.ts";
import type { Outcome } from "./attack.ts";
import { vanishAll } from "./client.ts";
import { type Lateness, LatenessWatch } from "./lateness.ts";

export type Stage = "carryOut" | "afterwards";
export interface AttackOrder {
  readonly name: string;
  readonly stage: Stage;
  readonly port: number;
  readonly serverPid: number;
  readonly seconds: number;
  readonly healthyUsers: number;
}
export type AttackAnswer =
  | { readonly prepared: true }
  | { readonly outcome: Outcome; readonly lateness: Lateness }
  | { readonly failure: string };

const { name, stage, ...order } = JSON.parse(process.argv[2] ?? "{}") as AttackOrder;
const watch = new LatenessWatch();
process.on("disconnect", () => process.exit());

try {
  const attack = findAttack(name);
  const outcome = await attack[stage]?.({ ...order, begin });
  answer({ outcome: outcome ?? { facts: [], claims: [] }, lateness: watch.take() });
} catch (error) {
  answer({ failure: (error as Error).message });
}
// The clients stay until the program says so.
await once(process, "message");
vanishAll();
setTimeout(() => process.exit(), 100);

async function begin(): Promise<void> {
  answer({ prepared: true });
  await once(process, "message");
  watch.take();
}

function answer(message: AttackAnswer): void {
  process.send?.(message);
}
