// The healthy users, in a process of their own.
import { Crowd, type CrowdReport, type Phase } from "./crowd.ts";

export type CrowdOrder = { readonly begin: true } | { readonly enter: Phase } | { readonly finishWithinMs: number };
export type CrowdAnswer = { readonly size: number } | { readonly report: CrowdReport };

const [ports, users] = JSON.parse(process.argv[2] ?? "[]") as [number[], number];
const crowd = new Crowd();
process.on("disconnect", () => process.exit());
process.on("message", async (order: CrowdOrder) => {
  if ("begin" in order) crowd.begin();
  else if ("enter" in order) crowd.enter(order.enter);
  else answer({ report: await crowd.finish(order.finishWithinMs) });
});
await crowd.join(ports, users);
answer({ size: crowd.size });

function answer(message: CrowdAnswer): void {
  process.send?.(message);
}
