import type { RawClient } from "./raw-client.ts";

/** Time that a busy server has to answer `/list`. */
const LIST_DEADLINE_MS = 30_000;

/** Writes one message with its newline. Its characters are not escaped, so an `é` takes two bytes. */
export function writeMessage(from: string, to: string, text: string): Buffer {
  return Buffer.from(`${JSON.stringify({ from: { name: from, ip: "127.0.0.1" }, to, msg: text })}\n`);
}

/** Returns the number in the receipt of a shout, or `null` for any other line. */
export function readReceipt(line: string): number | null {
  const [, count] = /"msg": "Message sent to (\d+) users"/.exec(line) ?? [];
  return count === undefined ? null : Number(count);
}

/** Asks the server how many others are online: a client that was cut off may find out much later itself. */
export async function countOthers(client: RawClient): Promise<number> {
  const answer = client.waitFor((line) => line.includes('"msg": "Online users ('), LIST_DEADLINE_MS);
  client.write(writeMessage(client.name, "/list", ""));
  return Number(/Online users \((\d+)\)/.exec(await answer)?.[1]);
}
