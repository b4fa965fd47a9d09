import { createHash } from "node:crypto";

/** Bytes of a digest that one number takes: as many bits as a number holds exactly. */
const NUMBER_BYTES = 6;

/** Numbers that look random, and are the same for the same seed on every machine. */
export class SeededRandom {
  readonly #seed: string;
  #count = 0;
  #digest = Buffer.alloc(0);
  #position = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** Another source, which gives the same however much was drawn from this one. */
  branch(label: string | number): SeededRandom {
    return new SeededRandom(`${this.#seed}/${label}`);
  }

  /** From 0 to under 1. */
  unit(): number {
    if (this.#position + NUMBER_BYTES > this.#digest.length) {
      this.#digest = createHash("sha256").update(`${this.#seed}#${this.#count}`).digest();
      this.#count += 1;
      this.#position = 0;
    }
    const value = this.#digest.readUIntBE(this.#position, NUMBER_BYTES) / 2 ** (8 * NUMBER_BYTES);
    this.#position += NUMBER_BYTES;
    return value;
  }

  between(min: number, max: number): number {
    return min + this.unit() * (max - min);
  }

  /** A whole number from 0 to under the count. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  pick<Item>(items: readonly Item[]): Item | undefined;
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)];
  }
}
