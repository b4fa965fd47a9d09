import { foldName } from "@chat/protocol";
import { Networks } from "../networks.ts";

/** The target of a ban or a mute: the user of a name, in any spelling, or all who come from an address or a network. */
export type SanctionTarget = { readonly name: string } | { readonly address: string };

/** A ban, which keeps people out, or a mute, which keeps what they send from others. */
export interface Sanction {
  /** A ban keeps people out; a mute keeps what they send from others. */
  readonly kind: "ban" | "mute";
  /** The people whom it is for. */
  readonly target: SanctionTarget;
  /** When it ends, in milliseconds since 1970 by the clock of the system. */
  readonly endsAt: number;
  /** Told to those whom it is for; empty for none. */
  readonly reason: string;
  /** The operator. */
  readonly by: string;
}

/** A sanction as far as it differs from others: a new one replaces that of the same kind and target. */
export type SanctionId = Pick<Sanction, "kind" | "target">;

/** Bans and mutes in force at once: each newcomer is compared with all bans of networks. */
export const MAX_SANCTIONS = 1_000;

/**
 * The bans and mutes in force, as one event loop knows them. One that is over is in no answer, whether or not it is deleted yet.
 */
export class Sanctions {
  readonly #now: () => number;
  readonly #sanctions = new Map<string, Sanction>();
  readonly #networks = new Map<string, Networks>();

  /** @param now - the clock of the system, in milliseconds */
  constructor(now = () => Date.now()) {
    this.#now = now;
  }

  /** True when there is no room for another one. */
  get isFull(): boolean {
    return this.#sanctions.size >= MAX_SANCTIONS && this.list().length >= MAX_SANCTIONS;
  }

  /** Returns whether there is one in force of this kind for this target. */
  has(id: SanctionId): boolean {
    return this.#find(keyOf(id)) !== null;
  }

  /** Adds one, or replaces that of the same kind and target. */
  add(sanction: Sanction): void {
    const { target } = sanction;
    const key = keyOf(sanction);
    this.#sanctions.set(key, sanction);
    if ("address" in target) this.#networks.set(key, new Networks([target.address], "address"));
  }

  /** Deletes one before its end. */
  delete(id: SanctionId): void {
    this.#delete(keyOf(id));
  }

  /** Lists those in force, the oldest first. */
  list(): Sanction[] {
    for (const [key, sanction] of this.#sanctions) if (!this.#isInForce(sanction)) this.#delete(key);
    return [...this.#sanctions.values()];
  }

  /** Finds the ban of a name; `name` is folded. */
  banOfName(name: string): Sanction | null {
    return this.#sanctions.size === 0 ? null : this.#find(`ban name ${name}`);
  }

  /** Finds a ban of an address, or of a network that it belongs to. */
  banOfAddress(ip: string): Sanction | null {
    for (const [key, networks] of this.#networks) {
      const ban = networks.has(ip) ? this.#find(key) : null;
      if (ban) return ban;
    }
    return null;
  }

  /** Finds the mute of a user; `name` is folded. */
  muteOf(name: string): Sanction | null {
    return this.#sanctions.size === 0 ? null : this.#find(`mute name ${name}`);
  }

  #find(key: string): Sanction | null {
    const sanction = this.#sanctions.get(key);
    return sanction && this.#isInForce(sanction) ? sanction : null;
  }

  #isInForce({ endsAt }: Sanction): boolean {
    return endsAt > this.#now();
  }

  #delete(key: string): void {
    this.#sanctions.delete(key);
    this.#networks.delete(key);
  }
}

/** Returns the text by which two sanctions are the same one. */
export function keyOf({ kind, target }: SanctionId): string {
  return "name" in target ? `${kind} name ${foldName(target.name)}` : `${kind} address ${target.address}`;
}
