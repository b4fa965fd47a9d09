import { serverTexts } from "@chat/protocol";
import type { Backplane } from "../backplane/backplane.ts";
import { nameBytes } from "../delivery/line.ts";
import type { User } from "../delivery/user.ts";

/** Most texts that are kept: askers need different ones when they are in the list, or have names of different lengths. */
const MAX_KEPT_TEXTS = 256;

/**
 * With more users than this who find no room in a list, it is the same without one of them: a name takes three bytes with its comma,
 * and one name less makes room for at most 400 bytes, which is the longest name in escapes.
 */
const MIN_UNNAMED = 150;

/** A list that was made. One for all tells who is named in it: it is right for everybody who is not. */
interface KeptText {
  readonly text: string;
  readonly named: ReadonlySet<User>;
}

/**
 * The answers to `/list`, made once per change of who is online [C-62]: one for all who are not named in it, one for each other
 * asker. To make one takes long when names are many and not ASCII, and clients may ask for it as fast as they can.
 */
export class ListTexts {
  readonly #backplane: Backplane;
  readonly #kept = new Map<string, KeptText>();
  #viewVersion = -1;
  #isDegraded = false;

  constructor(backplane: Backplane) {
    this.#backplane = backplane;
  }

  /** Writes the list without its asker, of `count` users, in at most so many bytes on the wire. */
  write(asker: User, count: number, maxTextBytes: number): string {
    this.#forgetOutdated();
    if (count > MIN_UNNAMED) {
      const forAll = this.#keep(`${maxTextBytes} ${count}`, null, count, maxTextBytes);
      if (count - forAll.named.size > MIN_UNNAMED && !forAll.named.has(asker)) return forAll.text;
    }
    return this.#keep(`${maxTextBytes} ${count} ${asker.key}`, asker, count, maxTextBytes).text;
  }

  #forgetOutdated(): void {
    const { viewVersion, isDegraded } = this.#backplane;
    if (viewVersion === this.#viewVersion && isDegraded === this.#isDegraded) return;
    this.#viewVersion = viewVersion;
    this.#isDegraded = isDegraded;
    this.#kept.clear();
  }

  #keep(key: string, asker: User | null, count: number, maxTextBytes: number): KeptText {
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const lookedAt: User[] = [];
    const names = namesOf(this.#backplane.users(), asker, maxTextBytes, lookedAt);
    const text = serverTexts.userList.write({ names, count, maxTextBytes }, this.#isDegraded);
    if (this.#kept.size >= MAX_KEPT_TEXTS) this.#kept.clear();
    const named = asker ? 0 : (serverTexts.userList.read(text)?.names.length ?? 0);
    const made = { text, named: new Set(lookedAt.slice(0, named)) };
    this.#kept.set(key, made);
    return made;
  }
}

/** Reads as many names as could fit, and no more: to measure them again one by one would take the longest. */
function* namesOf(users: Iterable<User>, except: User | null, maxBytes: number, lookedAt: User[]): Iterable<string> {
  let bytes = -SEPARATOR_BYTES;
  for (const user of users) {
    if (user === except) continue;
    bytes += SEPARATOR_BYTES + nameBytes(user);
    if (bytes > maxBytes) return;
    lookedAt.push(user);
    yield user.name;
  }
}

const SEPARATOR_BYTES = ", ".length;
