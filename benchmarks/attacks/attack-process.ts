// The attackers, in a process of their own.
import { once } from "node:events";
import type { AttackAnswer, AttackOrder } from "./harness/attack.ts";
import { LatenessWatch } from "./harness/lateness.ts";
import { vanishAll } from "./harness/raw-client.ts";
import { findAttack } from "./index.ts";

const { name, stage, ...order } = JSON.parse(process.argv[2] ?? "{}") as AttackOrder;
const watch = new LatenessWatch();
process.on("disconnect", () => process.exit());

try {
  const attack = findAttack(name);
  const outcome = await attack[stage]?.({ ...order, begin });
  answer({ outcome: outcome ?? { notes: [], claims: [] }, lateness: watch.take() });
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
