// The attackers of a server of any protocol, in a process of their own: they attack until it is over, and go.
import { KINDS } from "./kinds.ts";
import { vanishAll } from "./peer-client.ts";
import { WIRES } from "./wire.ts";

/** Order to this process, as its argument. */
export interface AttackersOrder {
  readonly kind: string;
  readonly protocol: keyof typeof WIRES;
  readonly port: number;
  readonly joinsAtOnce: number;
  readonly milliseconds: number;
}

const { kind, protocol, ...target } = JSON.parse(process.argv[2] ?? "{}") as AttackersOrder;
process.on("disconnect", () => process.exit());
await KINDS[kind]?.({ ...target, wire: WIRES[protocol] }).catch((error: Error) => process.send?.(error.message));
vanishAll();
setTimeout(() => process.exit(), 100);
