// The healthy users, in a process of their own.
import { type CrowdReport, HealthyCrowd, type Phase } from "./healthy-crowd.ts";

export type CrowdOrder = { readonly enter: Phase } | { readonly finishWithinMs: number };
export type CrowdAnswer = { readonly ready: true } | { readonly report: CrowdReport };

const [port, users] = process.argv.slice(2).map(Number) as [number, number];
const crowd = new HealthyCrowd();
process.on("disconnect", () => process.exit());
process.on("message", async (order: CrowdOrder) => {
  if ("enter" in order) crowd.enter(order.enter);
  else answer({ report: await crowd.finish(order.finishWithinMs) });
});
await crowd.join(port, users);
crowd.start();
answer({ ready: true });

function answer(message: CrowdAnswer): void {
  process.send?.(message);
}
