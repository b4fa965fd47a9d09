import { createJsonMsg, EndpointName } from "@chat/protocol";
import { askForTime, LinePeer } from "../load/line-peer.ts";

/** Users who receive a shout, without the one who shouts. */
const RECEIVERS = 9;
const BURST = 16;
const TEXT = "x".repeat(64);

/** Addresses to join from: the ports of those who leave are not free again for a minute. */
const SOURCE_ADDRESSES = 16;

/** Names of the acts, as in the table of what is expected. */
export const ACTS = ["direct message", "burst of 16", "shout to 9", "time", "join", "leave"] as const;
export type ActName = (typeof ACTS)[number];

/** The users of a server. They do one thing after the other, and each only when the server has done the one before. */
export class Visitors {
  readonly #port: number;
  readonly #sender: LinePeer;
  readonly #receivers: readonly LinePeer[];
  readonly #joined: LinePeer[] = [];
  #joins = 0;

  private constructor(port: number, [sender, ...receivers]: readonly LinePeer[]) {
    this.#port = port;
    this.#sender = sender as LinePeer;
    this.#receivers = receivers;
  }

  static async join(port: number): Promise<Visitors> {
    const peers: LinePeer[] = [];
    for (let index = 0; index <= RECEIVERS; index++) peers.push((await LinePeer.join({ port }, `early-${index}`)).peer);
    return new Visitors(port, peers);
  }

  /** Does the same again and again. Those who join stay until as many leave. */
  async repeat(act: ActName, times: number): Promise<void> {
    for (let time = 0; time < times; time++) await this.#act(act);
  }

  vanish(): void {
    for (const peer of [this.#sender, ...this.#receivers, ...this.#joined]) peer.vanish();
  }

  #act(act: ActName): Promise<unknown> {
    const [receiver] = this.#receivers as [LinePeer];
    switch (act) {
      case "direct message":
        return this.#send(receiver.name, 1, [receiver]);
      case "burst of 16":
        return this.#send(receiver.name, BURST, Array<LinePeer>(BURST).fill(receiver));
      case "shout to 9":
        // The shouter has a receipt.
        return this.#send(EndpointName.Shout, 1, [...this.#receivers, this.#sender]);
      case "time":
        return askForTime(this.#sender);
      case "join":
        return this.#join();
      case "leave":
        return this.#leave();
    }
  }

  async #send(to: string, copies: number, readers: readonly LinePeer[]): Promise<void> {
    this.#sender.write(`${createJsonMsg(this.#sender.name, "127.0.0.1", to, TEXT)}\n`.repeat(copies));
    for (const reader of readers) await reader.nextLine();
  }

  async #join(): Promise<void> {
    const localAddress = `127.0.1.${1 + (this.#joins % SOURCE_ADDRESSES)}`;
    // All names are of one length, so that all joins are alike.
    const name = `late-${String(this.#joins++).padStart(6, "0")}`;
    this.#joined.push((await LinePeer.join({ port: this.#port, localAddress }, name)).peer);
  }

  async #leave(): Promise<void> {
    const peer = this.#joined.shift();
    if (peer === undefined) throw new Error("Nobody is left to leave.");
    peer.leave();
    await peer.readToEnd();
  }
}
