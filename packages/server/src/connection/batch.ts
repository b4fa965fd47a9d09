import type { Sender } from "../backplane/backplane.ts";

/** Text that is written in one go, and who sent the direct messages in it. */
export class Batch {
  text = "";
  // Nearly always one sender's messages meet in a batch, so a map is made for the second one alone.
  #sender: Sender | null = null;
  #count = 0;
  #others: Map<Sender, number> | null = null;
  /** Those that stand for one message each, from another node: they want to know when it is written. */
  #travelled: Sender[] | null = null;

  /** Adds a line; a sender gets told should it not be written. */
  add(line: string, sender: Sender | null): void {
    this.text += line;
    if (sender === null) return;
    if (sender.written) this.#noteTravelled(sender);
    else this.#countSender(sender);
  }

  /** Adds up, for each sender, how many of its messages are in here. */
  countInto(counts: Map<Sender, number>): void {
    if (this.#sender) addTo(counts, this.#sender, this.#count);
    for (const [sender, count] of this.#others ?? []) addTo(counts, sender, count);
    for (const sender of this.#travelled ?? []) addTo(counts, sender, 1);
  }

  /** Tells those who want to know that the text is written. */
  tellWritten(): void {
    if (this.#travelled) for (const sender of this.#travelled) sender.written?.();
  }

  #countSender(sender: Sender): void {
    this.#sender ??= sender;
    if (sender === this.#sender) this.#count += 1;
    else this.#countOther(sender);
  }

  #countOther(sender: Sender): void {
    this.#others ??= new Map();
    addTo(this.#others, sender, 1);
  }

  #noteTravelled(sender: Sender): void {
    this.#travelled ??= [];
    this.#travelled.push(sender);
  }
}

function addTo(counts: Map<Sender, number>, sender: Sender, count: number): void {
  counts.set(sender, (counts.get(sender) ?? 0) + count);
}
