import { PORT } from "@chat/protocol";
import { type ChatNode, createChatNode } from "@chat/server";
import { TestPeer } from "@chat/testing";
import type { PtyProcess } from "@chat/testing/terminal";
import type { PictureClock } from "./picture-clock.ts";

const PUPILS = ["Bruno", "Chiara", "Elif", "Kenji", "Luca", "Ms Weber", "Noor"] as const;

type Pupil = (typeof PUPILS)[number];

/** A lesson of a class that builds chat clients: a server, and all who are in the chat besides Ada. */
export class Lesson implements AsyncDisposable {
  readonly #node: ChatNode;
  readonly #clock: PictureClock;
  readonly #peers: ReadonlyMap<Pupil, TestPeer>;

  private constructor(node: ChatNode, clock: PictureClock, peers: ReadonlyMap<Pupil, TestPeer>) {
    this.#node = node;
    this.#clock = clock;
    this.#peers = peers;
  }

  /** Starts the server on the usual port, since that is seen in the pictures. */
  static async start(clock: PictureClock): Promise<Lesson> {
    const node = createChatNode({ host: "127.0.0.1", port: PORT, clock });
    await node.listen();
    const peers = new Map<Pupil, TestPeer>();
    for (const name of PUPILS) {
      const peer = await TestPeer.connect({ port: PORT });
      peer.write(`${name}\n`);
      await peer.next();
      peers.set(name, peer);
    }
    return new Lesson(node, clock, peers);
  }

  /** Writes to everyone. */
  say(name: Pupil, text: string): void {
    this.#send(name, "/shout", text);
  }

  /** Writes to Ada alone. */
  write(name: Pupil, text: string): void {
    this.#send(name, "Ada", text);
  }

  /** Lets everybody chat until Ada is about to answer. */
  async tellStory(ada: PtyProcess): Promise<void> {
    await ada.waitForScreen("8 online");
    await ada.waitForScreen("You joined");
    this.say("Ms Weber", "Good morning! Exercise 4 for today: a client that survives a restart of the server.");
    await ada.waitForScreen("Good morning");
    this.#clock.advance(2);
    this.say("Luca", "which part of the contract is that?");
    await ada.waitForScreen("which part");
    ada.type("section 3, the handshake: your old connection may still hold your name\r");
    await ada.waitForScreen("your name ✓");
    this.#clock.advance(1);
    this.say("Kenji", "名前は日本語でもいいですか？ Can names be in Japanese? 👋");
    await ada.waitForScreen("Can names be");
    this.#clock.advance(1);
    this.say("Ms Weber", "はい！ In any script, as long as it is one script.");
    await ada.waitForScreen("In any script");

    this.#clock.advance(2);
    ada.type("@Chi");
    ada.press("tab");
    await ada.waitForScreen("[→ Chiara] @Chiara");
    ada.type("shall we pair?\r");
    await ada.waitForScreen("→ Chiara: shall we pair?");
    ada.press("alt+3");
    await ada.waitForScreen("[Chiara]");
    await ada.waitForScreen("✓");
    this.write("Chiara", "yes, please! my reader still cuts emoji in half 😅");
    await ada.waitForScreen("in half");

    this.#clock.advance(3);
    this.say("Elif", "mine is back after 0.4 s, with its draft 🎉");
    await ada.waitForScreen("1:Everyone(1)");
    this.say("Bruno", "Ada, your relay found my bug: I had sent everything twice. Thank you!");
    await ada.waitForScreen("1:Everyone!(2)");
    this.write("Noor", "coming to lunch?");
    await ada.waitForScreen("Noor!(1)");
    ada.press("alt+1");
    await ada.waitForScreen("[Everyone]");
    this.#clock.advance(1);
    this.say("Ms Weber", "Ten minutes left. Push what you have, please.");
    await ada.waitForScreen("Ten minutes left");
    ada.type("what helped: keep what is not confirmed, and ask /time after it");
    await ada.waitForScreen("after it");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const peer of this.#peers.values()) await peer[Symbol.asyncDispose]();
    await this.#node.close({ graceMs: 0 });
  }

  #send(name: Pupil, to: string, text: string): void {
    this.#peers.get(name)?.send(name, to, text);
  }
}
