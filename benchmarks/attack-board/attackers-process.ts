// The attackers, in a process of their own.
import { once } from "node:events";
import { type Lateness, LatenessWatch } from "../load/lateness.ts";
import { toldTexts, vanishAll } from "../load/raw-client.ts";
import { loadAttack } from "./find-attacks.ts";
import { type Outcome, Room, type Target } from "./room.ts";

/** Order to this process, as its argument. */
export interface AttackOrder {
  readonly name: string;
  readonly target: Target;
}

/** Answer of this process. */
export type AttackAnswer =
  | { readonly prepared: true }
  | { readonly outcome: Outcome; readonly lateness: Lateness; readonly told: readonly string[] }
  | { readonly failure: string };

const { name, target } = JSON.parse(process.argv[2] ?? "{}") as AttackOrder;
const watch = new LatenessWatch();
process.on("disconnect", () => process.exit());
try {
  const attack = await loadAttack(name);
  const room = new Room(target, begin);
  await attack.carryOut(room);
  answer({ outcome: room.outcome, lateness: watch.take(), told: toldTexts() });
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
