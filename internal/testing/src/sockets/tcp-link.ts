import type { Socket } from "node:net";
import { ByteFlow } from "./byte-flow.ts";
import type { LinkFaults } from "./link-faults.ts";

/** One connection through a proxy: the client's, and the one to the target that was made for it. */
export class TcpLink {
  readonly #client: Socket;
  readonly #target: Socket;
  readonly #toTarget: ByteFlow;
  readonly #toClient: ByteFlow;

  /** @param onClosed - called when both connections are closed */
  constructor(client: Socket, target: Socket, faults: LinkFaults, onClosed: () => void) {
    this.#client = client;
    this.#target = target;
    this.#toTarget = new ByteFlow(client, target, (how) => this.#kill(target, how));
    this.#toClient = new ByteFlow(target, client, (how) => this.#kill(client, how));
    for (const [from, to, flow] of [
      [client, target, this.#toTarget],
      [target, client, this.#toClient],
    ] as const) {
      from.setNoDelay(true);
      from.on("error", () => {
        if (flow.passesLoss) to.resetAndDestroy();
      });
      from.on("close", () => {
        if (to.closed) onClosed();
      });
    }
    this.setFaults(faults);
  }

  /** Replaces the faults of both directions. */
  setFaults({ toTarget, toClient }: LinkFaults): void {
    this.#toTarget.setFault(toTarget ?? null);
    this.#toClient.setFault(toClient ?? null);
  }

  /** Passes on at once what `glue` and other faults hold back. They stay for what comes later. */
  release(): void {
    this.#toTarget.release();
    this.#toClient.release();
  }

  /** Resets both connections. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#target.resetAndDestroy();
  }

  /** Ends the connection of one side. The other side is told nothing, neither by this one nor by its end. */
  #kill(socket: Socket, how: "close" | "reset"): void {
    this.#toTarget.cutOff();
    this.#toClient.cutOff();
    if (how === "reset") socket.resetAndDestroy();
    else socket.destroySoon();
  }
}
