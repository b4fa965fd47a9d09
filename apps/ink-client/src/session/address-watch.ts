import { personKey } from "../state/conversation.ts";
import { NewestMap } from "./newest-map.ts";

/** The number of people whose address is remembered: those who wrote last. */
const MAX_PEOPLE = 1_000;

/** Remembers from where each person writes: a name that comes back from another address may be somebody else. */
export class AddressWatch {
  readonly #addresses = new NewestMap<string>(MAX_PEOPLE);

  /** Notes the address of a message. Returns a sentence when the one before came from another address, else `null`. */
  note({ name, ip }: { readonly name: string; readonly ip: string }): string | null {
    const key = personKey(name);
    const before = this.#addresses.get(key);
    // An address that the server does not tell proves nothing.
    if (ip === "") return null;
    this.#addresses.set(key, ip);
    if (before === undefined || before === ip) return null;
    return `${name} writes from another address now (${ip}, before ${before}). It may be somebody else.`;
  }
}
