import type { SharedLine } from "../delivery/line.ts";
import type { Sender } from "../delivery/user.ts";

/** Memory in bytes that a batch costs in addition to its lines. `benchmarks/memory-budgets.ts` compares it with the process. */
const BATCH_OVERHEAD_BYTES = 64;

/** Text that is written in one go, with the senders of the direct messages in it, and the memory that it holds. */
export class Batch {
  text = "";
  /** Messages that end in this batch. */
  messages = 0;
  /** Bytes of memory that this batch holds alone. */
  #ownBytes = 0;
  /** True when it ends inside a line: the rest is in the next batch. */
  readonly endsInside: boolean;
  // Nearly always a batch has messages of one sender only, so the map is made for the second one.
  #sender: Sender | null = null;
  #count = 0;
  #others: Map<Sender, number> | null = null;
  /** Senders that stand for one message from another node each: they learn when it is written. */
  #remote: Sender[] | null = null;
  // Most shouts are alone in their batch.
  #shared: SharedLine | null = null;
  #otherShared: SharedLine[] | null = null;

  constructor(endsInside = false) {
    this.endsInside = endsInside;
  }

  /** Adds a line. */
  add(line: string, sender: Sender | null): void {
    this.text += line;
    if (!this.endsInside) this.messages += 1;
    if (sender === null) return;
    if (sender.written) this.#addRemote(sender);
    else this.#countSender(sender);
  }

  /** Adds a line that is in memory for other outboxes too, or the last part of it. */
  addShared(text: string, line: SharedLine): void {
    this.text += text;
    this.messages += 1;
    if (this.#shared === null) this.#shared = line;
    else {
      this.#otherShared ??= [];
      this.#otherShared.push(line);
    }
  }

  /** True when it has nothing but texts of the server. */
  get isFromServer(): boolean {
    return this.#sender === null && this.#remote === null && this.#shared === null;
  }

  /** Adds the number of messages of each sender to the counts. */
  countInto(counts: Map<Sender, number>): void {
    if (this.#sender) addTo(counts, this.#sender, this.#count);
    for (const [sender, count] of this.#others ?? []) addTo(counts, sender, count);
    for (const sender of this.#remote ?? []) addTo(counts, sender, 1);
  }

  /** Notifies the senders that want to know that the text is written. */
  notifyWritten(): void {
    if (this.#remote) for (const sender of this.#remote) sender.written?.();
  }

  /** Drops its senders: all of them have been notified. */
  dropSenders(): void {
    this.#sender = null;
    this.#others = null;
    this.#remote = null;
  }

  /** Bytes of memory that it holds alone, and those of shared lines that it answers for. */
  get heldBytes(): number {
    let bytes = this.#ownBytes + (this.#shared?.bytesPerHolder ?? 0);
    for (const line of this.#otherShared ?? []) bytes += line.bytesPerHolder;
    return bytes;
  }

  /** Counts bytes of memory that it holds alone. Returns by how much its memory has grown. */
  hold(bytes: number): number {
    const growth = this.#ownBytes === 0 ? BATCH_OVERHEAD_BYTES + bytes : bytes;
    this.#ownBytes += growth;
    return growth;
  }

  /** Releases all that it holds. Returns the bytes that nobody holds any more. */
  release(): number {
    const freed = this.#ownBytes + this.#releaseShared();
    this.#ownBytes = 0;
    return freed;
  }

  /** Releases its shared lines. Returns the bytes of those that no outbox holds any more. */
  #releaseShared(): number {
    if (this.#shared === null) return 0;
    let freed = this.#shared.release() ? this.#shared.text.length : 0;
    for (const line of this.#otherShared ?? []) if (line.release()) freed += line.text.length;
    this.#shared = null;
    this.#otherShared = null;
    return freed;
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

  #addRemote(sender: Sender): void {
    this.#remote ??= [];
    this.#remote.push(sender);
  }
}

function addTo(counts: Map<Sender, number>, sender: Sender, count: number): void {
  counts.set(sender, (counts.get(sender) ?? 0) + count);
}
