import type { Client } from "./client.ts";
import { writeMessage } from "./messages.ts";

/** Time that a busy server has to answer `/list`. */
const LIST_DEADLINE_MS = 30_000;

/** Asks the server how many others are online: whoever was cut off may find out much later itself. */
export async function countOthers(client: Client): Promise<number> {
  const answer = client.waitFor((line) => line.includes('"msg": "Online users ('), LIST_DEADLINE_MS);
  client.write(writeMessage(client.name, "/list", ""));
  return Number(/Online users \((\d+)\)/.exec(await answer)?.[1]);
}
