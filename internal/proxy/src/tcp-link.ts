import type { Socket } from "node:net";
import { ByteFlow } from "./byte-flow.ts";
import type { LinkFaults } from "./link-faults.ts";
import type { LinkLoss, LinkObserver, LinkSide } from "./link-observer.ts";

/** The callbacks of a link: one for its proxy, and those of an observer when somebody watches it. */
export interface LinkCallbacks {
  /** Called when both connections are closed. */
  readonly onClosed: () => void;
  readonly observer: LinkObserver | null;
}

/** One connection through a proxy: the client's, and the one to the target that was made for it. */
export class TcpLink {
  readonly #client: Socket;
  readonly #target: Socket;
  readonly #toTarget: ByteFlow;
  readonly #toClient: ByteFlow;
  #loss: LinkLoss | null = null;
  #isClosed = false;

  constructor(client: Socket, target: Socket, faults: LinkFaults, { onClosed, observer }: LinkCallbacks) {
    this.#client = client;
    this.#target = target;
    const createFlow = (side: LinkSide, from: Socket, to: Socket) =>
      new ByteFlow(from, to, {
        kill: (how) => this.#kill(to, how),
        passed: (bytes, isCut) => observer?.passed(side, bytes, isCut),
        ended: () => observer?.ended(side),
      });
    this.#toTarget = createFlow("client", client, target);
    this.#toClient = createFlow("server", target, client);
    for (const [side, from, to, flow] of [
      ["client", client, target, this.#toTarget],
      ["server", target, client, this.#toClient],
    ] as const) {
      from.setNoDelay(true);
      from.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
        this.#loss ??= { side, code };
        if (flow.passesLoss) to.resetAndDestroy();
      });
      from.on("close", () => {
        if (!to.closed || this.#isClosed) return;
        this.#isClosed = true;
        this.#cutOff();
        onClosed();
        observer?.closed(this.#loss);
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
    this.#cutOff();
    if (how === "reset") socket.resetAndDestroy();
    else socket.destroySoon();
  }

  #cutOff(): void {
    this.#toTarget.cutOff();
    this.#toClient.cutOff();
  }
}
