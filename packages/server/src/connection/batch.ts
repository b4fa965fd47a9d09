import type { Mailbox } from "../backplane/backplane.ts";

/** Text that is written in one go, and who sent the direct messages in it. */
export class Batch {
  text = "";
  // Nearly always one sender's messages meet in a batch, so a map is made for the second one alone.
  #sender: Mailbox | null = null;
  #count = 0;
  #others: Map<Mailbox, number> | null = null;

  /** Adds a line; a sender gets told should it not be written. */
  add(line: string, sender: Mailbox | null): void {
    this.text += line;
    if (sender === null) return;
    this.#sender ??= sender;
    if (sender === this.#sender) this.#count += 1;
    else this.#countOther(sender);
  }

  /** Adds up, for each sender, how many of its messages are in here. */
  countInto(counts: Map<Mailbox, number>): void {
    if (this.#sender) addTo(counts, this.#sender, this.#count);
    for (const [sender, count] of this.#others ?? []) addTo(counts, sender, count);
  }

  #countOther(sender: Mailbox): void {
    this.#others ??= new Map();
    addTo(this.#others, sender, 1);
  }
}

function addTo(counts: Map<Mailbox, number>, sender: Mailbox, count: number): void {
  counts.set(sender, (counts.get(sender) ?? 0) + count);
}
