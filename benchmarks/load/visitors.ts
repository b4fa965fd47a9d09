import { createJsonMsg, EndpointName } from "@chat/protocol";
import { inParallel } from "./concurrency.ts";
import { askForTime, LinePeer } from "./line-peer.ts";

const BURST = 16;
const TEXT = "x".repeat(64);

/** Addresses to join from: one has only some 28,000 ports, and those of users who left are not free again for a minute. */
const SOURCE_ADDRESSES = 16;

/** Residents who join at the same time. */
const JOINING = 256;

/** From one pair to the next that writes: those who joined one after the other do not write so. Prime, so that all have their turn. */
const STRIDE = 7_919;

/** The pairs that write. */
export type Writers = "always the same" | "all in turn";

/** An act of the visitors. A shout goes to all residents. */
export type ActName = "direct message" | "burst of 16" | "shout" | "/time" | "join" | "leave";

/** The users of a server. They do one thing after the other, and each only when the server has done the one before. */
export class Visitors {
  readonly #port: number;
  readonly #writers: Writers;
  /** They stay, and write to one another in pairs. */
  readonly #residents: LinePeer[] = [];
  /** They come and go. */
  readonly #guests: LinePeer[] = [];
  #joins = 0;
  #turn = 0;

  private constructor(port: number, writers: Writers) {
    this.#port = port;
    this.#writers = writers;
  }

  /** @param count - how many residents, in pairs: two or more */
  static async join(port: number, count: number, writers: Writers): Promise<Visitors> {
    const visitors = new Visitors(port, writers);
    await visitors.grow(count);
    return visitors;
  }

  /** Lets residents join until there are so many. */
  async grow(count: number): Promise<void> {
    const missing = Array.from({ length: count - this.#residents.length });
    this.#residents.push(...(await inParallel(missing, JOINING, () => this.#join())));
  }

  /** Does the same again and again. Guests stay until as many leave. */
  async repeat(act: ActName, times: number): Promise<void> {
    for (let time = 0; time < times; time++) await this.#act(act);
  }

  vanish(): void {
    for (const peer of [...this.#residents, ...this.#guests]) peer.vanish();
  }

  async #act(act: ActName): Promise<void> {
    switch (act) {
      case "direct message":
        return await this.#sendDirect(1);
      case "burst of 16":
        return await this.#sendDirect(BURST);
      case "shout":
        return await this.#shout();
      case "/time":
        return void (await askForTime(this.#nextPair()[0]));
      case "join":
        return void this.#guests.push(await this.#join());
      case "leave":
        return await this.#leave();
    }
  }

  #nextPair(): readonly [LinePeer, LinePeer] {
    if (this.#writers === "all in turn") this.#turn += STRIDE;
    const number = this.#turn % Math.floor(this.#residents.length / 2);
    return this.#residents.slice(2 * number, 2 * number + 2) as [LinePeer, LinePeer];
  }

  async #sendDirect(count: number): Promise<void> {
    const [sender, receiver] = this.#nextPair();
    sender.write(`${createJsonMsg(sender.name, "127.0.0.1", receiver.name, TEXT)}\n`.repeat(count));
    for (let waiting = count; waiting > 0; waiting--) await receiver.nextLine();
  }

  async #shout(): Promise<void> {
    const [sender] = this.#nextPair();
    sender.write(`${createJsonMsg(sender.name, "127.0.0.1", EndpointName.Shout, TEXT)}\n`);
    // The sender has a receipt.
    for (const reader of this.#residents) await reader.nextLine();
  }

  async #join(): Promise<LinePeer> {
    const number = this.#joins++;
    const localAddress = `127.0.1.${1 + (number % SOURCE_ADDRESSES)}`;
    // All names are of one length, so that all joins are alike.
    const name = `user-${String(number).padStart(6, "0")}`;
    return (await LinePeer.join({ port: this.#port, localAddress }, name)).peer;
  }

  async #leave(): Promise<void> {
    const peer = this.#guests.shift();
    if (peer === undefined) throw new Error("Nobody is left to leave.");
    peer.leave();
    await peer.readToEnd();
  }
}
