import { NatsAttacker } from "@chat/testing/nats-attacker";
import type { Room } from "./room.ts";

/** The namespace of a chat that names none. */
const NAMESPACE = "default";

/** Connects to the broker of the nodes as a program that is no node. */
export async function reachBroker({ target }: Room): Promise<NatsAttacker> {
  if (target.nats === null) throw new Error("There is no broker.");
  return await NatsAttacker.connect({ url: target.nats, namespace: NAMESPACE });
}

/** One line such as servers write. */
export function forgedLine(from: string, to: string): string {
  return `{"from": {"name": "${from}", "ip": "127.0.0.1"}, "to": "${to}", "msg": "forged"}\n`;
}
