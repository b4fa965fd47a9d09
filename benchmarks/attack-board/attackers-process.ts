// The attackers, in a process of their own.
import { once } from "node:events";
import { toldTexts, vanishAll } from "../load/raw-client.ts";
import { loadAttack } from "./find-attacks.ts";
import { type Outcome, Room, type Target } from "./room.ts";

/** Order to this process. */
export type AttackOrder = readonly [name: string, target: Target];

/** Answers of this process, in this order: it has loaded, all is prepared, and the outcome. */
export type AttackAnswer = "loaded" | "prepared" | Outcome;

process.on("disconnect", () => process.exit());
answer("loaded");
const [[name, target]] = (await once(process, "message")) as [AttackOrder];
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
// If it has not come so far by itself.
await room.begin();
answer({ claims: room.claims, notes: room.notes, told: toldTexts() });
// The clients stay until the program says so.
await once(process, "message");
vanishAll();
setTimeout(() => process.exit(), 100);

function answer(message: AttackAnswer): void {
  process.send?.(message);
}
