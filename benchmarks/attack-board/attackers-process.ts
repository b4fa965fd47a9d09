// The attackers, in a process of their own.
import { once } from "node:events";
import { toldTexts, vanishAll } from "../load/raw-client.ts";
import { loadAttack } from "./find-attacks.ts";
import { type Outcome, Room, type Target } from "./room.ts";

/** Order to this process, as its argument. */
export type AttackOrder = readonly [name: string, target: Target];

/** Answer of this process: first that all is prepared, if the attack gets so far, then its outcome. */
export type AttackAnswer = "prepared" | Outcome;

const [name, target] = JSON.parse(process.argv[2] ?? "[]") as AttackOrder;
process.on("disconnect", () => process.exit());
const room = new Room(target, async () => {
  answer("prepared");
  await once(process, "message");
});
try {
  await (await loadAttack(name)).carryOut(room);
} catch (error) {
  // An attack that could not be carried out has shown nothing, so it fails.
  room.claim(`the attack is carried out (${(error as Error).message})`, false);
}
answer({ claims: room.claims, notes: room.notes, told: toldTexts() });
// The clients stay until the program says so.
await once(process, "message");
vanishAll();
setTimeout(() => process.exit(), 100);

function answer(message: AttackAnswer): void {
  process.send?.(message);
}
