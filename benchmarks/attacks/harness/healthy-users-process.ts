// The healthy users, in a process of their own.
import { HealthyUsers, type HealthyUsersReport, type Phase } from "./healthy-users.ts";

export type HealthyUsersOrder = { readonly enter: Phase } | { readonly finishWithinMs: number };
export type HealthyUsersAnswer = { readonly ready: true } | { readonly report: HealthyUsersReport };

const [port, users] = process.argv.slice(2).map(Number) as [number, number];
const healthyUsers = new HealthyUsers();
process.on("disconnect", () => process.exit());
process.on("message", async (order: HealthyUsersOrder) => {
  if ("enter" in order) healthyUsers.enter(order.enter);
  else answer({ report: await healthyUsers.finish(order.finishWithinMs) });
});
await healthyUsers.join(port, users);
healthyUsers.start();
answer({ ready: true });

function answer(message: HealthyUsersAnswer): void {
  process.send?.(message);
}
